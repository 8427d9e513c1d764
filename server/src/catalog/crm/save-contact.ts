import { fold } from "@haste/engine/condition";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { resolveCompanies } from "./company-directory.ts";
import { keepConsentOfFields } from "./consents/custom-fields.ts";
import type { CrmPorts } from "./ports.ts";
import { findCompany } from "./queries/companies.ts";
import {
  type ContactRow,
  type ContactValues,
  findContact,
  findContactIdByKey,
  insertContact,
  lockContact,
  updateContact,
} from "./queries/contacts.ts";
import { EntryWatch } from "./segments/entry-watch.ts";
import { cleanField, cleanLine, cleanTags, invalid, requireAddress, requireDomain, requireStorable } from "./text.ts";

/** Fields of a contact as a request brings them: absent = as it was, null = not set. */
export interface ContactFields {
  readonly email?: string | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly timezone?: string | null | undefined;
  readonly companyId?: string | null | undefined;
  readonly company?: { readonly name: string; readonly domain?: string | null | undefined } | null | undefined;
  readonly customFields?: Readonly<Record<string, unknown>> | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

const blank: ContactValues = {
  email: "",
  emailKey: "",
  firstName: null,
  lastName: null,
  title: null,
  timezone: null,
  companyId: null,
  customFields: {},
  tags: [],
};

/** @throws Problem `email_taken` with `existingId` */
export async function createContact(
  ctx: WorkContext,
  ports: CrmPorts,
  input: ContactFields & { readonly email: string },
): Promise<ContactRow> {
  const watch = new EntryWatch(ctx, ports);
  const values = await apply(ctx, watch, blank, input);
  const id = ctx.newId();
  if (!(await insertContact(ctx.tx, id, values, ctx.now))) throw await emailTaken(ctx, values);
  await audit(ctx, "contact.created", { kind: "contact", id });
  await keepConsentOfFields(ctx, id, { before: {}, after: values.customFields });
  await watch.tellEntered();
  return (await findContact(ctx.tx, id)) as ContactRow;
}

/** The contact to change, and how its reader's version is checked once it is locked. */
export interface ContactToChange {
  readonly id: string;
  readonly checkVersion: (version: number) => void;
}

/** @throws Problem `not_found`, `precondition_failed`, `email_taken` with `existingId` */
export async function changeContact(
  ctx: WorkContext,
  ports: CrmPorts,
  what: ContactToChange,
  input: ContactFields,
): Promise<ContactRow> {
  const before = await lockContact(ctx.tx, what.id);
  if (before === null) throw noSuchContact();
  what.checkVersion(before.version);
  const watch = new EntryWatch(ctx, ports);
  await watch.contactsWillChange([what.id]);
  const values = await apply(ctx, watch, before, input);
  const holder = await findContactIdByKey(ctx.tx, values.emailKey);
  if (holder !== null && holder !== what.id && before.archivedAt === null) throw await emailTaken(ctx, values);
  await updateContact(ctx.tx, what.id, values, ctx.now);
  await audit(ctx, "contact.changed", { kind: "contact", id: what.id }, { fields: Object.keys(input) });
  await keepConsentOfFields(ctx, what.id, { before: before.customFields, after: values.customFields });
  await ports.ledger.contactsChanged(ctx, [what.id]);
  const known = new Set(before.tags.map(fold));
  const added = values.tags.filter((tag) => !known.has(fold(tag)));
  if (added.length > 0) await ports.ledger.tagged(ctx, [{ contactId: what.id, tags: added }]);
  await watch.tellEntered();
  return (await findContact(ctx.tx, what.id)) as ContactRow;
}

export function noSuchContact(): Problem {
  return new Problem("not_found", { detail: "There is no contact with this id." });
}

async function apply(
  ctx: WorkContext,
  watch: EntryWatch,
  before: ContactValues,
  input: ContactFields,
): Promise<ContactValues> {
  const address = input.email === undefined ? before : requireAddress(input.email);
  const companyId = await companyOf(ctx, watch, input);
  return {
    email: address.email,
    emailKey: address.emailKey,
    firstName: orBefore(cleanField(input.firstName), before.firstName),
    lastName: orBefore(cleanField(input.lastName), before.lastName),
    title: orBefore(cleanField(input.title), before.title),
    timezone: orBefore(cleanField(input.timezone), before.timezone),
    companyId: orBefore(companyId, before.companyId),
    customFields: input.customFields === undefined ? before.customFields : requireStorable(input.customFields ?? {}),
    tags: input.tags === undefined ? before.tags : cleanTags(input.tags ?? []),
  };
}

function orBefore<T>(given: T | undefined, before: T): T {
  return given === undefined ? before : given;
}

/** By id, or found or made by domain, else by name; undefined where the request does not say. */
async function companyOf(
  ctx: WorkContext,
  watch: EntryWatch,
  input: ContactFields,
): Promise<string | null | undefined> {
  const { companyId, company } = input;
  if (company !== undefined && company !== null) {
    if (companyId !== undefined && companyId !== null) {
      throw invalid("/company", "one_of", "Send companyId or company, not both.");
    }
    const name = cleanLine(company.name);
    if (name === null) throw invalid("/company/name", "required", "Required.");
    const domain = requireDomain(company.domain, "/company/domain");
    return (await resolveCompanies(ctx, watch, [{ name, domain, industry: null }]))[0];
  }
  if (companyId !== undefined && companyId !== null && (await findCompany(ctx.tx, companyId)) === null) {
    throw invalid("/companyId", "not_found", "There is no company with this id.");
  }
  return companyId === undefined ? company : companyId;
}

async function emailTaken(ctx: WorkContext, values: ContactValues): Promise<Problem> {
  return new Problem("email_taken", {
    detail: "A contact with this address exists already.",
    existingId: (await findContactIdByKey(ctx.tx, values.emailKey)) ?? undefined,
  });
}
