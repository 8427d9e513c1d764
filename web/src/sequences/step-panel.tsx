import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { ActionIcon, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { DelayField } from "./delay-field.tsx";
import { viewOf } from "./kinds/index.ts";
import type { StepChange, StepDeeds } from "./step-queries.ts";
import s from "./steps.module.css";
import { useAutosave } from "./use-autosave.ts";
import { delayWords, windowWords } from "./words.ts";

/** One step beside the outline: the form of its kind, when, tracking. Everything is saved while one types. */
export function StepPanel(props: {
  sequence: Sequence;
  at: number;
  step: Step;
  deeds: StepDeeds;
  onClose: () => void;
}) {
  const { sequence, at, step, deeds, onClose } = props;
  const [draft, setDraft] = useState<Pick<Step, "delay" | "content" | "tracking">>({
    delay: step.delay,
    content: step.content,
    tracking: step.tracking,
  });
  const save = useAutosave<StepChange>((body) => deeds.change.mutate({ stepId: step.id, body }));
  function change(patch: Partial<typeof draft>) {
    const next = { ...draft, ...patch };
    setDraft(next);
    save(next);
  }
  const kind = viewOf(step.type);
  return (
    <SidePanel label={`Step ${at + 1}`} width={400} over>
      <PanelHeader
        title={
          <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
            <kind.Icon size={16} stroke={1.6} color="var(--accent)" aria-hidden="true" /> {kind.name}{" "}
            <span className="quiet">step {at + 1}</span>
          </span>
        }
      >
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <div className={s.panel}>
        {deeds.change.error ? (
          <ErrorState error={deeds.change.error} retry={() => deeds.change.mutate({ stepId: step.id, body: draft })} />
        ) : null}
        <kind.Form content={draft.content} place={{ sequence, at }} onChange={(content) => change({ content })} />
        <When sequence={sequence} at={at} delay={draft.delay} onChange={(delay) => change({ delay })} />
        {step.type === "email" ? (
          <TrackingField sequence={sequence} tracking={draft.tracking} onChange={(tracking) => change({ tracking })} />
        ) : null}
      </div>
    </SidePanel>
  );
}

function When(props: {
  sequence: Sequence;
  at: number;
  delay: Step["delay"];
  onChange: (delay: Step["delay"]) => void;
}) {
  const { sequence, at, delay, onChange } = props;
  const { settings } = sequence;
  const zone = settings.timezoneMode === "contact" ? "in the person’s own zone" : `in ${settings.timezone}`;
  return (
    <DelayField
      legend={at === 0 ? "When, after enrolling" : "When, after the step before"}
      delay={delay}
      onChange={onChange}
      effect={
        <>
          {delayWords(delay) === "at once" ? "In the next open minute" : "Then in the next open minute"}:{" "}
          {windowWords(settings)} {zone}.
        </>
      }
    />
  );
}

function TrackingField(props: {
  sequence: Sequence;
  tracking: Step["tracking"];
  onChange: (tracking: Step["tracking"]) => void;
}) {
  const { sequence, tracking, onChange } = props;
  const holds = tracking ?? sequence.settings.tracking;
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: 8 }}>
      <legend className={s.legend}>Tracking</legend>
      <Switch
        label="Count opens"
        labelPosition="left"
        checked={holds.opens}
        onChange={(event) => onChange({ ...holds, opens: event.currentTarget.checked })}
      />
      <Switch
        label="Count clicks"
        labelPosition="left"
        checked={holds.clicks}
        onChange={(event) => onChange({ ...holds, clicks: event.currentTarget.checked })}
      />
      <p className={s.effect}>
        {tracking ? (
          <>
            Set for this step.{" "}
            <button type="button" className="link" onClick={() => onChange(null)}>
              Take the sequence’s
            </button>
          </>
        ) : (
          "As set for the whole sequence."
        )}
      </p>
    </fieldset>
  );
}
