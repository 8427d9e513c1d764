import type { Segment } from "@haste/contract/nouns/segments";
import { type ConditionField, conditionFields } from "@haste/engine/condition";

/** What a segment may ask: of the person and the company. Owners are ids, which nobody can type. */
export const segmentFields: readonly ConditionField[] = conditionFields.filter(
  ({ name, about }) => about === "person" && !name.startsWith("deal.") && name !== "contact.owner",
);

/** Whom it means, as a sentence begins. */
export function whomWords({ sentence }: Pick<Segment, "sentence">): string {
  if (sentence === "always") return "Everybody";
  // Groups begin with a bracket.
  return sentence.replace(/\p{L}/u, (first) => first.toUpperCase());
}
