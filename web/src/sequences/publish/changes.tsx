import type { SequenceDiff } from "@haste/contract/nouns/publishing";
import { IconArrowsSort, IconMinus, IconPencil, IconPlus, IconSettings } from "@tabler/icons-react";
import type { TreeStep } from "../tree.ts";
import { plainLiquid } from "../words.ts";
import s from "./publish.module.css";
import { TextsDiff } from "./texts-diff.tsx";

const glyphs = {
  added: { Glyph: IconPlus, word: "New" },
  removed: { Glyph: IconMinus, word: "Gone" },
  changed: { Glyph: IconPencil, word: "Changed" },
  moved: { Glyph: IconArrowsSort, word: "Moved" },
  settings: { Glyph: IconSettings, word: "Settings" },
} as const;

interface ChangesProps {
  readonly diff: SequenceDiff;
  /** The steps of both sides, where the words of changed texts are to be shown, too. */
  readonly texts?: { readonly before: readonly TreeStep[]; readonly after: readonly TreeStep[] };
}

/** What is other than in the version before, one sentence each. */
export function Changes({ diff, texts }: ChangesProps) {
  if (diff.changes.length === 0) return <p className={s.none}>{diff.sentence}</p>;
  return (
    <ul className={s.changes} aria-label="What changes">
      {diff.changes.map((change) => {
        const { kind, stepId, sentence } = change;
        const { Glyph, word } = glyphs[kind];
        return (
          <li key={`${kind} ${stepId} ${sentence}`} data-kind={kind}>
            <Glyph size={14} stroke={1.75} aria-hidden="true" />
            <b>{word}</b>
            <div dir="auto">
              {plainLiquid(sentence)}
              {texts ? <TextsDiff change={change} {...texts} /> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
