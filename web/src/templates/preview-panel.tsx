import { ActionIcon, SegmentedControl, Select } from "@mantine/core";
import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { memo, useState } from "react";
import { mailDocument } from "../ui/mail/mail-document.ts";
import { count } from "../ui/numbers.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Checks } from "./checks.tsx";
import type { Words } from "./draft.ts";
import s from "./preview.module.css";
import { usePreview } from "./queries.ts";
import { nameAndCompany, type PersonWalk } from "./use-person.ts";
import { useRested } from "./use-rested.ts";

const modes = [
  { value: "desktop", label: "Desktop" },
  { value: "phone", label: "Phone" },
  { value: "dark", label: "Dark" },
  { value: "plain", label: "Plain" },
  { value: "off", label: "Images off" },
] as const;
type Mode = (typeof modes)[number]["value"];

/** Gmail shows so much of the HTML and hides the rest behind a link. */
const SHOWN_KB = 102;

interface PreviewPanelProps {
  readonly id: string;
  readonly words: Words;
  readonly walk: PersonWalk;
  /** Where it lies over the words. */
  readonly onClose: (() => void) | null;
}

/** The mail as one real person would get it now, and what is wrong with it. */
export function PreviewPanel({ id, words, walk, onClose }: PreviewPanelProps) {
  const [mode, setMode] = useState<Mode>("desktop");
  const rested = useRested(words);
  const preview = usePreview(id, walk.person?.id, rested);
  const mail = preview.data;
  if (walk.error) return <ErrorState error={walk.error} />;
  if (walk.isPending) return <SkeletonRows rows={5} />;
  return (
    <div className={s.panel}>
      <Who walk={walk} onClose={onClose} />
      {walk.aside}
      <div className={s.modes}>
        <SegmentedControl
          aria-label="How it is shown"
          value={mode}
          onChange={(value) => setMode(value as Mode)}
          data={[...modes]}
        />
        {mail && mail.refusal === null ? (
          <span className="num" data-long={mail.bytes > SHOWN_KB * 1000 || undefined}>
            {(mail.bytes / 1000).toFixed(1)} kB of {SHOWN_KB}
          </span>
        ) : null}
      </div>
      {preview.error ? (
        <ErrorState error={preview.error} retry={() => void preview.refetch()} />
      ) : (
        <Mail preview={mail} mode={mode} walk={walk} isOld={preview.isPlaceholderData} />
      )}
      <Checks words={rested} />
    </div>
  );
}

const Who = memo(function Who({ walk, onClose }: { walk: PersonWalk; onClose: (() => void) | null }) {
  const { person, rows, at, total } = walk;
  return (
    <div className={s.who}>
      <Select
        aria-label="Shown for"
        placeholder="Find a person"
        searchable
        allowDeselect={false}
        value={person?.id ?? null}
        data={rows.map((row) => ({ value: row.id, label: nameAndCompany(row) }))}
        filter={({ options }) => options}
        onSearchChange={walk.search}
        onChange={walk.choose}
      />
      <ActionIcon variant="default" aria-label="The person before" onClick={() => walk.step(-1)}>
        <IconChevronLeft size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="The next person" onClick={() => walk.step(1)}>
        <IconChevronRight size={16} stroke={1.6} />
      </ActionIcon>
      <span className="num quiet">{person ? `${at + 1} of ${count(total)}` : ""}</span>
      {onClose ? (
        <ActionIcon variant="subtle" aria-label="Close the preview" onClick={onClose}>
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      ) : null}
    </div>
  );
});

type PreviewAnswer = NonNullable<ReturnType<typeof usePreview>["data"]>;

interface MailProps {
  readonly preview: PreviewAnswer | undefined;
  readonly mode: Mode;
  readonly walk: PersonWalk;
  readonly isOld: boolean;
}

const Mail = memo(function Mail(props: MailProps) {
  const { preview, mode, walk, isOld } = props;
  if (!walk.person) return <p className={s.nobody}>Nobody is found. Add a contact, or search for another one.</p>;
  if (!preview) return <SkeletonRows rows={5} />;
  if (preview.refusal)
    return (
      <p className={s.held} role="status">
        <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
        <span>
          <b>Held for {walk.name}.</b> {preview.refusal.detail}
        </span>
      </p>
    );
  const dark = mode === "dark";
  return (
    <article className={s.mail} aria-label="The mail" data-mode={mode} data-old={isOld || undefined}>
      <header>
        <h2 dir="auto">{preview.subject ?? "Answers in its thread"}</h2>
        <p className="quiet cut">to {walk.person.email}</p>
      </header>
      {mode === "plain" ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
        <section className={s.plain} dir="auto" tabIndex={0} aria-label="The plain text">
          {preview.text}
        </section>
      ) : (
        <iframe
          className={s.frame}
          title="The mail’s text"
          sandbox=""
          style={{ colorScheme: dark ? "dark" : "light" }}
          srcDoc={mailDocument(preview.html, { pictures: mode !== "off", dark }).html.replace(
            "overflow: hidden;",
            "overflow: auto;",
          )}
        />
      )}
    </article>
  );
});
