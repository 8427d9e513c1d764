import type { EpochDay } from "../base/index.ts";
import type { ReplyClass } from "../condition/index.ts";
import { isAutomatic, mayBeAnswered } from "./inbound-auto-reply.ts";
import { findReturnDay } from "./inbound-dates.ts";
import type { InboundMail } from "./inbound-mail.ts";
import {
  type Feedback,
  isReturnedInWords,
  type ReportedRecipient,
  readDeliveryStatus,
  readFeedback,
  readReturnedInWords,
} from "./inbound-report.ts";
import { visibleText } from "./inbound-text.ts";
import { asksToStop } from "./inbound-wishes.ts";
import { automaticClasses, type ReplyWords, type SortedReply, sortedAsClass, sortReply } from "./reply-class.ts";
import { askLessons, isTeachable, type Lesson } from "./reply-lessons.ts";
import { believableUntil, type Opinion } from "./second-opinion.ts";

/** What an inbound mail is. The names are stored. */
export type InboundReading =
  | { readonly class: "complaint"; readonly feedback: Feedback }
  | {
      /** `bounce` where anybody failed, else `delay`, else `delivery` (a success report). */
      readonly class: "bounce" | "delay" | "delivery";
      readonly recipients: readonly ReportedRecipient[];
    }
  | { readonly class: "own" }
  | {
      readonly class: "auto_reply" | "human";
      /** What the author wrote, without quote and signature; all of it where nothing else stands there. */
      readonly text: string;
      /** They ask in their own words to get no more mail: beats the class (B14). */
      readonly asksToStop: boolean;
      /** What they want; corrected by people where it is wrong. */
      readonly sorted: SortedReply;
      /** ISO date on which an automatic answer says its author is back. */
      readonly returnsOn: string | null;
      /** Whether a program of ours may answer (RFC 3834). */
      readonly mayBeAnswered: boolean;
    };

/** What somebody wrote, or a program of theirs. */
export type WrittenReading = Extract<InboundReading, { readonly class: "auto_reply" | "human" }>;

export interface ReadingContext {
  /** Addresses mail leaves from, lower case: copies of our own mail are nobody's reply. */
  readonly ownAddresses: ReadonlySet<string>;
  /** The reader's day, for dates without a year. */
  readonly today: EpochDay;
}

/**
 * Reads one inbound mail, in this order: complaint, delivery report, own copy, automatic answer, human. The order
 * matters: most reports also say that they were written automatically.
 */
export function readInbound(mail: InboundMail, context: ReadingContext): InboundReading {
  const feedback = readFeedback(mail);
  if (feedback !== null) return { class: "complaint", feedback };
  const reported = readDeliveryStatus(mail);
  if (reported.length > 0) return { class: classOf(reported), recipients: reported };
  if (isReturnedInWords(mail)) {
    const recipients = readReturnedInWords(mail);
    return { class: classOf(recipients), recipients };
  }
  if (mail.from !== null && context.ownAddresses.has(mail.from)) return { class: "own" };
  return readWritten(mail, context);
}

function readWritten(mail: InboundMail, context: ReadingContext): InboundReading {
  const words = wordsOf(mail, context);
  const { text, isAutomatic: automatic, asksToStop: stops } = words;
  const sorted = sortReply(words, context.today);
  return {
    class: automatic ? "auto_reply" : "human",
    // A quote alone is shown, but is nobody's wish: our own footer in it says "unsubscribe".
    text: text === "" ? mail.text.trim() : text,
    asksToStop: stops,
    sorted,
    returnsOn: automatic || sorted.class === "out_of_office" ? words.returnsOn : null,
    mayBeAnswered: !automatic && mayBeAnswered(mail),
  };
}

function wordsOf(mail: InboundMail, { ownAddresses, today }: ReadingContext): ReplyWords {
  const text = visibleText(mail.text);
  return {
    text,
    subject: mail.subject,
    isAutomatic: isAutomatic(mail),
    asksToStop: asksToStop(text, mail.subject),
    returnsOn: findReturnDay(`${text}\n\n${mail.subject}`, today),
    known: new Set([...ownAddresses, ...(mail.from === null ? [] : [mail.from])]),
  };
}

/**
 * As a mail would have been read, had the sorting known its class: the day somebody names and the person they point to
 * are looked for in its words, because another class asks for other ones. A wish is a person's, whatever the header said.
 *
 * @param context with the day on which it was written, of which "in three weeks" speaks
 */
export function readAs(
  mail: InboundMail,
  reading: WrittenReading,
  { name, context }: { readonly name: ReplyClass; readonly context: ReadingContext },
): WrittenReading {
  const words = wordsOf(mail, context);
  const isOfEither = name === "left_company" || name === "wrong_person";
  return {
    ...reading,
    class: isOfEither ? reading.class : "human",
    asksToStop: name === "unsubscribe",
    sorted: sortedAsClass(reading.sorted, { name, words, today: context.today }),
    returnsOn: name === "out_of_office" ? words.returnsOn : null,
  };
}

/**
 * What corrections of the workspace make of a reading of which the model is not sure. They never make a wish of what a
 * program wrote, and never ask for no more mail in somebody's name: only words do (B14).
 */
export function readTaught(
  mail: InboundMail,
  reading: WrittenReading,
  { lessons, context }: { readonly lessons: readonly Lesson[]; readonly context: ReadingContext },
): WrittenReading {
  const words = wordsOf(mail, context);
  const taught = isTeachable(reading.sorted) ? askLessons(words.text, lessons) : null;
  if (taught === null || (words.isAutomatic && !automaticClasses.has(taught.class))) return reading;
  const { class: name, support } = taught;
  const sorted = sortedAsClass(reading.sorted, { name, words, today: context.today });
  return {
    ...reading,
    sorted: { ...sorted, confidence: Math.round(taught.confidence * 100) / 100, by: "lessons", lessons: support },
    returnsOn: words.isAutomatic || name === "out_of_office" ? words.returnsOn : null,
  };
}

/**
 * As a model outside the product reads a mail whose class we doubted. Like corrections it never asks for no more mail in
 * somebody's name; the day it names counts only where our own reading finds none.
 *
 * @param context with the day on which it was written
 */
export function readAdvised(
  mail: InboundMail,
  reading: WrittenReading,
  { opinion, context }: { readonly opinion: Opinion; readonly context: ReadingContext },
): WrittenReading {
  const words = wordsOf(mail, context);
  const { class: name, confidence } = opinion;
  const sorted = sortedAsClass(reading.sorted, { name, words, today: context.today });
  const until = sorted.until ?? believableUntil(opinion, context.today);
  return {
    ...reading,
    sorted: { ...sorted, until, confidence: Math.round(confidence * 100) / 100, by: "llm" },
    returnsOn: words.isAutomatic || name === "out_of_office" ? (words.returnsOn ?? until) : null,
  };
}

function classOf(recipients: readonly ReportedRecipient[]): "bounce" | "delay" | "delivery" {
  if (recipients.some((one) => one.action === "failed")) return "bounce";
  return recipients.some((one) => one.action === "delayed") ? "delay" : "delivery";
}
