import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconMail, IconPlus, IconTrash } from "@tabler/icons-react";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { FilterBar, KeyBar, Spacer, Split } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { NARROW, useMedia } from "../ui/use-width.ts";
import { StepOutline } from "./step-outline.tsx";
import { StepPanel } from "./step-panel.tsx";
import { type StepDeeds, useStepDeeds } from "./step-queries.ts";
import s from "./steps.module.css";

/** Two business days give a person time to answer; weekends do not count against them. */
const USUAL_DELAY: Step["delay"] = { value: 2, unit: "businessDays" };

/** The plan as an outline, each step editable beside it; everything can be done with keys. */
export function StepsTab({ sequence }: { sequence: Sequence }) {
  const [url, setUrl] = useUrlState();
  const narrow = useMedia(NARROW);
  const deeds = useStepDeeds(sequence);
  const { steps } = sequence;
  const found = steps.findIndex((step) => step.id === url.step);
  const at = found < 0 && !narrow ? 0 : found;
  const open = steps[at];
  const go = (step: Step | undefined) => step && setUrl({ step: step.id }, { replace: true });
  const verbs = useVerbs(sequence, deeds, at, go);
  useKeys([
    { keys: "j", label: "Next step", group: "Steps", run: () => go(steps[Math.min(steps.length - 1, at + 1)]) },
    { keys: "k", label: "Previous step", group: "Steps", run: () => go(steps[Math.max(0, at - 1)]) },
    { keys: "a", label: "Add a step after this one", group: "Steps", run: verbs.add },
    { keys: "alt+ArrowUp", label: "Move the step up", group: "Steps", run: () => verbs.move(-1) },
    { keys: "alt+ArrowDown", label: "Move the step down", group: "Steps", run: () => verbs.move(1) },
    { keys: "Delete", label: "Take the step out", group: "Steps", run: verbs.remove },
  ]);
  return (
    <>
      <FilterBar>
        <Button
          leftSection={<IconPlus size={16} stroke={1.6} />}
          rightSection={<Kbd keys="a" />}
          loading={deeds.add.isPending}
          onClick={verbs.add}
        >
          Step after
        </Button>
        <Button disabled={at <= 0} leftSection={<IconArrowUp size={16} stroke={1.6} />} onClick={() => verbs.move(-1)}>
          Up
        </Button>
        <Button
          disabled={at < 0 || at >= steps.length - 1}
          leftSection={<IconArrowDown size={16} stroke={1.6} />}
          onClick={() => verbs.move(1)}
        >
          Down
        </Button>
        <Button disabled={!open} leftSection={<IconTrash size={16} stroke={1.6} />} onClick={verbs.remove}>
          Take out
        </Button>
        <Spacer />
        <DraftState sequence={sequence} saving={deeds.change.isPending} />
      </FilterBar>
      {deeds.error ? <ErrorState error={deeds.error} /> : null}
      <Split>
        <div className={s.outline}>
          {steps.length === 0 ? (
            <Empty
              icon={<IconMail size={28} stroke={1.4} />}
              title="No step yet"
              text="A sequence begins with a mail; later ones follow in the same thread until the person answers."
            >
              <Button onClick={verbs.add}>Add the first mail</Button>
            </Empty>
          ) : (
            <StepOutline sequence={sequence} openId={open?.id} onOpen={go} />
          )}
        </div>
        {open ? (
          <StepPanel
            key={open.id}
            sequence={sequence}
            at={at}
            step={open}
            deeds={deeds}
            onClose={() => setUrl({ step: null }, { replace: true })}
          />
        ) : null}
      </Split>
      <KeyBar
        keys={[
          ["j k", "move"],
          ["a", "add after"],
          ["alt+ArrowUp", "move up"],
          ["Delete", "take out"],
          ["?", "all keys"],
        ]}
      />
    </>
  );
}

function useVerbs(sequence: Sequence, deeds: StepDeeds, at: number, go: (step: Step | undefined) => void) {
  const { steps } = sequence;
  return {
    add() {
      const order = at < 0 ? steps.length : at + 1;
      const delay: Step["delay"] = steps.length === 0 ? { value: 0, unit: "hours" } : USUAL_DELAY;
      deeds.add.mutate({ type: "email", delay, content: {}, order: Math.min(order, steps.length) }, { onSuccess: go });
    },
    move(by: number) {
      const step = steps[at];
      const to = at + by;
      if (!step || to < 0 || to >= steps.length) return;
      const ids = steps.map((each) => each.id);
      ids.splice(at, 1);
      ids.splice(to, 0, step.id);
      deeds.move.mutate(ids);
    },
    remove() {
      const step = steps[at];
      if (!step) return;
      go(steps[at + 1] ?? steps[at - 1]);
      deeds.remove.mutate(step);
    },
  };
}

function DraftState({ sequence, saving }: { sequence: Sequence; saving: boolean }) {
  const words =
    sequence.hasUnpublishedChanges && sequence.publishedVersion
      ? `Changes since version ${sequence.publishedVersion}`
      : "Draft saved";
  return (
    <span className={s.saved} role="status">
      {saving ? "Saving…" : words}
    </span>
  );
}
