import type { Snippet } from "@haste/contract/nouns/snippets";
import { type ConditionField, conditionFields, validateCondition } from "@haste/engine/condition";
import { ActionIcon, Button, Select } from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { ConditionBuilder } from "../ui/condition/condition-builder.tsx";
import s from "./snippets.module.css";

/** What a group may ask: of the person, the company and the deal. Owners are ids, which nobody can type. */
const fields: readonly ConditionField[] = conditionFields.filter(
  ({ name, about }) => about === "person" && name !== "contact.owner",
);

/** Which snippet for whom: the first whose condition holds, else the one for everybody else. */
export type GroupDraft = Pick<Snippet, "choices" | "otherwiseId">;

/** More are refused by the API; nobody reads them either. */
const MOST_CHOICES = 50;

export function isReadyGroup({ choices }: GroupDraft): boolean {
  return (
    choices.length > 0 && choices.every(({ if: condition, snippetId }) => snippetId && faultsOf(condition).length === 0)
  );
}

function faultsOf(condition: GroupDraft["choices"][number]["if"]) {
  return validateCondition(condition, { steps: null });
}

export function GroupFields(props: {
  group: GroupDraft;
  /** Snippets with words of their own. */
  texts: readonly Snippet[];
  onChange: (group: GroupDraft) => void;
}) {
  const { group, texts, onChange } = props;
  const { choices } = group;
  const options = texts.map(({ id, name }) => ({ value: id, label: name }));
  const write = (at: number, part: Partial<GroupDraft["choices"][number]>) => {
    const next = choices.map((choice, place) => (place === at ? { ...choice, ...part } : choice));
    onChange({ ...group, choices: next });
  };
  const lift = (at: number) => {
    const [above, moved] = [choices[at - 1], choices[at]];
    if (above && moved) onChange({ ...group, choices: choices.toSpliced(at - 1, 2, moved, above) });
  };
  return (
    <div className={s.group}>
      <p className="second">
        Each person gets the first that holds for them. A version keeps the texts it was published with.
      </p>
      {choices.map((choice, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: choices have no name of their own, their place is who they are
        <fieldset key={at} className={s.choice}>
          <legend className="sr">Choice {at + 1}</legend>
          <div className={s.says}>
            <Select
              label={at === 0 ? "Says" : "Else says"}
              placeholder="Choose a snippet"
              searchable
              allowDeselect={false}
              data={options}
              value={choice.snippetId || null}
              onChange={(snippetId) => snippetId && write(at, { snippetId })}
            />
            <ActionIcon aria-label={`Ask choice ${at + 1} earlier`} disabled={at === 0} onClick={() => lift(at)}>
              <IconArrowUp size={16} stroke={1.6} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Take choice ${at + 1} out`}
              onClick={() => onChange({ ...group, choices: choices.toSpliced(at, 1) })}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </div>
          <ConditionBuilder
            condition={choice.if}
            onChange={(condition) => write(at, { if: condition })}
            fields={fields}
            steps={[]}
            faults={faultsOf(choice.if)}
            whenEmpty="Everybody: add what decides"
          />
        </fieldset>
      ))}
      <Button
        leftSection={<IconPlus size={14} stroke={1.75} />}
        disabled={choices.length >= MOST_CHOICES}
        onClick={() => onChange({ ...group, choices: [...choices, { if: { all: [] }, snippetId: "" }] })}
      >
        {choices.length === 0 ? "Add a choice" : "Add another choice"}
      </Button>
      <Select
        label="Everybody else gets"
        placeholder="Nothing"
        searchable
        clearable
        data={options}
        value={group.otherwiseId}
        onChange={(otherwiseId) => onChange({ ...group, otherwiseId })}
      />
    </div>
  );
}
