import type { InboxThread } from "@haste/contract/nouns/inbox";
import type { ReplyClass } from "@haste/engine/condition";

/** What somebody wants who wrote back, as it is said in one or two words. */
export const classWords: Readonly<Record<ReplyClass, string>> = {
  interested: "Interested",
  objection: "Objection",
  not_now: "Not now",
  referral: "Referral",
  question: "Question",
  unsubscribe: "Wants no mail",
  out_of_office: "Out of office",
  left_company: "Left the company",
  wrong_person: "Wrong person",
  automatic: "Automatic",
  challenge: "Asks for proof",
  other: "Other",
};

export type Tone = "good" | "warn" | "bad" | "accent" | "plain";

const tones: Partial<Record<ReplyClass, Tone>> = {
  interested: "good",
  referral: "good",
  question: "accent",
  objection: "warn",
  unsubscribe: "bad",
};

const kindWords: Readonly<Record<InboxThread["mail"]["kind"], string>> = {
  human: "Reply",
  auto_reply: "Automatic",
  bounce: "Bounced",
  delay: "Delayed",
  delivery: "Delivered",
  complaint: "Complaint",
  own: "Own copy",
  receiver_report: "Receiver's report",
  unreadable: "Cannot be read",
};

export interface Verdict {
  readonly word: string;
  readonly tone: Tone;
  /** How sure the sorting was, where it guessed. */
  readonly confidence: number | null;
}

/** What a mail was read as: its class where it was sorted, else what kind of report it is. */
export function verdictOf({ kind, reply }: InboxThread["mail"]): Verdict {
  if (reply === null) {
    const isBad = kind === "bounce" || kind === "complaint";
    return { word: kindWords[kind], tone: isBad ? "bad" : "plain", confidence: null };
  }
  const confidence = reply.by === "person" ? null : reply.confidence;
  return { word: classWords[reply.class], tone: tones[reply.class] ?? "plain", confidence };
}

type Reply = NonNullable<InboxThread["mail"]["reply"]>;

/** The class a model named that would let somebody go on, as long as nobody has decided; null: there is none. */
export function heldClass(reply: Reply | null): ReplyClass | null {
  return reply?.opinion?.outcome === "held" && reply.by !== "person" ? reply.opinion.class : null;
}

/** What a language model had to do with a class, in a sentence; empty where it had nothing. */
export function sayOpinion(reply: Reply): string {
  const { opinion, by } = reply;
  if (opinion === null || by === "person") return "";
  const word = classWords[opinion.class].toLowerCase();
  switch (opinion.outcome) {
    case "applied":
      return `Said by the model ${opinion.model}; we had read ${classWords[reply.guess].toLowerCase()}. `;
    case "agrees":
      return `The model ${opinion.model} agrees. `;
    case "held":
      return `The model ${opinion.model} reads it as ${word}. That would change who goes on, so it waits for you. `;
    case "unsure":
      return `The model ${opinion.model} reads it as ${word}, and is not sure. `;
    default:
      return "";
  }
}

/** Why nothing followed from a mail. */
export const asideWords: Readonly<Record<NonNullable<InboxThread["mail"]["setAside"]>, string>> = {
  not_ours: "It speaks of a mail that never left from here.",
  too_old: "It speaks of a mail that left more than 30 days ago.",
  other_recipient: "It speaks of other recipients than the mail had.",
  unreadable: "The mailbox could not hand it out.",
  unknown_sender: "Nobody among the contacts has this address.",
  report_refused:
    "A receiver's report that cannot be taken in: damaged, too large, or about a domain nobody sends from.",
};
