import type { AuditEntry } from "@haste/contract/nouns/audit-log";

/** `Contact changed` of `contact.changed`, `Sequence move-account` of `sequence.move-account`. */
export function actionWords(action: string): string {
  const words = action.replaceAll(".", " ").replaceAll(/[_-]/g, " ");
  return (words.charAt(0).toUpperCase() + words.slice(1))
    .replace(/^(Gdpr|Api)\b/, (name) => name.toUpperCase())
    .replace(/^Ab test/, "A/B test");
}

/** By what a thing is known that came or went, in this order. */
const nameFields = ["name", "email", "title", "subject"];

/** What it is called, of a thing that was made or removed as a whole; null where it was only changed. */
function nameOf(changes: AuditEntry["changes"]): string | null {
  const fields = Object.values(changes);
  const side = (["before", "after"] as const).find((one) => fields.every((field) => field[one] === null));
  if (side === undefined || fields.length === 0) return null;
  const other = side === "before" ? "after" : "before";
  const known = nameFields.map((field) => changes[field]?.[other]).find((value) => typeof value === "string");
  return typeof known === "string" ? known : null;
}

/** `firstName` as `First name`. */
export function fieldWords(field: string): string {
  const words = field.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as it is read; nothing is an en dash. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return value.length === 0 ? "–" : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a row says in one line. */
export function summaryOf({ subject, changes, detail, reason, isErased }: AuditEntry): string {
  if (isErased) return "Details erased with the person";
  const what = Object.keys(changes).length > 0 ? (nameOf(changes) ?? fieldsOf(changes)) : noteOf(detail, subject.name);
  return [what, reason === null ? "" : `“${reason}”`].filter(Boolean).join(" · ");
}

/** What was noted of a deed that changed no field; ids say nothing to anybody, and the name stands beside it. */
function noteOf(detail: AuditEntry["detail"], name: string | null): string {
  return Object.entries(detail)
    .map(([field, value]) => ({ field, words: valueWords(value) }))
    .filter(({ field, words }) => field !== "name" && words !== name && words !== "–")
    .filter(({ words }) => words.length <= 40 && !isId(words))
    .slice(0, 3)
    .map(({ field, words }) => `${fieldWords(field)} ${words}`)
    .join(", ");
}

function isId(words: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(words);
}

function fieldsOf(changes: AuditEntry["changes"]): string {
  const fields = Object.keys(changes).map(fieldWords);
  return fields.length > 3 ? `${fields.slice(0, 3).join(", ")} and ${fields.length - 3} more` : fields.join(", ");
}

export const subjects = [
  { value: "contact", label: "Contacts" },
  { value: "company", label: "Companies" },
  { value: "deal", label: "Deals" },
  { value: "sequence", label: "Sequences" },
  { value: "enrollment", label: "Enrollments" },
  { value: "template", label: "Templates" },
  { value: "sending-account", label: "Sending accounts" },
  { value: "suppression", label: "Suppressions" },
  { value: "gdpr-request", label: "Requests" },
  { value: "person", label: "Erasures and exports" },
  { value: "import", label: "Imports" },
  { value: "task", label: "Tasks" },
  { value: "api-key", label: "API keys" },
  { value: "settings", label: "Settings" },
  { value: "compliance", label: "Rules" },
];
