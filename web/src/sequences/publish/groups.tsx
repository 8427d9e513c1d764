import type { Impact, PublishGroup } from "@haste/contract/nouns/publishing";
import { SegmentedControl } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { count, plural } from "../../ui/numbers.ts";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import { plainLiquid } from "../words.ts";
import { allOf, type Choices, keyOf, type PublishAction } from "./choices.ts";
import s from "./publish.module.css";

const actions: readonly { value: PublishAction; label: string; short: string }[] = [
  { value: "keep", label: "Keep old path", short: "Keep" },
  { value: "move", label: "Move to new", short: "Move" },
  { value: "skip", label: "Skip step", short: "Skip" },
  { value: "reenter", label: "Begin anew", short: "Anew" },
];

interface GroupsProps {
  readonly impact: Impact;
  readonly choices: Choices;
  readonly onChoose: (choices: Choices) => void;
}

/** People on the way, by the step they stand before; several versions may be alive at once. */
export function Groups({ impact, choices, onChoose }: GroupsProps) {
  const { groups } = impact;
  if (groups.length === 0) return null;
  const chosen = (group: PublishGroup) => choices.get(keyOf(group)) ?? group.action;
  const [first, ...others] = groups.map(chosen);
  const all = others.every((action) => action === first) ? (first ?? "") : "";
  const versions = new Set(groups.map(({ version }) => version)).size;
  return (
    <section aria-label="People on the way">
      {groups.length > 1 ? (
        <div className={s.group}>
          <b>Everybody, {plural(impact.people, "person", "people")}</b>
          <Actions label="Everybody" value={all} onChange={(action) => onChoose(allOf(groups, action))} />
        </div>
      ) : null}
      <ul>
        {groups.map((group) => (
          <GroupRow
            key={keyOf(group)}
            group={group}
            saysVersion={versions > 1}
            action={chosen(group)}
            onChoose={(action) => onChoose(new Map([...choices, [keyOf(group), action]]))}
          />
        ))}
      </ul>
    </section>
  );
}

function GroupRow(props: {
  group: PublishGroup;
  saysVersion: boolean;
  action: PublishAction;
  onChoose: (action: PublishAction) => void;
}) {
  const { group, saysVersion, action } = props;
  const times = useTimes();
  const title = plainLiquid(group.title);
  const next = group.nextMailAt[group.action];
  return (
    <li className={s.group}>
      <span className={s.who}>
        <span dir="auto">
          {saysVersion ? `Version ${group.version}, ` : ""}
          {saysVersion ? title : capital(title)}
        </span>{" "}
        <b>{count(group.people)}</b>
        {group.paused > 0 ? <small>{count(group.paused)} of them paused</small> : null}
      </span>
      <Actions label={title} value={action} onChange={props.onChoose} />
      <span className={s.effect}>
        {group.sentence} {next ? `First mail ${times.full(next)}.` : "No mail follows by itself."}
      </span>
    </li>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Actions(props: { label: string; value: PublishAction | ""; onChange: (action: PublishAction) => void }) {
  const isPhone = useMedia(PHONE);
  return (
    <SegmentedControl
      fullWidth={isPhone}
      aria-label={`What becomes of ${props.label}`}
      value={props.value}
      onChange={(value) => props.onChange(value as PublishAction)}
      data={actions.map(({ value, label, short }) => ({ value, label: isPhone ? short : label }))}
    />
  );
}
