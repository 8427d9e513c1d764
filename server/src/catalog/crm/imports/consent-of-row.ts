import type { ImportField } from "@haste/contract/nouns/crm";
import { type EpochDay, ok, type Result, refuse } from "@haste/engine/base";
import { type Consent, faultOfConsent, readConsent } from "@haste/engine/compliance";
import { consentOfFields } from "../consents/custom-fields.ts";

interface Cells {
  readonly fields: Readonly<Partial<Record<ImportField, string>>>;
  readonly customFields: Readonly<Record<string, string>>;
}

const faults = {
  basis_missing: "The row tells of a consent, but not its legal basis; map a column to it, or leave these out.",
  basis_unknown:
    "The legal basis is none of express, purchase, inquiry, published, contract, legitimate_interest, none; a consent says its kind.",
} as const;

/**
 * On what mail to the person of a row rests. The columns meant for it are held to what a record needs; what stands in custom
 * fields of the old names is taken as `consentOfFields` reads it, and stays a custom field.
 */
export function consentOfRow(
  { fields, customFields }: Cells,
  today: EpochDay,
): Result<Consent | null, { readonly code: string; readonly detail: string }> {
  const read = readConsent(fields);
  if (!read.ok) return refuse({ code: `consent_${read.error}`, detail: faults[read.error] });
  const consent = read.value;
  if (consent === null) return ok(consentOfFields(customFields, today));
  const fault = faultOfConsent(consent, today);
  return fault === null ? ok(consent) : refuse({ code: `consent_${fault.code}`, detail: fault.detail });
}
