import type { SequenceDiff } from "@haste/contract/nouns/publishing";
import { IconArrowsSort, IconMinus, IconPencil, IconPlus, IconSettings } from "@tabler/icons-react";
import { plainLiquid } from "../words.ts";
import s from "./publish.module.css";

const glyphs = {
  added: { Glyph: IconPlus, word: "New" },
  removed: { Glyph: IconMinus, word: "Gone" },
  changed: { Glyph: IconPencil, word: "Changed" },
  moved: { Glyph: IconArrowsSort, word: "Moved" },
  settings: { Glyph: IconSettings, word: "Settings" },
} as const;

/** What is other than in the version before, one sentence each. */
export function Changes({ diff }: { diff: SequenceDiff }) {
  if (diff.changes.length === 0) return <p className={s.none}>{diff.sentence}</p>;
  return (
    <ul className={s.changes} aria-label="What changes">
      {diff.changes.map(({ kind, stepId, sentence }) => {
        const { Glyph, word } = glyphs[kind];
        return (
          <li key={`${kind} ${stepId} ${sentence}`} data-kind={kind}>
            <Glyph size={14} stroke={1.75} aria-hidden="true" />
            <b>{word}</b>
            <span dir="auto">{plainLiquid(sentence)}</span>
          </li>
        );
      })}
    </ul>
  );
}
