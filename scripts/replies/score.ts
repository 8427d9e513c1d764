import { likelihoods, type ReplyModel, replyFeatures } from "@haste/engine/track";
import type { LabeledReply } from "./labeled.ts";

export interface ReplyScore {
  readonly right: number;
  readonly of: number;
  readonly misses: readonly string[];
}

/** What the model alone says, left to people below the share at which sorting stops to guess. */
export function guessOf(model: ReplyModel, text: string): { readonly name: string; readonly confidence: number } {
  const shares = likelihoods(model, replyFeatures(text));
  const confidence = Math.max(...shares);
  return { name: confidence < 0.5 ? "other" : (model.classes[shares.indexOf(confidence)] as string), confidence };
}

/** How many of these replies the model alone, without rules, puts where their author meant them. */
export function scoreOf(model: ReplyModel, replies: readonly LabeledReply[]): ReplyScore {
  const misses: string[] = [];
  for (const reply of replies) {
    const shares = likelihoods(model, replyFeatures(reply.text));
    const best = shares.indexOf(Math.max(...shares));
    if (model.classes[best] === reply.class) continue;
    misses.push(`${reply.family} ${reply.language}: ${model.classes[best]} ${shares[best]?.toFixed(2)}`);
  }
  return { right: replies.length - misses.length, of: replies.length, misses };
}

export function printScore(of: string, score: ReplyScore): void {
  const percent = ((100 * score.right) / score.of).toFixed(1);
  process.stdout.write(`replies, our own writing, ${of}: ${percent} % of ${score.of} right\n`);
}
