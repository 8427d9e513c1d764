/** What conditions may ask about. One row per field: forms offer it, validation holds to it, sentences speak with it. */
import type { Op } from "./ops.ts";
import { isBlank } from "./scalars.ts";

/** `any` is a custom field: what it holds decides. */
export type FieldType = "boolean" | "number" | "text" | "date" | "enum" | "tags" | "any";

export interface ConditionField {
  readonly name: string;
  readonly type: FieldType;
  /** In a sentence, and in forms. */
  readonly label: string;
  readonly ops: readonly Op[];
  /** Of an enum. */
  readonly values?: readonly string[];
  /** Of a boolean: what happened, and what did not. */
  readonly says?: { readonly yes: string; readonly no: string };
  /** `optional`: one step's email or task, or without it any earlier one. `salt`: says which draw is meant; needed. */
  readonly step?: "optional" | "salt";
  /** What it is about: a person anywhere, or their way through one sequence. */
  readonly about: "person" | "enrollment";
}

/** Why somebody wrote back, as replies are sorted. */
export const replyClasses = [
  "interested",
  "objection",
  "not_now",
  "referral",
  "question",
  "unsubscribe",
  "out_of_office",
  "left_company",
  "wrong_person",
  "automatic",
  "challenge",
  "other",
] as const;
export type ReplyClass = (typeof replyClasses)[number];

/** Replies that bring a conversation nearer: what a template is judged by. */
const positiveReplies: readonly ReplyClass[] = ["interested", "referral"];

export function isPositive(name: ReplyClass): boolean {
  return positiveReplies.includes(name);
}

/** On what mail to somebody may rest (GDPR Art. 6(1)(a), (b) and (f)). */
export const legalBases = ["consent", "contract", "legitimate_interest"] as const;
export type LegalBasis = (typeof legalBases)[number];

/** How consent was given: said, or implied by a purchase, an inquiry, or an address its owner published for business. */
export const consentKinds = ["express", "purchase", "inquiry", "published"] as const;
export type ConsentKind = (typeof consentKinds)[number];

const known = ["isSet", "isNotSet"] as const satisfies readonly Op[];
const equal = ["eq", "ne", "in", "notIn"] as const satisfies readonly Op[];
const sizes = ["gt", "gte", "lt", "lte"] as const satisfies readonly Op[];
const words = ["contains", "notContains", "startsWith", "endsWith"] as const satisfies readonly Op[];
const times = ["before", "after", "within", "olderThan"] as const satisfies readonly Op[];

/** What may be asked of each type. */
export const opsOfType: Readonly<Record<FieldType, readonly Op[]>> = {
  boolean: ["eq", "ne"],
  number: [...equal, ...sizes, ...known],
  text: [...equal, ...words, ...known],
  date: [...times, ...known],
  enum: [...equal, ...known],
  tags: ["contains", "notContains", "in", "notIn", ...known],
  any: [...equal, ...words, ...sizes, ...times, ...known],
};

type Row = Omit<ConditionField, "ops" | "about"> & { readonly ops?: readonly Op[] };

const ofPeople: readonly Row[] = [
  { name: "contact.firstName", type: "text", label: "first name" },
  { name: "contact.lastName", type: "text", label: "last name" },
  { name: "contact.email", type: "text", label: "email address" },
  { name: "contact.domain", type: "text", label: "email domain" },
  { name: "contact.title", type: "text", label: "title" },
  { name: "contact.timezone", type: "text", label: "time zone" },
  { name: "contact.owner", type: "text", label: "owner", ops: [...equal, ...known] },
  { name: "contact.tags", type: "tags", label: "tags" },
  { name: "contact.createdAt", type: "date", label: "creation date", ops: times },
  { name: "contact.country", type: "text", label: "country" },
  { name: "contact.legalBasis", type: "enum", label: "legal basis", values: legalBases },
  { name: "contact.consentKind", type: "enum", label: "kind of consent", values: consentKinds },
  { name: "contact.consentDate", type: "date", label: "date of consent" },
  { name: "contact.consentSource", type: "text", label: "source of consent" },
  { name: "company.name", type: "text", label: "company name" },
  { name: "company.domain", type: "text", label: "company domain" },
  { name: "company.industry", type: "text", label: "company industry" },
  { name: "deal.name", type: "text", label: "deal name" },
  { name: "deal.stage", type: "text", label: "deal stage" },
  { name: "deal.status", type: "enum", label: "deal status", values: ["open", "won", "lost"] },
  { name: "deal.amount", type: "number", label: "deal amount" },
];

const ofEnrollments: readonly Row[] = [
  did("email.sent", "sent", { yes: "was sent", no: "was not sent" }),
  did("email.opened", "opened", { yes: "opened", no: "did not open" }),
  did("email.clicked", "clicked", { yes: "clicked a link in", no: "clicked no link in" }),
  did("email.replied", "replied", { yes: "replied to", no: "did not reply to" }),
  did("email.bounced", "bounced", { yes: "bounced at", no: "did not bounce at" }),
  { name: "email.clickedLink", type: "text", label: "clicked link", step: "optional" },
  { name: "reply.class", type: "enum", label: "reply", values: replyClasses, step: "optional" },
  { name: "task.outcome", type: "text", label: "task outcome", step: "optional" },
  { name: "enrollment.enrolledAt", type: "date", label: "enrollment date", ops: times },
  { name: "split", type: "number", label: "random share", ops: sizes, step: "salt" },
];

function did(name: string, label: string, says: { yes: string; no: string }): Row {
  return { name, type: "boolean", label, says, step: "optional" };
}

/** Every field but the custom ones, in the order of forms. */
export const conditionFields: readonly ConditionField[] = [
  ...ofEnrollments.map((row) => ({ ...row, ops: row.ops ?? opsOfType[row.type], about: "enrollment" as const })),
  ...ofPeople.map((row) => ({ ...row, ops: row.ops ?? opsOfType[row.type], about: "person" as const })),
];

const byName: ReadonlyMap<string, ConditionField> = new Map(conditionFields.map((field) => [field.name, field]));
const CUSTOM = "custom.";

/** Null where nothing of this name can be asked. */
export function findField(name: unknown): ConditionField | null {
  if (typeof name !== "string") return null;
  const known = byName.get(name);
  if (known !== undefined) return known;
  const label = customNameOf(name);
  return label === null ? null : { name, type: "any", label, ops: opsOfType.any, about: "person" };
}

const MOST_NAME_CHARACTERS = 100;

/** The name of a custom field (`custom.plan` → `plan`), null for every other field and for what no database stores. */
export function customNameOf(field: string): string | null {
  const name = field.startsWith(CUSTOM) ? field.slice(CUSTOM.length) : "";
  return name === "" || name.length > MOST_NAME_CHARACTERS || name.includes("\0") ? null : name;
}

/** A custom field's value: of the first of these that has one (the enrollment's context, the contact, the company). */
export function customValue(name: string, sources: readonly (Readonly<Record<string, unknown>> | null)[]): unknown {
  const source = sources.find((each) => each !== null && Object.hasOwn(each, name) && !isBlank(each[name]));
  return source?.[name] ?? null;
}
