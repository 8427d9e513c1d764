import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "./own-rules.module.css";
import { type Rule, useChangeRule, useSequenceNames } from "./own-rules-queries.ts";
import { RuleForm } from "./rule-form.tsx";
import { ruleSentence } from "./rule-words.ts";

/** What the workspace asks of its mail beside any law: written, switched, changed and removed here. */
export function OwnRules({ rules }: { rules: readonly Rule[] }) {
  const [edited, setEdited] = useState<Rule | "new" | null>(null);
  return (
    <Section title="Rules of your own">
      {rules.length === 0 ? (
        <p className="second">A rule stops mail to some people, has it approved, or wants words in it.</p>
      ) : null}
      <ul className={s.rules}>
        {rules.map((rule) => (
          <Row key={rule.id} rule={rule} onEdit={() => setEdited(rule)} />
        ))}
      </ul>
      <Button onClick={() => setEdited("new")}>New rule</Button>
      {edited === null ? null : (
        <RuleForm
          key={edited === "new" ? "new" : edited.id}
          rule={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function Row({ rule, onEdit }: { rule: Rule; onEdit: () => void }) {
  const turn = useChangeRule(rule.id);
  const names = useSequenceNames();
  return (
    <li className={s.rule}>
      <div>
        <strong dir="auto">{rule.name}</strong>
        <p className="second" dir="auto">
          {ruleSentence(rule, names)}
        </p>
        {turn.error ? <ErrorState error={turn.error} /> : null}
      </div>
      <Button size="compact-xs" aria-label={`Edit ${rule.name}`} onClick={onEdit}>
        Edit
      </Button>
      <Switch
        aria-label={rule.name}
        checked={rule.isOn}
        disabled={turn.isPending}
        onChange={(event) => turn.mutate({ isOn: event.currentTarget.checked })}
      />
    </li>
  );
}
