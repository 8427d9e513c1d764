import type { Contact } from "@haste/contract/nouns/crm";
import { ActionIcon, Select } from "@mantine/core";
import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconInfoCircle } from "@tabler/icons-react";
import { useSnippets } from "../../app/mail/snippets.ts";
import { WorstSwitch } from "../../app/worst-switch.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { count, plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import type { StepPlace } from "../kinds/kind.ts";
import { placedBefore } from "../tree.ts";
import { VariantChoice } from "../variants/variant-tabs.tsx";
import { shownVariant, stepOf } from "../variants/variants.ts";
import { threadOf } from "../words.ts";
import s from "./preview.module.css";
import { type Preview, previewOf } from "./preview.ts";
import { nameAndCompany, usePerson } from "./use-person.ts";
import { usePreviewContext } from "./use-preview-context.ts";
import { useWorst } from "./use-worst.ts";

interface PreviewTabProps {
  readonly place: StepPlace;
  /** Which variant is read; 0 is the first. */
  readonly variant: number;
  readonly onVariant: (place: number) => void;
}

/** The email as any real person would get it now, in the words of one variant; `[` and `]` go through people. */
export function PreviewTab({ place, variant, onVariant }: PreviewTabProps) {
  const who = usePerson();
  const { people, rows, person, choose, search } = who;
  const { variants = [] } = place.one.step;
  const at = shownVariant(place.one.step, variant);
  const worst = useWorst(place, who);
  const { walk } = worst;
  useKeys([
    { keys: "]", label: "Preview for the next person", group: "Preview", run: () => walk(1) },
    { keys: "[", label: "Preview for the person before", group: "Preview", run: () => walk(-1) },
  ]);
  if (people.error) return <ErrorState error={people.error} retry={() => void people.refetch()} />;
  if (!people.data) return <SkeletonRows rows={4} />;
  return (
    <div className={s.preview} data-inspector>
      <div className={s.previewWho}>
        <Select
          aria-label="Preview for"
          placeholder="Find a person"
          searchable
          allowDeselect={false}
          value={person?.id ?? null}
          data={rows.map((row) => ({ value: row.id, label: nameAndCompany(row) }))}
          filter={({ options }) => options}
          onSearchChange={search}
          onChange={choose}
        />
        <ActionIcon variant="default" aria-label="The person before" onClick={() => walk(-1)}>
          <IconChevronLeft size={16} stroke={1.6} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="The next person" onClick={() => walk(1)}>
          <IconChevronRight size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      <WorstSwitch {...worst.shown} />
      {variants.length > 0 ? (
        <VariantChoice names={variants.map(({ name }) => name)} shown={at} onShow={onVariant} />
      ) : null}
      {person ? (
        <Mail
          place={place}
          variant={at}
          person={person}
          of={worst.said ?? `${who.at + 1} of ${count(people.data.page.total ?? rows.length)}`}
        />
      ) : (
        <p className="quiet">Nobody is found. Add a contact, or search for another one.</p>
      )}
    </div>
  );
}

interface MailProps {
  readonly place: StepPlace;
  readonly variant: number;
  readonly person: Contact;
  readonly of: string;
}

function Mail({ place, variant, person, of }: MailProps) {
  const step = stepOf(place.one.step, variant);
  const fromName = place.one.step.variants?.[variant]?.content.fromName;
  const context = usePreviewContext(place.sequence.id, person.id);
  const snippets = useSnippets();
  if (context.error) return <ErrorState error={context.error} retry={() => void context.refetch()} />;
  if (!context.data || snippets.isPending || step.type !== "email") return <SkeletonRows rows={4} />;
  const drawn = previewOf(step.content, context.data, snippets.data?.data);
  if (!drawn.ok)
    return (
      <p className={s.previewFault} role="alert">
        <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" /> {drawn.detail}
      </p>
    );
  const { value } = drawn;
  const { sender } = context.data;
  return (
    <>
      <Said preview={value} of={of} />
      <article className={s.mail} aria-label="The mail">
        <header>
          <h3 dir="auto">{value.subject ?? threadSubject(place)}</h3>
          <p className="quiet">
            {fromName || sender.name} &lt;{sender.email}&gt; · to {person.email}
          </p>
        </header>
        <iframe className={s.mailBody} title="The mail’s text" sandbox="" srcDoc={frameOf(value.html)} />
      </article>
    </>
  );
}

function threadSubject(place: StepPlace): string {
  const thread = threadOf(place.all, place.one);
  const hasMail = placedBefore(place.all, place.one).some(({ step }) => step.type === "email");
  return hasMail && thread ? `Re: ${thread.replace(/\{\{-?\s*(?:\w+\.)*(\w+)[^}]*\}\}/g, "[$1]")}` : "No subject yet";
}

function Said({ preview, of }: { preview: Preview; of: string }) {
  const { missing, fallbacks } = preview;
  if (missing.length > 0)
    return (
      <p className={s.previewFault} role="status">
        <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
        <span>
          {of} · held for this person: {missing.join(", ")} {missing.length === 1 ? "is" : "are"} empty and{" "}
          {missing.length === 1 ? "has" : "have"} no fallback
        </span>
      </p>
    );
  return (
    <p className={s.previewSaid} role="status">
      <IconInfoCircle size={14} stroke={1.75} aria-hidden="true" />
      {of} · {fallbacks === 0 ? "every variable has a value" : `${plural(fallbacks, "fallback", "fallbacks")} used`}
    </p>
  );
}

/** The mail as a page of its own; our colors are told to it, because a frame knows none of them. */
function frameOf(html: string): string {
  const tokens = getComputedStyle(document.documentElement);
  const color = (name: string) => tokens.getPropertyValue(name);
  const style = [
    `body{font:14px/22px system-ui,sans-serif;margin:14px 16px;color:${color("--text")};overflow-wrap:anywhere}`,
    `mark{color:${color("--accent")};background:${color("--accent-tint")};border-radius:3px;padding:0 3px}`,
    `mark.fallback{color:${color("--warn")};background:${color("--warn-tint")}}`,
    `mark.missing{color:${color("--bad")};background:${color("--bad-tint")};text-decoration:underline wavy}`,
    "a{color:inherit}",
  ].join("");
  return `<!doctype html><meta name="color-scheme" content="light dark"><style>${style}</style>${html}`;
}
