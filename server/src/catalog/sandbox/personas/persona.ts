import { findZone, isZone, must, pickWeighted, randomFrom, seedFrom, type Zone } from "@haste/engine/base";
import type { SmtpReply } from "../smtp/reply.ts";
import { isReplyLanguage, type ReplyLanguage } from "./replies.ts";

/** How a persona treats mail, and how often each is met among demo contacts. */
const temperWeights = {
  silent: 26,
  opener: 22,
  clicker: 14,
  interested: 9,
  declines: 4,
  "not-now": 4,
  "asks-to-stop": 2,
  away: 7,
  "leaves-by-link": 3,
  complains: 1,
  "bounces-late": 2,
  "hard-refusal": 3,
  "soft-refusal": 2,
  "policy-refusal": 1,
} as const;
export type Temper = keyof typeof temperWeights;

/**
 * The machine that stands in front of the mailbox: it opens and clicks before, or instead of, the person. In this order
 * and with 12 for all scanners together, who has none, Apple's or Gmail's is who had it when there was one scanner.
 */
const frontWeights = {
  none: 55,
  scanner: 4,
  safelinks: 4,
  mimecast: 1,
  proofpoint: 1,
  "patient-scanner": 2,
  apple: 20,
  gmail: 13,
} as const;
export type Front = keyof typeof frontWeights;

/** A demo contact as an actor: always the same for the same address. */
export interface Persona {
  readonly address: string;
  readonly firstName: string;
  readonly zone: Zone;
  readonly language: ReplyLanguage;
  readonly temper: Temper;
  readonly front: Front;
}

export interface DemoContact {
  readonly email: string;
  readonly firstName: string | null;
  readonly timezone: string | null;
  readonly language: string | null;
}

export function personaOf(contact: DemoContact): Persona {
  const address = contact.email.toLowerCase();
  const language = contact.language ?? "en";
  return {
    address,
    firstName: contact.firstName ?? "",
    zone:
      contact.timezone !== null && isZone(contact.timezone) ? contact.timezone : must(findZone("UTC"), "UTC is a zone"),
    language: isReplyLanguage(language) ? language : "en",
    temper: temperOf(address),
    front: drawn("front", address, frontWeights),
  };
}

/** The temper of an address; the demo world uses it to enroll a telling mixture first. */
export function temperOf(address: string): Temper {
  return drawn("temper", address.toLowerCase(), temperWeights);
}

/** How the mail server of a persona refuses at RCPT, or null where it takes the mail. */
export function refusalOfTemper(temper: Temper, address: string): SmtpReply | null {
  if (temper === "hard-refusal") return { code: 550, text: `5.1.1 <${address}>: nobody here has this address` };
  if (temper === "soft-refusal") return { code: 452, text: `4.2.2 <${address}>: the mailbox is full` };
  if (temper === "policy-refusal") return { code: 550, text: "5.7.1 Our policy refuses mail from this domain" };
  return null;
}

function drawn<T extends string>(purpose: string, address: string, weights: Readonly<Record<T, number>>): T {
  const names = Object.keys(weights) as T[];
  const index = pickWeighted(randomFrom(seedFrom("persona", purpose, address)), Object.values(weights));
  const name = names[index];
  if (name === undefined) throw new RangeError(`No ${purpose} was drawn.`);
  return name;
}
