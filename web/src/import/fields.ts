import type { Import, ImportField } from "@haste/contract/nouns/crm";

const labels: Record<ImportField, string> = {
  email: "Email",
  firstName: "First name",
  lastName: "Last name",
  fullName: "Full name, split in two",
  title: "Title",
  timezone: "Time zone",
  companyName: "Company",
  companyDomain: "Company, by website",
  industry: "Industry of the company",
  tags: "Tags, added to theirs",
  legalBasis: "Legal basis",
  consentKind: "Kind of consent",
  consentDate: "Date of consent",
  consentSource: "Source of consent",
  consentProof: "Proof of consent",
};

export const unread = "";
const custom = "custom.";
/** As long as the API takes the name of an own field. */
const longestName = 64;

/** What one column can become: a field of ours, a field of its own, or nothing. */
export function fieldChoices(column: string): { value: string; label: string }[] {
  const name = column.trim().slice(0, longestName);
  return [
    { value: unread, label: "Not read" },
    ...Object.entries(labels).map(([value, label]) => ({ value, label })),
    ...(name ? [{ value: `${custom}${name}`, label: `Own field “${name}”` }] : []),
  ];
}

/** The mapping with one column changed. Each field takes one column, so whoever had it gives it up. */
export function remap(mapping: Import["mapping"], column: string, field: string): Import["mapping"] {
  const kept = Object.entries(mapping).filter(([name, taken]) => name !== column && taken !== field);
  return Object.fromEntries(field === unread ? kept : [...kept, [column, field]]);
}

export function columnOf(mapping: Import["mapping"], field: string): string | null {
  return Object.entries(mapping).find(([, mapped]) => mapped === field)?.[0] ?? null;
}
