import type { SequenceDiff } from "@haste/contract/nouns/publishing";
import { place, type TreeStep } from "../tree.ts";
import { plainLiquid } from "../words.ts";
import s from "./publish.module.css";
import { diffWords } from "./word-diff.ts";

type Change = SequenceDiff["changes"][number];

const texts = { subject: "Subject", title: "Title", htmlContent: "Text", textContent: "Plain text", notes: "Notes" };

/** The words of one change: what went is struck through, what came is marked. Nothing for what has no words. */
export function TextsDiff(props: { change: Change; before: readonly TreeStep[]; after: readonly TreeStep[] }) {
  const { stepId, parts } = props.change;
  const changed = (Object.keys(texts) as (keyof typeof texts)[]).filter((part) => parts.includes(part));
  if (stepId === null || changed.length === 0) return null;
  const [old, now] = [contentOf(props.before, stepId), contentOf(props.after, stepId)];
  return (
    <dl className={s.texts}>
      {changed.map((part) => (
        <div key={part}>
          <dt>{texts[part]}</dt>
          <dd dir="auto">
            {diffWords(plain(old[part]), plain(now[part])).map(({ kind, text }, at) => {
              // Stretches have no name of their own: their place is who they are.
              const key = `${at} ${kind}`;
              if (kind === "gone") return <del key={key}>{text}</del>;
              return kind === "new" ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function contentOf(steps: readonly TreeStep[], stepId: string): Record<string, unknown> {
  return (place(steps).find(({ step }) => step.id === stepId)?.step.content ?? {}) as Record<string, unknown>;
}

/** As it reads: without tags, a paragraph a line. */
function plain(text: unknown): string {
  if (typeof text !== "string") return "";
  return plainLiquid(
    text
      .replace(/<\/(?:p|div|li|h\d)>|<br\s*\/?>/gi, "\n")
      .replace(/<[^>]*>/g, "")
      .replace(/\n{2,}/g, "\n")
      .trim(),
  );
}
