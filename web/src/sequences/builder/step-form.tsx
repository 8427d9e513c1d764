import type { Template } from "@haste/contract/nouns/templates";
import { Switch } from "@mantine/core";
import { DelayField } from "../delay-field.tsx";
import { viewOf } from "../kinds/index.ts";
import type { StepPlace } from "../kinds/kind.ts";
import { TemplateField } from "../step-template/template-field.tsx";
import { isOwn } from "../step-template/use-step-templates.ts";
import s from "../steps.module.css";
import { type BranchStep, isTested, type TreeStep } from "../tree.ts";
import { SplitForm, TestWays } from "../variants/split-form.tsx";
import { VariantTabs } from "../variants/variant-tabs.tsx";
import { shownVariant, withWords, wordsOf } from "../variants/variants.ts";
import { delayWords, windowWords } from "../words.ts";
import { ApprovalField } from "./approval-field.tsx";
import { EntryConditions } from "./entry-conditions.tsx";

/** Everything that can be said of one step: the form of its kind, when it comes, for whom, and what is counted. */
export function StepForm(props: {
  place: StepPlace;
  templates: readonly Template[];
  /** Which variant of an email is written; 0 is the first. */
  variant: number;
  onVariant: (place: number) => void;
  onChange: (make: (step: TreeStep) => TreeStep, about: string | null) => void;
}) {
  const { place, templates } = props;
  const { step } = place.one;
  const { Form } = viewOf(step.type);
  const shown = shownVariant(step, props.variant);
  const set = (
    part: Partial<Pick<TreeStep, "delay" | "conditions" | "tracking" | "approval">>,
    about: string | null = null,
  ) => props.onChange((before) => ({ ...before, ...part }), about);
  return (
    <div className={s.panel} data-inspector>
      {step.type === "email" ? (
        <TemplateField
          step={step}
          place={place}
          templates={templates}
          onChange={(make) => props.onChange(make, null)}
        />
      ) : null}
      {step.type === "email" ? (
        <VariantTabs
          step={step}
          sequenceId={place.sequence.id}
          shown={shown}
          onShow={props.onVariant}
          onChange={(make, about) =>
            props.onChange((before) => (before.type === "email" ? make(before) : before), about ?? null)
          }
        />
      ) : null}
      {step.type === "branch" ? <Ways step={step} sequenceId={place.sequence.id} onChange={props.onChange} /> : null}
      {isTested(step) ||
      (step.type === "email" && step.templateId !== null && !isOwn(step.content) && shown === 0) ? null : (
        <Form
          key={shown}
          content={(step.type === "email" ? wordsOf(step, shown) : step.content) as never}
          place={place}
          onChange={(content: unknown, about?: string) =>
            props.onChange(
              (before) =>
                before.type === "email"
                  ? withWords(before, shown, content as typeof before.content)
                  : ({ ...before, content } as TreeStep),
              shown > 0 ? `${about} ${shown}` : (about ?? null),
            )
          }
        />
      )}
      <When place={place} onChange={(delay) => set({ delay }, "delay")} />
      <EntryConditions
        entries={step.conditions}
        place={place}
        onChange={(conditions, about) => set({ conditions }, about)}
      />
      {step.type === "email" ? (
        <ApprovalField approval={step.approval ?? null} onChange={(approval, about) => set({ approval }, about)} />
      ) : null}
      {step.type === "email" ? (
        <TrackingField place={place} tracking={step.tracking} onChange={(tracking) => set({ tracking })} />
      ) : null}
    </div>
  );
}

/** The ways of a branch, where they are tested; else what begins to test them. */
function Ways(props: {
  step: BranchStep;
  sequenceId: string;
  onChange: (make: (step: TreeStep) => TreeStep, about: string | null) => void;
}) {
  const { step, sequenceId } = props;
  const onChange = (make: (branch: BranchStep) => BranchStep, about?: string) =>
    props.onChange((before) => (before.type === "branch" ? make(before) : before), about ?? null);
  if (!isTested(step)) return <TestWays step={step} onChange={onChange} />;
  return <SplitForm step={step} sequenceId={sequenceId} onChange={onChange} />;
}

function When({ place, onChange }: { place: StepPlace; onChange: (delay: TreeStep["delay"]) => void }) {
  const { settings } = place.sequence;
  const { step, number } = place.one;
  const zone = settings.timezoneMode === "contact" ? "in the person’s own zone" : `in ${settings.timezone}`;
  const windows = `${windowWords(settings)} ${zone}`;
  const isAtOnce = delayWords(step.delay) === "at once";
  const mails = isAtOnce ? `In the next open minute: ${windows}.` : `Then in the next open minute: ${windows}.`;
  const others = isAtOnce ? "As soon as they get here, day or night." : `After that, day or night, ${zone}.`;
  return (
    <DelayField
      legend={number === 1 ? "When, after enrolling" : "When, after the step before"}
      field="/delay"
      delay={step.delay}
      onChange={onChange}
      effect={step.type === "email" ? mails : others}
    />
  );
}

function TrackingField(props: {
  place: StepPlace;
  tracking: TreeStep["tracking"];
  onChange: (tracking: TreeStep["tracking"]) => void;
}) {
  const { place, tracking, onChange } = props;
  const holds = tracking ?? place.sequence.settings.tracking;
  return (
    <fieldset className={s.fieldset}>
      <legend className={s.legend}>Tracking</legend>
      <div className={s.switches}>
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
      </div>
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
