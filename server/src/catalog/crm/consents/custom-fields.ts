import { type Consent, faultOfConsent, readConsent } from "@haste/engine/compliance";
import type { WorkContext } from "../../../platform/context/index.ts";
import { auditConsents, keepConsents, todayOf } from "./keep-consents.ts";

type Fields = Readonly<Record<string, unknown>>;

const names = ["legalBasis", "consentDate", "consentSource"] as const;
const none: Consent = { basis: "none", kind: null, givenOn: null, source: null, proof: null };

/**
 * Custom fields by which programs told of consent before it had a record of its own: when they change, a record is made
 * of what they say together, and a basis that is taken away is withdrawn.
 */
export async function keepConsentOfFields(
  ctx: WorkContext,
  contactId: string,
  { before, after }: { readonly before: Fields; readonly after: Fields },
): Promise<void> {
  if (names.every((name) => wordOf(before, name) === wordOf(after, name))) return;
  const today = todayOf(ctx);
  const consent = consentOfFields(after, today) ?? (consentOfFields(before, today) === null ? null : none);
  if (consent === null) return;
  const written = await keepConsents(ctx, [{ contactId, consent }], "custom_fields");
  await auditConsents(ctx, written, { consent, origin: "custom_fields" });
}

/** Null where no basis is named. One that is not said well enough counts as none, so that mail rather waits than leaves. */
export function consentOfFields(fields: Fields, today: number): Consent | null {
  const words = Object.fromEntries(names.map((name) => [name, wordOf(fields, name)]));
  if (words.legalBasis === undefined) return null;
  const read = readConsent(words);
  const consent = read.ok ? read.value : null;
  return consent === null || faultOfConsent(consent, today) !== null ? none : shortened(consent);
}

function shortened(consent: Consent): Consent {
  return { ...consent, source: consent.source?.slice(0, 500) ?? null };
}

function wordOf(fields: Fields, name: (typeof names)[number]): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
