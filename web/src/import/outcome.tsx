import type { Import } from "@haste/contract/nouns/crm";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { count, plural } from "../ui/numbers.ts";
import { fillOf, type Part, StackedBar } from "../ui/plots/stacked-bar.tsx";
import s from "./import.module.css";

/** How many of the rows become or change a person. */
export function comingIn({ counts }: Import): number {
  return (counts.create ?? 0) + (counts.update ?? 0);
}

/** Rows that stay out: whoever must not be mailed, and what cannot be read. */
function stayingOut({ counts }: Import): number {
  return (counts.suppressed ?? 0) + (counts.invalid ?? 0);
}

/** What would come, comes or came of the file: the sentence, one bar, and the five counts with what they mean. */
export function Outcome({ found }: { found: Import }) {
  const { counts, status } = found;
  const parts: Part[] = [
    { label: "new", n: counts.create ?? 0, color: "var(--v1)", hint: "people not known so far" },
    { label: "updated", n: counts.update ?? 0, color: "var(--v5)", hint: "empty cells empty nothing" },
    { label: "already the same", n: counts.unchanged ?? 0, color: "var(--mute)", hint: "skipped" },
    { label: "suppressed", n: counts.suppressed ?? 0, color: "var(--v2)", hatch: true, hint: "stay suppressed" },
    { label: "cannot be read", n: counts.invalid ?? 0, color: "var(--bad-fill)", hint: "fix below, or leave out" },
  ];
  const out = stayingOut(found);
  return (
    <div>
      <div className={s.verdict}>
        <p>
          <b>{sentence(found)}</b> <span>{scope(status)}</span>
        </p>
        {out > 0 && (status === "checked" || status === "done") ? (
          <Button
            component="a"
            href={paths.importErrors(found.id)}
            download
            leftSection={<IconDownload size={14} stroke={1.75} />}
          >
            Download {plural(out, "row", "rows")} with reasons
          </Button>
        ) : null}
      </div>
      <StackedBar parts={parts} label="Rows by verdict" />
      <ul className={s.counts}>
        {parts.map((part) => (
          <li key={part.label}>
            <p>
              <i style={{ background: fillOf(part) }} aria-hidden="true" />
              <b>{count(part.n)}</b> <span className="second">{part.label}</span>
            </p>
            <small>{part.hint}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function sentence(found: Import): string {
  const come = comingIn(found);
  const out = stayingOut(found);
  const people = plural(come, "person", "people");
  if (found.status === "done") {
    if (out === 0) return `${people} came in.`;
    return `${people} came in; ${count(out)} did not, and nobody was resubscribed.`;
  }
  const would = found.status === "running" ? "are coming in" : "would come in";
  if (come === 0 && out === 0) return "Nothing would change: everybody is here already.";
  return `${people} ${would}; ${count(out)} would not, and nobody is resubscribed.`;
}

function scope(status: Import["status"]): string {
  if (status === "checking") return "So far.";
  if (status === "checked") return "Dry run over the whole file.";
  return "";
}
