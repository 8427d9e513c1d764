import type { AuditEntry } from "@haste/contract/nouns/audit-log";

/** `Contact changed` of `contact.changed`, `Sequence move-account` of `sequence.move-account`. */
export function actionWords(action: string): string {
  const words = action.replaceAll(".", " ").replaceAll(/[_-]/g, " ");
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/^(Gdpr|Api)\b/, (name) => name.toUpperCase());
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
export function summaryOf({ changes, reason, isErased }: AuditEntry): string {
  if (isErased) return "Details erased with the person";
  const fields = Object.keys(changes).map(fieldWords);
  const named =
    fields.length > 3 ? `${fields.slice(0, 3).join(", ")} and ${fields.length - 3} more` : fields.join(", ");
  return [named, reason === null ? "" : `“${reason}”`].filter(Boolean).join(" · ");
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
