import { Button, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { count } from "../../ui/numbers.ts";
import { newId } from "../builder/ids.ts";
import { diffWords } from "../publish/word-diff.ts";
import { plainLiquid } from "../words.ts";
import { neededPerVariant, Split, toneOf } from "./split.tsx";
import s from "./variants.module.css";
import {
  addVariant,
  type EmailStep,
  mostVariants,
  removeVariant,
  withVariant,
  withWeight,
  wordsOf,
} from "./variants.ts";

interface VariantTabsProps {
  readonly step: EmailStep;
  readonly sequenceId: string;
  readonly shown: number;
  readonly onShow: (place: number) => void;
  /** @param about names what is written, so that writing on is one change to undo */
  readonly onChange: (make: (step: EmailStep) => EmailStep, about?: string) => void;
}

/** Variants of one email: which one is written, how people are split among them, and what it takes to tell them apart. */
export function VariantTabs(props: VariantTabsProps) {
  const { step, shown, onShow, onChange } = props;
  const variants = step.variants ?? [];
  function add() {
    onChange((before) => addVariant(before, shown, newId));
    onShow(Math.max(1, variants.length));
  }
  if (variants.length === 0)
    return (
      <div>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={add}>
          Test a variant
        </Button>
      </div>
    );
  return (
    <div className={s.tabs}>
      <div className={s.row}>
        <VariantChoice names={variants.map(({ name }) => name)} shown={shown} onShow={onShow} />
        {variants.length < mostVariants ? (
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={add}>
            Variant
          </Button>
        ) : null}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            onChange((before) => removeVariant(before, shown));
            onShow(0);
          }}
        >
          Remove {variants[shown]?.name}
        </Button>
      </div>
      <Split
        variants={variants}
        onWeight={(id, weight) =>
          onChange((before) => ({ ...before, variants: withWeight(before.variants ?? [], id, weight) }), `weight ${id}`)
        }
      />
      <p className={s.note}>
        Needs ≈ {count(neededPerVariant())} emails per variant to see 3 % replies become 4.5 % (+50 %).{" "}
        <A href={paths.sequence(props.sequenceId, "experiment")} className="link">
          Measure and start it
        </A>
      </p>
      {shown > 0 ? <Difference step={step} shown={shown} /> : null}
      {shown > 0 ? <OwnParts {...props} /> : null}
    </div>
  );
}

/** One variant after another, by a click or the arrows. */
export function VariantChoice({
  names,
  shown,
  onShow,
}: {
  names: string[];
  shown: number;
  onShow: (place: number) => void;
}) {
  function walk(event: KeyboardEvent<HTMLDivElement>) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const to = (shown + by + names.length) % names.length;
    onShow(to);
    (event.currentTarget.children[to] as HTMLElement).focus();
  }
  return (
    <div className={s.row} role="tablist" aria-label="Variants" tabIndex={-1} onKeyDown={walk}>
      {names.map((name, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the letter
          key={place}
          type="button"
          role="tab"
          aria-selected={place === shown}
          tabIndex={place === shown ? 0 : -1}
          className={s.tab}
          style={toneOf(place)}
          onClick={() => onShow(place)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** What the shown variant says otherwise than the first one. */
function Difference({ step, shown }: { step: EmailStep; shown: number }) {
  const [first, own] = [wordsOf(step, 0), wordsOf(step, shown)];
  const told = (["subject", "htmlContent"] as const).filter((part) => first[part] !== own[part]);
  const names = [step.variants?.[0]?.name, step.variants?.[shown]?.name];
  if (told.length === 0)
    return (
      <p className={s.note}>
        {names[1]} says the same as {names[0]} so far.
      </p>
    );
  return (
    <section className={s.diff} aria-label={`${names[1]} against ${names[0]}`} dir="auto">
      {told.map((part) => (
        <p key={part}>
          {diffWords(plain(first[part]), plain(own[part])).map(({ kind, text }, at) => {
            const key = `${at} ${kind}`;
            if (kind === "gone") return <del key={key}>{text}</del>;
            return kind === "new" ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
          })}
        </p>
      ))}
    </section>
  );
}

function plain(text: string | null): string {
  return plainLiquid(
    (text ?? "")
      .replace(/<\/(?:p|div|li|h\d)>|<br\s*\/?>/gi, "\n")
      .replace(/<[^>]*>/g, "")
      .trim(),
  );
}

/** Who it is from and when it leaves, where the variant says so. */
function OwnParts({ step, shown, onChange }: VariantTabsProps) {
  const variant = step.variants?.[shown];
  if (variant === undefined) return null;
  const { fromName, hours } = variant.content;
  const setHours = (part: "start" | "end", value: string) => {
    const next = { start: hours?.start ?? "09:00", end: hours?.end ?? "17:00", [part]: value };
    onChange(
      (before) => withVariant(before, shown, (one) => ({ ...one, content: { ...one.content, hours: next } })),
      "hours",
    );
  };
  return (
    <>
      <TextInput
        label="From name"
        placeholder="The account’s own"
        value={fromName ?? ""}
        maxLength={200}
        onChange={(event) => {
          const name = event.currentTarget.value || null;
          onChange(
            (before) => withVariant(before, shown, (one) => ({ ...one, content: { ...one.content, fromName: name } })),
            "fromName",
          );
        }}
      />
      {hours ? (
        <div className={s.hours}>
          <TextInput
            type="time"
            label="Leaves from"
            value={hours.start}
            onChange={(e) => setHours("start", e.currentTarget.value)}
          />
          <TextInput
            type="time"
            label="until"
            value={hours.end}
            onChange={(e) => setHours("end", e.currentTarget.value)}
          />
        </div>
      ) : null}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() =>
            onChange((before) =>
              withVariant(before, shown, (one) => ({
                ...one,
                content: { ...one.content, hours: hours ? null : { start: "09:00", end: "11:00" } },
              })),
            )
          }
        >
          {hours ? "Leave when the sequence does" : "Test other hours"}
        </Button>
      </div>
    </>
  );
}
