import type { TemplateVersion } from "@haste/contract/nouns/templates";
import { cx } from "../ui/cx.ts";
import s from "./history.module.css";

type Diff = NonNullable<TemplateVersion["diff"]>;

const partNames = {
  subject: "Subject",
  preheader: "Preheader",
  htmlContent: "HTML",
  textContent: "Plain text",
} as const;
const opWords = { added: "Added: ", removed: "Taken out: ", same: "" } as const;
/** Unchanged lines shown beside a change. */
const BESIDE = 2;

/** What changed, line by line; long stretches that stayed are left out. */
export function DiffView({ diff }: { diff: Diff }) {
  if (diff.length === 0) return <p className="quiet">The words are the same.</p>;
  return (
    <div className={s.diff}>
      {diff.map(({ part, runs }) => (
        <section key={part} aria-label={partNames[part]}>
          <h3>{partNames[part]}</h3>
          {runs.map((run, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs have no names and never move
            <div key={at} className={cx(s.run, s[run.op])}>
              <span className="sr">{opWords[run.op]}</span>
              {run.op === "same" ? shortened(run.text, at === 0, at === runs.length - 1) : run.text.trimEnd()}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const lines = text.trimEnd().split("\n");
  const before = isFirst ? 0 : BESIDE;
  const after = isLast ? 0 : BESIDE;
  if (lines.length <= before + after + 1) return lines.join("\n");
  return [
    ...lines.slice(0, before),
    `… ${lines.length - before - after} lines …`,
    ...lines.slice(lines.length - after),
  ].join("\n");
}
