import { writeFileSync } from "node:fs";
import path from "node:path";
import { packModel, unpackModel } from "@haste/engine/track";
import { root } from "../bin/bootstrap.js";
import { fingerprintOf, readReplies } from "./replies/labeled.ts";
import { printScore, scoreOf } from "./replies/score.ts";
import { trainReplies } from "./replies/train.ts";

/**
 * `node bin/run.js scripts/train-replies.ts`: trains the sorting of replies again, after a change of the labeled texts or
 * of the concepts. Prints what a model says that never saw a family (each fifth held back in turn), then what the final
 * one says of texts written after it; all of them are our own writing.
 */
const labeled = readReplies("labeled");
const folds = 5;
let all = { right: 0, of: 0, misses: [] as string[] };
for (let fold = 0; fold < folds; fold += 1) {
  const isHeldBack = (family: string) => (fingerprintOf([family]).codePointAt(0) as number) % folds === fold;
  const seen = labeled.filter((reply) => !isHeldBack(reply.family));
  const score = scoreOf(
    unpackModel(packModel(trainReplies(seen))),
    labeled.filter((reply) => isHeldBack(reply.family)),
  );
  all = { right: all.right + score.right, of: all.of + score.of, misses: [...all.misses, ...score.misses] };
}
printScore("families held back", all);
const model = packModel(trainReplies(labeled));
printScore("texts written afterwards", scoreOf(unpackModel(model), readReplies("unseen")));
if (process.argv.includes("--misses")) console.log(all.misses.join("\n"));
const file = path.join(root, "engine/src/track/reply-weights.json");
const text = `${JSON.stringify({ of: fingerprintOf(labeled.map(({ text }) => text)), ...model }, null, 2)}\n`;
writeFileSync(file, text);
console.log(`${labeled.length} replies, ${text.length} bytes`);
