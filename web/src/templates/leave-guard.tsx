import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import s from "./templates.module.css";
import type { Draft } from "./use-draft.ts";

/** Words that are not saved are not left behind without being asked; the browser keeps them either way. */
export function LeaveGuard({ draft, next }: { draft: Draft; next: number }) {
  const guard = useBlocker({
    shouldBlockFn: ({ current, next: to }) => draft.isChanged && current.pathname !== to.pathname,
    enableBeforeUnload: () => draft.isChanged,
    withResolver: true,
  });
  if (guard.status !== "blocked") return null;
  return (
    <Modal opened onClose={guard.reset} title="Not saved yet" size={440}>
      <p>Your words are kept in this browser, but nobody else sees them before they are saved as version {next}.</p>
      <div className={s.foot}>
        <Button onClick={guard.reset}>Stay</Button>
        <Button onClick={guard.proceed}>Leave, save later</Button>
        <Button
          variant="filled"
          loading={draft.state === "saving"}
          onClick={() => void draft.save().then((done) => (done ? guard.proceed() : guard.reset()))}
        >
          Save and leave
        </Button>
      </div>
    </Modal>
  );
}
