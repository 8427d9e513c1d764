import type { ReplyClass } from "@haste/engine/condition";
import {
  askLessons,
  isTeachable,
  type Lesson,
  lessonOf,
  packModel,
  type ReplyModel,
  unpackModel,
} from "@haste/engine/track";
import { fingerprintOf, type LabeledReply, readReplies } from "./replies/labeled.ts";
import { guessOf } from "./replies/score.ts";
import { trainReplies } from "./replies/train.ts";

/**
 * `node bin/run.js scripts/measure-lessons.ts`: whether corrections help, and whom they harm. A model is asked that never
 * saw the families (each fifth held back in turn); of each family every second text that it sorts wrongly is corrected, and
 * the others are asked again with those lessons. Then all lessons together are asked about texts of other families.
 */
const labeled = readReplies("labeled");
const folds = 5;

interface Tally {
  of: number;
  before: number;
  helped: number;
  harmed: number;
}
const emptyTally = (): Tally => ({ of: 0, before: 0, helped: 0, harmed: 0 });

function count(
  tally: Tally,
  model: ReplyModel,
  { reply, lessons }: { reply: LabeledReply; lessons: readonly Lesson[] },
) {
  const { name, confidence } = guessOf(model, reply.text);
  const taught = isTeachable({ by: "model", confidence }) ? askLessons(reply.text, lessons) : null;
  const [wasRight, isRight] = [name === reply.class, (taught?.class ?? name) === reply.class];
  tally.of += 1;
  tally.before += wasRight ? 1 : 0;
  tally.helped += isRight && !wasRight ? 1 : 0;
  tally.harmed += wasRight && !isRight ? 1 : 0;
}

function correctionsOf(model: ReplyModel, replies: readonly LabeledReply[]): Lesson[] {
  const wrong = replies.filter((reply) => guessOf(model, reply.text).name !== reply.class);
  return wrong.flatMap((reply) => lessonOf(reply, reply.class as ReplyClass) ?? []);
}

function print(what: string, { of, before, helped, harmed }: Tally): void {
  const after = before + helped - harmed;
  const percent = (right: number) => ((100 * right) / of).toFixed(1);
  console.log(
    `${what}: ${percent(before)} % of ${of} right, ${percent(after)} % with lessons (+${helped}, -${harmed})`,
  );
}

const [alike, others] = [emptyTally(), emptyTally()];
const unseen = readReplies("unseen");
for (let fold = 0; fold < folds; fold += 1) {
  const isHeldBack = (family: string) => (fingerprintOf([family]).codePointAt(0) as number) % folds === fold;
  const model = unpackModel(packModel(trainReplies(labeled.filter((reply) => !isHeldBack(reply.family)))));
  const held = labeled.filter((reply) => isHeldBack(reply.family));
  const nth = (reply: LabeledReply) => held.filter(({ family }) => family === reply.family).indexOf(reply);
  const lessons = correctionsOf(
    model,
    held.filter((reply) => nth(reply) % 2 === 0),
  );
  for (const reply of held.filter((each) => nth(each) % 2 === 1)) count(alike, model, { reply, lessons });
  for (const reply of unseen) count(others, model, { reply, lessons });
}
print("texts of the corrected families, which the model never saw", alike);
print("texts of other families, five models", others);
