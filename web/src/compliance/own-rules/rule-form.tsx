import { type ConditionField, conditionFields, validateCondition } from "@haste/engine/condition";
import { Button, Modal, MultiSelect, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ConditionBuilder } from "../../ui/condition/condition-builder.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { type Rule, type RuleDraft, useRemoveRule, useSaveRule, useSequenceNames } from "./own-rules-queries.ts";
import s from "./rule-form.module.css";
import { effectWords } from "./rule-words.ts";

/** What a rule may ask: of the person, the company and the deal. Owners are ids, which nobody can type. */
const fields: readonly ConditionField[] = conditionFields.filter(
  ({ name, about }) => about === "person" && name !== "contact.owner",
);

const blank: RuleDraft = { name: "", condition: { all: [] }, sequenceIds: [], effect: { do: "block" }, isOn: true };

/** One rule; `null` makes a new one. */
export function RuleForm({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const [draft, setDraft] = useState<RuleDraft>(() => (rule === null ? blank : draftOf(rule)));
  const save = useSaveRule(rule?.id ?? null, onClose);
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });
  const faults = validateCondition(draft.condition, { steps: null });
  const isReady = draft.name.trim() !== "" && faults.length === 0 && saysSomething(draft);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) save.mutate({ ...draft, name: draft.name.trim() });
  }
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">{rule?.name ?? "New rule"}</span>} size={640}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Name"
          description="Whoever looks at a mail it stops reads this"
          inputWrapperOrder={["label", "input", "description"]}
          value={draft.name}
          maxLength={100}
          required
          withAsterisk={false}
          data-autofocus
          dir="auto"
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <fieldset className={s.whom}>
          <legend>For whom</legend>
          <ConditionBuilder
            condition={draft.condition}
            onChange={(condition) => change({ condition })}
            fields={fields}
            steps={[]}
            faults={faults}
            whenEmpty="Everybody: add what decides"
          />
        </fieldset>
        <EffectFields effect={draft.effect} onChange={(effect) => change({ effect })} />
        <SequencesField ids={draft.sequenceIds} onChange={(sequenceIds) => change({ sequenceIds })} />
        <Switch
          labelPosition="left"
          label="It holds"
          checked={draft.isOn}
          onChange={(event) => change({ isOn: event.currentTarget.checked })}
        />
        {save.error ? <ErrorState error={save.error} /> : null}
        <div className={s.foot}>
          {rule === null ? null : <RemoveButton id={rule.id} onRemoved={onClose} />}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!isReady}>
            Save rule
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function draftOf({ name, condition, sequenceIds, effect, isOn }: Rule): RuleDraft {
  return { name, condition, sequenceIds, effect, isOn };
}

function saysSomething({ effect }: RuleDraft): boolean {
  return effect.do !== "require" || effect.text.trim() !== "";
}

const effectOptions = Object.entries(effectWords).map(([value, label]) => ({ value, label }));

type Effect = Rule["effect"];

function EffectFields({ effect, onChange }: { effect: Effect; onChange: (effect: Effect) => void }) {
  const choose = (wanted: Effect["do"]) => onChange(wanted === "require" ? { do: wanted, text: "" } : { do: wanted });
  return (
    <>
      <Select
        label="What it does"
        allowDeselect={false}
        value={effect.do}
        data={effectOptions}
        onChange={(wanted) => wanted && choose(wanted as Effect["do"])}
      />
      {effect.do === "require" ? (
        <Textarea
          label="Words it must hold"
          description="{{ postalAddress }} and {{ unsubscribeUrl }} stand for the mail’s own"
          inputWrapperOrder={["label", "input", "description"]}
          rows={2}
          maxLength={500}
          dir="auto"
          value={effect.text}
          onChange={(event) => onChange({ do: "require", text: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

function SequencesField({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const names = useSequenceNames();
  // One that is older than those listed stays chosen, by what is known of it.
  const known = new Map([...ids.map((id) => [id, "An older sequence"] as const), ...names]);
  return (
    <MultiSelect
      label="In which sequences"
      placeholder={ids.length === 0 ? "All, and mail outside of any" : undefined}
      searchable
      clearable
      hidePickedOptions
      value={ids}
      data={[...known].map(([value, label]) => ({ value, label }))}
      nothingFoundMessage="No sequence has this name."
      onChange={onChange}
    />
  );
}

function RemoveButton({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const remove = useRemoveRule(id, onRemoved);
  return (
    <div className={s.remove}>
      <Button loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove
      </Button>
      {remove.error ? <ErrorState error={remove.error} /> : null}
    </div>
  );
}
