import { type Consent, faultOfConsent, readConsent } from "@haste/engine/compliance";
import type { WorkContext } from "../../../platform/context/index.ts";
import { auditConsents, keepConsents, todayOf } from "./keep-consents.ts";

type Fields = Readonly<Record<string, unknown>>;

const names = ["legalBasis", "consentDate", "consentSource"] as const;
const none: Consent = { basis: "none", kind: null, givenOn: null, source: null, proof: null };

/**
 * Custom fields by which programs told of consent before it had a record of its own: when they change, a record is made
 * of what they say together. What they do not say well enough counts as none, so that a mail rather waits than leaves.
 */
export async function keepConsentOfFields(
  ctx: WorkContext,
  contactId: string,
  { before, after }: { readonly before: Fields; readonly after: Fields },
): Promise<void> {
  if (names.every((name) => wordOf(before, name) === wordOf(after, name))) return;
  const consent = consentOfFields(after, todayOf(ctx)) ?? none;
  const written = await keepConsents(ctx, [{ contactId, consent }], "custom_fields");
  await auditConsents(ctx, written, { consent, origin: "custom_fields" });
}

/** Null where they say nothing that stands. */
export function consentOfFields(fields: Fields, today: number): Consent | null {
  const words = Object.fromEntries(names.map((name) => [name, wordOf(fields, name)]));
  const read = readConsent(words);
  const consent = read.ok ? read.value : null;
  return consent === null || faultOfConsent(consent, today) !== null ? null : shortened(consent);
}

function shortened(consent: Consent): Consent {
  return { ...consent, source: consent.source?.slice(0, 500) ?? null };
}

function wordOf(fields: Fields, name: (typeof names)[number]): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
