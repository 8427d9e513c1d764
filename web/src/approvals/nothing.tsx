import { Button } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { Empty } from "../ui/state/empty.tsx";
import type { Which } from "./approval-queries.ts";

/** What a list without emails says, and the way on. */
export function Nothing({ which, onAll }: { which: Which; onAll: () => void }) {
  if (which.sequenceId)
    return (
      <Empty title="Nothing of this sequence" text="No mail of it is in this list.">
        <Button onClick={onAll}>Show all sequences</Button>
      </Empty>
    );
  if (which.status !== "pending")
    return <Empty title="None yet" text="What was decided about stands here, with who decided." />;
  return (
    <Empty
      icon={<IconMailCheck size={28} stroke={1.4} />}
      title="No mail waits for approval"
      text="A step can ask that its first mails, or all of them, are read by somebody before they leave. They stand here, each as its person would get it."
    />
  );
}
