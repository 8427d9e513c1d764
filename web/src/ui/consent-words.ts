import type { RequestOf } from "@haste/contract/client";
import type { Consent } from "@haste/contract/nouns/consents";
import { shortDate } from "./time.ts";

export type ConsentBody = NonNullable<RequestOf<"PUT /contacts/:id/consent">["body"]>;

/** One choice of the form: a basis, or a kind of consent. */
export type Ground = NonNullable<Consent["kind"]> | Exclude<Consent["basis"], "consent">;

interface GroundWords {
  readonly name: string;
  /** What is meant, for whoever chooses. */
  readonly about: string;
  /** What its date is the date of. */
  readonly date: string;
}

export const groundWords: Readonly<Record<Ground, GroundWords>> = {
  express: { name: "Express consent", about: "They said yes to being written to", date: "When they agreed" },
  purchase: {
    name: "Implied by a purchase",
    about: "They bought from you; holds for two years in Canada",
    date: "Day of the purchase",
  },
  inquiry: {
    name: "Implied by an inquiry",
    about: "They asked you something; holds for six months in Canada",
    date: "Day of the inquiry",
  },
  published: {
    name: "Published address",
    about: "They published the address for business, without a word against such mail",
    date: "When you found it",
  },
  legitimate_interest: {
    name: "Legitimate interest",
    about: "Yours outweighs theirs, and you can show why (GDPR Art. 6(1)(f))",
    date: "When you weighed it",
  },
  contract: {
    name: "Contract",
    about: "The mail is needed for a contract with them (GDPR Art. 6(1)(b))",
    date: "Day of the contract",
  },
  none: { name: "None", about: "They took it back, or there never was one", date: "When they took it back" },
};

export function groundOf({ basis, kind }: Pick<Consent, "basis" | "kind">): Ground {
  return basis === "consent" ? (kind ?? "express") : basis;
}

/** `Implied by an inquiry, 5 Jan` */
export function consentWords(record: Pick<Consent, "basis" | "kind" | "givenOn">, now: Date): string {
  const { name } = groundWords[groundOf(record)];
  return record.givenOn === null ? name : `${name}, ${dayWords(record.givenOn, now)}`;
}

export function partsOf(ground: Ground): Pick<ConsentBody, "basis" | "kind"> {
  switch (ground) {
    case "contract":
    case "legitimate_interest":
    case "none":
      return { basis: ground };
    default:
      return { basis: "consent", kind: ground };
  }
}

/** A day without an hour is the same day everywhere. */
export function dayWords(day: string, now: Date): string {
  return shortDate(`${day}T12:00:00Z`, now, "UTC");
}

/** Whether an implied consent has ended, by the days of Greenwich, as the rules count. */
export function hasEnded(endsOn: string, now: Date): boolean {
  return endsOn <= now.toISOString().slice(0, 10);
}
