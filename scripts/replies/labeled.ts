import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A reply we wrote ourselves, with what its author wants. Texts that say the same, in whichever language, are a family. */
export interface LabeledReply {
  readonly class: string;
  readonly family: string;
  readonly language: string;
  readonly text: string;
}

/**
 * Reads `<set>/<class>.txt`: `== family` and below it a line a text, `language: text`. The model learns from `labeled`;
 * `unseen` was written when it was done, and is only ever looked at for its score.
 */
export function readReplies(set: "labeled" | "unseen"): LabeledReply[] {
  const folder = join(import.meta.dirname, set);
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const name = file.replace(/\.txt$/, "");
      let family = "";
      const replies: LabeledReply[] = [];
      for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
        if (line.startsWith("== ")) family = `${name}/${line.slice(3).trim()}`;
        const [, language, text] = /^([a-z]{2}): (.+)$/.exec(line) ?? [];
        if (language !== undefined && text !== undefined) replies.push({ class: name, family, language, text });
      }
      return replies;
    });
}

/** Names these texts, so that weights say of which ones they are. */
export function fingerprintOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);
}
