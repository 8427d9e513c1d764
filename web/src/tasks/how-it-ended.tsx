import type { Task } from "@haste/contract/nouns/tasks";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./task.module.css";
import type { Working } from "./task-queries.ts";
import { sentence } from "./task-words.ts";

/** What came of a task that is not open any more, and the way back while there is one. */
export function HowItEnded({ task, working }: { task: Task; working: Working }) {
  const times = useTimes();
  const { undo } = working;
  const deed = { do: "skip", notes: "" } as const;
  const failed = undo.error && undo.variables.task.id === task.id ? undo.error : null;
  const words = task.status === "canceled" ? "Canceled: the person left the sequence, or its step is gone" : null;
  return (
    <section className={s.went} aria-label="How it ended">
      <div className={s.wentHead}>
        <h2>{words ?? sentence(task.outcome ?? task.status)}</h2>
        <span className="quiet">{task.completedAt ? times.full(task.completedAt) : null}</span>
      </div>
      {task.remark ? (
        <p className={s.remark} dir="auto">
          {task.remark}
        </p>
      ) : null}
      {task.status === "canceled" ? null : (
        <div className={s.wentFoot}>
          <span className="quiet">Can be taken back until a mail has left because of it.</span>
          <Button
            leftSection={<IconArrowBackUp size={14} stroke={1.75} />}
            loading={undo.isPending}
            onClick={() => undo.mutate({ task, work: deed })}
          >
            Open it again
          </Button>
        </div>
      )}
      {failed ? <ErrorState error={failed} /> : null}
    </section>
  );
}
