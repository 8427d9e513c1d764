/**
 * What mail to one person rests on, as one record: a basis of GDPR Art. 6(1) and, where that is consent, how it was given.
 * Fields of different records are never put together, so nobody else's date completes a person's consent.
 */
import { type EpochDay, epochDayFromIso, isoFromEpochDay, ok, type Result, refuse } from "../base/index.ts";
import { type ConsentKind, consentKinds, type LegalBasis, legalBases } from "../condition/index.ts";

export interface Consent {
  /** `none`: it was withdrawn, or there never was one; nothing but words about it stands beside it. */
  readonly basis: LegalBasis | "none";
  /** Of the basis `consent` alone. */
  readonly kind: ConsentKind | null;
  /** ISO date of the consent, the purchase or the inquiry; with `none`, of the withdrawal. */
  readonly givenOn: string | null;
  readonly source: string | null;
  /** What was agreed to, in the words of then. */
  readonly proof: string | null;
}

/**
 * "Two years" and "six months" before the day of sending (CASL s. 10(10)) as the fewest days they can have, so that a
 * consent ends a day early rather than late.
 */
export const daysOfImplied = { purchase: 730, inquiry: 181 } as const satisfies Partial<Record<ConsentKind, number>>;

const lasts: Readonly<Partial<Record<ConsentKind, number>>> = daysOfImplied;

/** The first day on which an implied consent does not hold any more; null: it has no end, or no date to count from. */
export function endOfConsent({ kind, givenOn }: Pick<Consent, "kind" | "givenOn">): string | null {
  const days = kind === null ? undefined : lasts[kind];
  const day = givenOn === null ? null : epochDayFromIso(givenOn);
  return days === undefined || day === null || !day.ok ? null : isoFromEpochDay(day.value + days);
}

export type ConsentFault = {
  readonly code: "kind_missing" | "kind_misplaced" | "date_missing" | "date_invalid" | "date_in_future";
  readonly field: "kind" | "givenOn";
  readonly detail: string;
};

/** What keeps a record from being taken; null: nothing. Time zones are a day apart at most, so tomorrow is no future. */
export function faultOfConsent({ basis, kind, givenOn }: Consent, today: EpochDay): ConsentFault | null {
  if (basis === "consent" && kind === null)
    return { code: "kind_missing", field: "kind", detail: `Consent is one of ${consentKinds.join(", ")}.` };
  if (basis !== "consent" && kind !== null)
    return { code: "kind_misplaced", field: "kind", detail: "Only the basis consent has a kind." };
  if (givenOn === null) {
    if (kind === null || lasts[kind] === undefined) return null;
    return { code: "date_missing", field: "givenOn", detail: "An implied consent ends by its date, so it needs one." };
  }
  const day = epochDayFromIso(givenOn);
  if (!day.ok)
    return { code: "date_invalid", field: "givenOn", detail: "The date is a day of the calendar such as 2026-11-05." };
  if (day.value <= today + 1) return null;
  return { code: "date_in_future", field: "givenOn", detail: "This day has not come yet." };
}

/** A basis, or the kind of a consent, by the word lists and forms use for it; null: it is none. */
export function readBasis(word: string): Pick<Consent, "basis" | "kind"> | null {
  const name = word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_")
    .replace(/^implied_/, "");
  const kind = consentKinds.find((one) => one === name);
  if (kind !== undefined) return { basis: "consent", kind };
  const basis = name === "none" ? name : legalBases.find((one) => one === name);
  return basis === undefined ? null : { basis, kind: null };
}

/** The cells of a list, or the fields of a form, that speak of consent; what is left out is undefined or empty. */
export interface ConsentWords {
  readonly legalBasis?: string | undefined;
  readonly consentKind?: string | undefined;
  readonly consentDate?: string | undefined;
  readonly consentSource?: string | undefined;
  readonly consentProof?: string | undefined;
}

/** One record of the words of one row; null: they say nothing. A kind alone says that it is consent. */
export function readConsent(words: ConsentWords): Result<Consent | null, "basis_missing" | "basis_unknown"> {
  const said = [words.legalBasis, words.consentKind].filter((word) => isSaid(word));
  const more = [words.consentDate, words.consentSource, words.consentProof].some(isSaid);
  if (said.length === 0) return more ? refuse("basis_missing") : ok(null);
  const read = said.map((word) => readBasis(word ?? ""));
  const [first, second = first] = read;
  if (first == null || second == null || second.basis !== first.basis) return refuse("basis_unknown");
  if (first.kind !== null && second.kind !== first.kind) return refuse("basis_unknown");
  return ok({
    basis: second.basis,
    kind: second.kind,
    givenOn: dayOf(words.consentDate),
    source: textOf(words.consentSource),
    proof: textOf(words.consentProof),
  });
}

const isSaid = (word: string | undefined): word is string => word !== undefined && word.trim() !== "";
const textOf = (word: string | undefined) => (isSaid(word) ? word.trim() : null);

/** The day of a date, also of one with a time; what is none stays, for the record to be refused with it. */
function dayOf(word: string | undefined): string | null {
  const text = textOf(word);
  return text === null ? null : text.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, "$1");
}
