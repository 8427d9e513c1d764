import type { Sequence, Step } from "@haste/contract/nouns/sequences";
import { ActionIcon, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { IconMail, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { BodyField } from "./body-field.tsx";
import type { StepChange, StepDeeds } from "./step-queries.ts";
import s from "./steps.module.css";
import { useAutosave } from "./use-autosave.ts";
import { delayUnits, delayWords, stepTitle, windowWords } from "./words.ts";

/** One step beside the outline: subject, body, when, tracking. Everything is saved while one types. */
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
  const subjectField = useRef<HTMLInputElement>(null);
  function change(patch: Partial<typeof draft>) {
    const next = { ...draft, ...patch };
    setDraft(next);
    save(next);
  }
  const subject = draft.content.subject ?? "";
  const thread =
    at > 0 && !subject.trim()
      ? `Follows in the thread “${stepTitle(sequence.steps, at).replace(/^Re: /, "")}”`
      : undefined;
  return (
    <SidePanel label={`Step ${at + 1}`} width={400} over>
      <PanelHeader
        title={
          <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
            <IconMail size={16} stroke={1.6} color="var(--accent)" aria-hidden="true" /> Email{" "}
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
        <TextInput
          ref={subjectField}
          label={<Counted name="Subject" n={subject.length} />}
          value={subject}
          maxLength={500}
          placeholder={at === 0 ? "What they read first" : "Empty: stays in the thread"}
          description={thread}
          inputWrapperOrder={["label", "input", "description", "error"]}
          onChange={(event) => change({ content: { ...draft.content, subject: event.currentTarget.value || null } })}
          dir="auto"
        />
        <BodyField
          value={draft.content.htmlContent ?? ""}
          onChange={(html) => change({ content: { ...draft.content, htmlContent: html || null } })}
        />
        <When sequence={sequence} at={at} delay={draft.delay} onChange={(delay) => change({ delay })} />
        <TrackingField sequence={sequence} tracking={draft.tracking} onChange={(tracking) => change({ tracking })} />
      </div>
    </SidePanel>
  );
}

function Counted({ name, n }: { name: string; n: number }) {
  return (
    <>
      {name}
      <span className="quiet num" style={{ fontWeight: 400 }}>
        {n} characters
      </span>
    </>
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
  const after = at === 0 ? "after enrolling" : "after the step before";
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend className={s.legend}>When</legend>
      {"at" in delay ? (
        <p>{delayWords(delay)}</p>
      ) : (
        <div className={s.when}>
          <NumberInput
            aria-label="Wait"
            min={0}
            max={3650}
            allowDecimal={false}
            value={delay.value}
            onChange={(value) => onChange({ ...delay, value: typeof value === "number" ? value : 0 })}
          />
          <Select
            aria-label="Unit"
            allowDeselect={false}
            value={delay.unit}
            data={delayUnits.map((unit) => ({ value: unit.value, label: `${unit.label} ${after}` }))}
            onChange={(unit) => unit && onChange({ ...delay, unit: unit as typeof delay.unit })}
          />
        </div>
      )}
      <p className={s.effect}>
        {delayWords(delay) === "at once" ? "In the next open minute" : "Then in the next open minute"}:{" "}
        {windowWords(settings)} {zone}.
      </p>
    </fieldset>
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
