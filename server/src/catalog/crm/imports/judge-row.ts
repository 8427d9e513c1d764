import type { ImportVerdict } from "@haste/contract/nouns/crm";
import type { Consent } from "@haste/engine/compliance";
import { isFreeMailDomain } from "@haste/engine/enroll";
import type { KnownPerson } from "../queries/import-merge.ts";
import type { RowContact } from "./map-row.ts";
import { faultOfTags, tagFaults, tagsToAdd } from "./tags.ts";

/** What becomes of a row, and why. */
export interface Judgement {
  readonly verdict: ImportVerdict;
  readonly code: string | null;
  readonly detail: string | null;
}

/** Where nobody has the address and it is on no list. */
export const nobody: KnownPerson = {
  emailKey: "",
  id: null,
  firstName: null,
  lastName: null,
  title: null,
  timezone: null,
  companyName: null,
  companyDomain: null,
  customFields: {},
  tags: [],
  consent: null,
  suppression: null,
};

/**
 * What a row does to the person who has its address, if somebody has. Somebody who must not be mailed is left as they
 * are, so that no list ever brings back whoever unsubscribed.
 */
export function judgeRow(row: RowContact, known: KnownPerson): Judgement {
  if (known.suppression !== null) {
    return { verdict: "suppressed", code: known.suppression, detail: suppressed[known.suppression] };
  }
  if (known.id === null) return { verdict: "create", code: null, detail: null };
  const fault = faultOfTags(row.tags, known.tags);
  if (fault !== null) return { verdict: "invalid", code: fault, detail: tagFaults[fault] };
  const changes = changesOf(row, known);
  const added = tagsToAdd(row.tags, known.tags);
  const said = [
    ...(changes.length === 0 ? [] : [`Changes ${changes.join(", ")}.`]),
    ...(added.length === 0 ? [] : [`Adds the tag${added.length === 1 ? "" : "s"} ${added.join(", ")}.`]),
  ];
  if (said.length === 0) return { verdict: "unchanged", code: null, detail: null };
  return { verdict: "update", code: null, detail: said.join(" ") };
}

const suppressed: Readonly<Record<NonNullable<KnownPerson["suppression"]>, string>> = {
  unsubscribe: "This person unsubscribed and must not be mailed; nothing was changed.",
  hard_bounce: "Mail to this address came back for good; nothing was changed.",
  complaint: "This person reported our mail as spam and must not be mailed; nothing was changed.",
  manual: "This address is on the suppression list; nothing was changed.",
};

/** Fields whose cell holds something else than the contact: an empty cell never empties anything. */
function changesOf(row: RowContact, known: KnownPerson): string[] {
  const changes: string[] = [];
  for (const field of ["firstName", "lastName", "title", "timezone"] as const) {
    if (row[field] !== null && row[field] !== known[field]) changes.push(field);
  }
  if (row.company !== null && !isCompanyOf(row.company, known)) changes.push("company");
  for (const [name, value] of Object.entries(row.customFields)) {
    if (known.customFields[name] !== value) changes.push(name);
  }
  if (row.consent !== null && !isSameConsent(row.consent, known.consent)) changes.push("consent");
  return changes;
}

function isSameConsent(stated: Consent, known: Consent | null): boolean {
  return (["basis", "kind", "givenOn", "source", "proof"] as const).every((name) => stated[name] === known?.[name]);
}

/** Companies are matched by domain, else by name, as when they are looked up. */
function isCompanyOf(wanted: { name: string; domain: string | null }, known: KnownPerson): boolean {
  if (known.companyName === null) return false;
  const isNamesake = wanted.name.toLowerCase() === known.companyName.toLowerCase();
  if (wanted.domain === null || isFreeMailDomain(wanted.domain)) return isNamesake;
  return wanted.domain === known.companyDomain;
}
