import type { EpochDay } from "../base/index.ts";
import type { ReplyClass } from "../condition/index.ts";
import { replyFeatures } from "./reply-features.ts";
import { findLaterDay } from "./reply-later.ts";
import { likelihoods, replyModel } from "./reply-model.ts";
import { findPerson, type NamedPerson } from "./reply-person.ts";

/** What somebody wants who wrote back, as far as their words say. */
export interface SortedReply {
  readonly class: ReplyClass;
  /** 0 to 1: how sure the sorting is of its first guess; `other` below `leastConfidence`. */
  readonly confidence: number;
  readonly by: "words" | "model" | "lessons" | "llm";
  /** How many corrections of the workspace were like it and decided the class; absent where none did. */
  readonly lessons?: number;
  /** Back on, or to be written to again from (ISO date). */
  readonly until: string | null;
  /** Whom to write to instead, or who stands in. */
  readonly person: NamedPerson | null;
}

export interface ReplyWords {
  /** What the author wrote themselves. */
  readonly text: string;
  readonly subject: string;
  /** A program wrote it, by its header. */
  readonly isAutomatic: boolean;
  readonly asksToStop: boolean;
  /** ISO date on which an automatic answer says its author is back. */
  readonly returnsOn: string | null;
  /** Addresses of the author and of ours, lower case. */
  readonly known: ReadonlySet<string>;
}

/** Below this the first guess is wrong more often than one in five times on texts the model never saw. */
const leastConfidence = 0.5;
/** A person is taken for a program by words alone only where hardly anything else is possible. */
const sureOfProgram = 0.8;

/** What programs answer. */
export const automaticClasses: ReadonlySet<string> = new Set([
  "out_of_office",
  "left_company",
  "automatic",
  "challenge",
]);
/** What only programs do. */
const programOnly: ReadonlySet<string> = new Set(["out_of_office", "automatic", "challenge"]);

/** Services that ask strangers to prove themselves, and the words they cannot do without. */
const challengeWords =
  /spamarrest|boxbe|spam ?blocker|mailblocks|choicemail|\btmda\b|sender (?:verification|confirmation) (?:required|request)|verif(?:y|ication)[^.\n]{0,60}(?:sender|not a robot|human)|(?:not a robot|kein roboter|no es un robot|pas un robot|não é um robô)/iu;
const absenceSubject =
  /out of (?:the )?office|vacation|abwesen|urlaub|absence|absent|congé|fuera de (?:la )?oficina|ausente|vacaciones|férias|ausência|fuori (?:sede|ufficio)/iu;

/**
 * Sorts one reply: words that mean only one thing first, then the model, each with how sure it is. Words that ask for no
 * more mail beat everything (B14).
 */
export function sortReply(words: ReplyWords, today: EpochDay): SortedReply {
  const { text, asksToStop } = words;
  if (asksToStop) return { class: "unsubscribe", confidence: 0.99, by: "words", until: null, person: null };
  const { name, confidence, by } = words.isAutomatic ? sortAutomatic(words) : sortWritten(text);
  return { class: name, confidence: Math.round(confidence * 100) / 100, by, ...detailsOf(name, words, today) };
}

interface Guess {
  readonly name: ReplyClass;
  readonly confidence: number;
  readonly by: SortedReply["by"];
}

function sortAutomatic({ text, subject, returnsOn }: ReplyWords): Guess {
  if (challengeWords.test(`${subject}\n${text}`)) return { name: "challenge", confidence: 0.95, by: "words" };
  const guesses = guessesOf(text).filter(([name]) => automaticClasses.has(name));
  const total = guesses.reduce((sum, [, share]) => sum + share, 0);
  const [first] = guesses.map(([name, share]) => [name, share / total] as const);
  if (first !== undefined && first[0] !== "automatic" && first[1] >= leastConfidence)
    return { name: first[0], confidence: first[1], by: "model" };
  if (returnsOn !== null || absenceSubject.test(subject))
    return { name: "out_of_office", confidence: 0.9, by: "words" };
  return { name: "automatic", confidence: first?.[0] === "automatic" ? first[1] : 0.5, by: "model" };
}

function sortWritten(text: string): Guess {
  if (text.trim() === "") return { name: "other", confidence: 0, by: "words" };
  const [first = ["other", 0] as const] = guessesOf(text).filter(
    ([name, share]) => !programOnly.has(name) || share >= sureOfProgram,
  );
  const [name, confidence] = first;
  return { name: confidence < leastConfidence ? "other" : name, confidence, by: "model" };
}

/** The likeliest first. */
function guessesOf(text: string): (readonly [ReplyClass, number])[] {
  const shares = likelihoods(replyModel, replyFeatures(text));
  return replyModel.classes
    .map((name, index) => [name as ReplyClass, shares[index] as number] as const)
    .toSorted((a, b) => b[1] - a[1]);
}

/** The same reply in another class, with what its words say about that one. */
export function sortedAsClass(
  sorted: SortedReply,
  { name, words, today }: { readonly name: ReplyClass; readonly words: ReplyWords; readonly today: EpochDay },
): SortedReply {
  return { ...sorted, class: name, ...detailsOf(name, words, today) };
}

function detailsOf(name: ReplyClass, words: ReplyWords, today: EpochDay): Pick<SortedReply, "until" | "person"> {
  switch (name) {
    case "not_now":
      return { until: findLaterDay(words.text, today), person: null };
    case "out_of_office":
      return { until: words.returnsOn, person: findPerson(words.text, words.known) };
    case "referral":
    case "left_company":
      return { until: null, person: findPerson(words.text, words.known) };
    default:
      return { until: null, person: null };
  }
}
