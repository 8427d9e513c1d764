import type { ReplyClass } from "../condition/index.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { visibleText } from "./inbound-text.ts";
import type { SortedReply } from "./reply-class.ts";
import { type Features, replyFeatures } from "./reply-features.ts";

/** A reply whose class a person of the workspace said. */
export interface Lesson {
  readonly class: ReplyClass;
  readonly features: Features;
}

/** What corrections say of a text they resemble. */
export interface Taught {
  readonly class: ReplyClass;
  /** How many of them are like it and of this class. */
  readonly support: number;
  /** 0 to 1: their share, by how much they resemble it, of all that are like it. */
  readonly confidence: number;
}

/** Texts are alike from this cosine on, and a model is sure from this share on: `scripts/measure-lessons.ts` decided both. */
const leastLikeness = 0.3;
const sureOfModel = 0.7;
/** One correction may be a slip; from the second on it is a habit. */
export const leastSupport = 2;
/** Corrections that contradict each other teach nothing. */
const leastShare = 0.7;

/** null: its author wrote nothing beside what they quote, which teaches nothing about them. */
export function lessonOf(mail: Pick<InboundMail, "text">, name: ReplyClass): Lesson | null {
  const text = visibleText(mail.text);
  return text.trim() === "" ? null : { class: name, features: replyFeatures(text) };
}

/**
 * Whether corrections are asked at all: words that mean one thing stand, and so does a sure model. Asked of sure ones, too,
 * they made right ones wrong (docs/replies.md).
 */
export function isTeachable({ by, confidence }: Pick<SortedReply, "by" | "confidence">): boolean {
  return by === "model" && confidence < sureOfModel;
}

/**
 * What the corrections teach about a text: the class that most of those like it have, where at least `leastSupport` say
 * so and hardly any says otherwise; null: nothing. Nearest neighbors over the hashed features of the model (cosine), so
 * that what was taught can be told in a sentence, and is forgotten with the reply that taught it.
 */
export function askLessons(text: string, lessons: readonly Lesson[]): Taught | null {
  if (lessons.length < leastSupport) return null;
  const likenessTo = measureFrom(replyFeatures(text));
  const votes = new Map<ReplyClass, { support: number; weight: number }>();
  let total = 0;
  for (const lesson of lessons) {
    const likeness = likenessTo(lesson.features);
    if (likeness < leastLikeness) continue;
    const { support, weight } = votes.get(lesson.class) ?? { support: 0, weight: 0 };
    votes.set(lesson.class, { support: support + 1, weight: weight + likeness });
    total += likeness;
  }
  // Of equal weights the first in the alphabet, so that the order of the corrections does not matter.
  const [first] = [...votes].toSorted(([a, one], [b, other]) => other.weight - one.weight || (a < b ? -1 : 1));
  if (first === undefined) return null;
  const [name, { support, weight }] = first;
  const confidence = weight / total;
  return support < leastSupport || confidence < leastShare ? null : { class: name, support, confidence };
}

/** Cosine to this text; the bias, which every text has, says nothing about likeness. */
function measureFrom(features: Features): (other: Features) => number {
  const own = new Map(entriesOf(features));
  const length = lengthOf(features);
  return (other) => {
    const shared = entriesOf(other).reduce((sum, [place, weight]) => sum + weight * (own.get(place) ?? 0), 0);
    const lengths = length * lengthOf(other);
    return lengths === 0 ? 0 : shared / lengths;
  };
}

function entriesOf({ places, weights }: Features): (readonly [number, number])[] {
  return Array.from(places.subarray(0, -1), (place, index) => [place, weights[index] as number] as const);
}

function lengthOf(features: Features): number {
  return Math.sqrt(entriesOf(features).reduce((sum, [, weight]) => sum + weight * weight, 0));
}
