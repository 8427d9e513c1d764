import { sentenceOf } from "@haste/engine/condition";
import { plural } from "../../ui/numbers.ts";
import type { Rule } from "./own-rules-queries.ts";

type Effect = Rule["effect"];

export const effectWords: Readonly<Record<Effect["do"], string>> = {
  block: "Mail does not leave",
  approve: "Mail waits for approval",
  require: "Mail must say something",
};

/** `Mail of Spring waits for approval if country is "DE".` */
export function ruleSentence({ effect, sequenceIds, condition }: Rule, names: ReadonlyMap<string, string>): string {
  const whose = sequenceIds.length === 0 ? "Mail" : `Mail of ${sequencesWords(sequenceIds, names)}`;
  const whom = sentenceOf(condition, { stepName: () => "a step" });
  return `${whose} ${deedWords(effect)}${whom === "always" ? ", whoever gets it" : ` if ${whom}`}.`;
}

function deedWords(effect: Effect): string {
  if (effect.do === "block") return "does not leave";
  return effect.do === "approve" ? "waits for approval" : `must say “${effect.text}”`;
}

function sequencesWords(ids: readonly string[], names: ReadonlyMap<string, string>): string {
  const only = ids.length === 1 ? names.get(ids[0] ?? "") : undefined;
  return only ?? plural(ids.length, "sequence", "sequences");
}
