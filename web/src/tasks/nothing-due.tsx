import type { Task } from "@haste/contract/nouns/tasks";
import { Button } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { Kbd } from "../ui/keys/kbd.tsx";
import { plural } from "../ui/numbers.ts";
import { Empty } from "../ui/state/empty.tsx";

/** The end of the queue: when it goes on. */
export function NothingDue(props: { rows: readonly Task[]; isLoading: boolean; done: number; onNew: () => void }) {
  const times = useTimes();
  const { rows, done } = props;
  if (props.isLoading) return null;
  const next = rows.find((task) => task.due === "upcoming");
  const waiting = rows.filter((task) => task.due === "waiting").length;
  const said = [
    next?.dueAt ? `Next due ${times.when(next.dueAt)}.` : "",
    waiting > 0 ? `${plural(waiting, "task waits", "tasks wait")} for paused people.` : "",
  ].filter(Boolean);
  const explained =
    rows.length === 0 && done === 0
      ? "Calls, LinkedIn, SMS and other steps by hand stand here when a sequence asks for them; mails go on by themselves."
      : "New tasks stand here when a sequence asks for them.";
  return (
    <Empty
      icon={<IconChecklist size={28} stroke={1.4} />}
      title={done > 0 ? "All done for today" : "Nothing is due"}
      text={said.join(" ") || explained}
    >
      <Button onClick={props.onNew} rightSection={<Kbd keys="c" />}>
        New task
      </Button>
    </Empty>
  );
}
