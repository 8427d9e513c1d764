import { type Features, featureCount } from "./reply-features.ts";
import weights from "./reply-weights.json" with { type: "json" };

/** A multinomial logistic regression: one row of weights a class, the last one its bias. */
export interface ReplyModel {
  readonly classes: readonly string[];
  readonly rows: readonly Float32Array[];
}

/** As it is committed: a character a weight, so that it stays small and a change of it can be seen. */
export interface PackedModel {
  readonly scale: number;
  readonly rows: Readonly<Record<string, string>>;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const middle = 31;

/** Rounds each weight to one of 63 steps. */
export function packModel({ classes, rows }: ReplyModel): PackedModel {
  const largest = Math.max(1e-9, ...rows.map((row) => row.reduce((most, each) => Math.max(most, Math.abs(each)), 0)));
  const scale = largest / middle;
  const packed = rows.map((row) => Array.from(row, (each) => digits[Math.round(each / scale) + middle]).join(""));
  return { scale, rows: Object.fromEntries(classes.map((name, index) => [name, packed[index] as string])) };
}

/** @throws when it was trained with other concepts than these */
export function unpackModel({ scale, rows }: PackedModel): ReplyModel {
  if (Object.values(rows).some((row) => row.length !== featureCount)) {
    throw new Error("The sorting of replies was trained with other concepts: run scripts/train-replies.ts.");
  }
  const weightOf = new Map([...digits].map((digit, index) => [digit, (index - middle) * scale]));
  return {
    classes: Object.keys(rows),
    rows: Object.values(rows).map((row) => Float32Array.from(row, (digit) => weightOf.get(digit) ?? 0)),
  };
}

/** How likely each class is, in the model's order; they add up to 1. */
export function likelihoods(model: Pick<ReplyModel, "rows">, { places, weights }: Features): number[] {
  const scores = model.rows.map((row) =>
    places.reduce((sum, place, index) => sum + (row[place] as number) * (weights[index] as number), 0),
  );
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, each) => sum + each, 0);
  return powers.map((power) => power / total);
}

/** The one that ships, and the fingerprint of the texts it learned from. */
export const replyModel: ReplyModel & { readonly of: string } = { of: weights.of, ...unpackModel(weights) };
