import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { CrmPorts } from "./ports.ts";
import {
  archiveCompanyRow,
  type CompanyRow,
  type CompanyValues,
  findCompany,
  findCompanyIdByDomain,
  insertCompanies,
  lockCompany,
  lockCompanyNames,
  updateCompany,
} from "./queries/companies.ts";
import { EntryWatch } from "./segments/entry-watch.ts";
import { cleanField, cleanLine, invalid, requireDomain, requireStorable } from "./text.ts";

/** Fields of a company as a request brings them: absent = as it was, null = not set. */
export interface CompanyFields {
  readonly name?: string | undefined;
  readonly domain?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly customFields?: Readonly<Record<string, unknown>> | null | undefined;
}

const blank: CompanyValues = { name: "", domain: null, industry: null, customFields: {} };

/** @throws Problem `name_taken` with `existingId` where another company has the domain */
export async function createCompany(
  ctx: WorkContext,
  input: CompanyFields & { readonly name: string },
): Promise<CompanyRow> {
  const values = apply(blank, input);
  const id = ctx.newId();
  await lockCompanyNames(ctx.tx);
  if (!(await insertCompanies(ctx.tx, [{ ...values, id }], ctx.now))) throw await domainTaken(ctx, values.domain);
  await audit(ctx, "company.created", { kind: "company", id }, { name: values.name });
  return (await findCompany(ctx.tx, id)) as CompanyRow;
}

/** @throws Problem `not_found`, `precondition_failed`, `name_taken` with `existingId` */
export async function changeCompany(
  ctx: WorkContext,
  ports: CrmPorts,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  input: CompanyFields,
): Promise<CompanyRow> {
  await lockCompanyNames(ctx.tx);
  const before = await lockCompany(ctx.tx, what.id);
  if (before === null) throw noSuchCompany();
  what.checkVersion(before.version);
  const values = apply(before, input);
  const holder = values.domain === null ? null : await findCompanyIdByDomain(ctx.tx, values.domain);
  if (holder !== null && holder !== what.id && before.archivedAt === null) throw await domainTaken(ctx, values.domain);
  const watch = new EntryWatch(ctx, ports);
  await watch.companiesWillChange([what.id]);
  await updateCompany(ctx.tx, what.id, values, ctx.now);
  await watch.tellEntered();
  await audit(ctx, "company.changed", { kind: "company", id: what.id }, { fields: Object.keys(input) });
  return (await findCompany(ctx.tx, what.id)) as CompanyRow;
}

/** Takes a company out of lists and out of matching; its contacts keep it. */
export async function archiveCompany(ctx: WorkContext, id: string): Promise<undefined> {
  if (!(await archiveCompanyRow(ctx.tx, id, ctx.now))) throw noSuchCompany();
  await audit(ctx, "company.archived", { kind: "company", id });
}

export function noSuchCompany(): Problem {
  return new Problem("not_found", { detail: "There is no company with this id." });
}

function apply(before: CompanyValues, input: CompanyFields): CompanyValues {
  const name = input.name === undefined ? before.name : cleanLine(input.name);
  if (name === null) throw invalid("/name", "required", "Required.");
  const industry = cleanField(input.industry);
  return {
    name,
    domain: input.domain === undefined ? before.domain : requireDomain(input.domain, "/domain"),
    industry: industry === undefined ? before.industry : industry,
    customFields: input.customFields === undefined ? before.customFields : requireStorable(input.customFields ?? {}),
  };
}

async function domainTaken(ctx: WorkContext, domain: string | null): Promise<Problem> {
  return new Problem("name_taken", {
    detail: `Another company has the domain ${domain}.`,
    fix: "Change the company named by existingId instead, or choose another domain.",
    existingId: (domain === null ? null : await findCompanyIdByDomain(ctx.tx, domain)) ?? undefined,
  });
}
