import type { Task } from "@haste/contract/nouns/tasks";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { HowItEnded } from "./how-it-ended.tsx";
import { HowItWent } from "./how-it-went.tsx";
import s from "./task.module.css";
import { TaskFacts } from "./task-facts.tsx";
import { useTask, type Working } from "./task-queries.ts";
import { TaskScript } from "./task-script.tsx";

interface Props {
  readonly id: string;
  readonly known: Task | undefined;
  readonly working: Working;
  /** Whether it is known yet what comes after it: until then nobody says how it went, for Enter leads there. */
  readonly isQueueKnown: boolean;
  readonly onEnded: (task: Task) => void;
}

/** One task: what to do at the left, about whom at the right, how it went below. */
export function OpenTask({ id, known, working, isQueueKnown, onEnded }: Props) {
  const read = useTask(id, known);
  const task = read.data;
  if (!task)
    return (
      <div className={p.view}>
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <div className={p.bones} role="status" aria-label="Loading">
            <Bone width="40%" height={16} />
            <Bone width="70%" />
            <Bone width="60%" />
          </div>
        )}
      </div>
    );
  return (
    <>
      <div className={p.view}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={s.script} aria-label="What to do" tabIndex={0}>
          <TaskScript task={task} />
        </section>
        {task.status === "open" && isQueueKnown ? (
          <HowItWent task={task} working={working} onEnded={() => onEnded(task)} />
        ) : null}
        {task.status === "open" ? null : <HowItEnded task={task} working={working} />}
      </div>
      <TaskFacts task={task} working={working} />
    </>
  );
}
