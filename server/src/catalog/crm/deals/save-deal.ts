import type { DealChanges, DealInput } from "@haste/contract/nouns/deals";
import { whoReached } from "@haste/engine/track";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { CrmPorts } from "../ports.ts";
import { findCompany } from "../queries/companies.ts";
import { cleanLine, invalid, requireStorable } from "../text.ts";
import {
  archiveDealRow,
  type DealRow,
  type DealValues,
  findDeal,
  findMissingContacts,
  isMember,
  lockDeal,
  writeDeal,
} from "./queries/deals.ts";
import { findPipeline, holdPipelineOfStage } from "./queries/pipelines.ts";
import { firstPipelineId } from "./save-pipeline.ts";

/** Without an owner it belongs to whoever makes it. */
export async function createDeal(ctx: WorkContext, ports: CrmPorts, input: DealInput): Promise<DealRow> {
  const blank: DealValues = {
    name: "",
    stageId: "",
    amount: null,
    currency: null,
    contactIds: [],
    companyId: null,
    ownerId: ctx.actor.kind === "user" ? ctx.actor.id : null,
    customFields: {},
  };
  const id = ctx.newId();
  const values = await apply(ctx, blank, input);
  await writeDeal(ctx.tx, id, values, ctx.now);
  await audit(ctx, "deal.created", { kind: "deal", id }, { name: values.name });
  return tell(ctx, ports, null, id);
}

/** @throws Problem `not_found`, `precondition_failed` */
export async function changeDeal(
  ctx: WorkContext,
  ports: CrmPorts,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: DealChanges,
): Promise<DealRow> {
  const before = await lockDeal(ctx.tx, what.id);
  if (before === null) throw noSuchDeal();
  what.checkVersion(before.version);
  await writeDeal(ctx.tx, what.id, await apply(ctx, before, change), ctx.now);
  await audit(ctx, "deal.changed", { kind: "deal", id: what.id }, { fields: Object.keys(change) });
  return tell(ctx, ports, before, what.id);
}

/** Takes a deal out of lists, conditions and templates. @throws Problem `not_found` */
export async function archiveDeal(ctx: WorkContext, ports: CrmPorts, id: string): Promise<undefined> {
  const before = await lockDeal(ctx.tx, id);
  if (before === null || !(await archiveDealRow(ctx.tx, id, ctx.now))) throw noSuchDeal();
  await ports.ledger.contactsChanged(ctx, before.contactIds);
  await audit(ctx, "deal.archived", { kind: "deal", id });
}

export function noSuchDeal(): Problem {
  return new Problem("not_found", { detail: "There is no deal with this id." });
}

/** Sequences hear of it in the same transaction: who waits for a field of the deal first, then who reached its stage. */
async function tell(ctx: WorkContext, ports: CrmPorts, before: DealRow | null, id: string): Promise<DealRow> {
  const after = (await findDeal(ctx.tx, id)) as DealRow;
  if (after.archivedAt !== null) return after;
  const touched = [...new Set([...(before?.contactIds ?? []), ...after.contactIds])];
  if (touched.length > 0) await ports.ledger.contactsChanged(ctx, touched);
  const reached = whoReached(before, after);
  if (reached.length > 0) await ports.ledger.dealReached(ctx, reached, { dealId: id, stage: after.stage });
  return after;
}

async function apply(ctx: WorkContext, before: DealValues, input: DealChanges): Promise<DealValues> {
  const name = input.name === undefined ? before.name : cleanLine(input.name);
  if (name === null) throw invalid("/name", "required", "Required.");
  const amount = orBefore(input.amount, before.amount);
  const currency = orBefore(input.currency, before.currency);
  if ((amount === null) !== (currency === null)) {
    const missing = amount === null ? "/amount" : "/currency";
    throw invalid(missing, "required", "An amount needs its currency, and a currency its amount.");
  }
  return {
    name,
    stageId: await stageOf(ctx, before.stageId, input),
    amount,
    currency,
    contactIds: await contactsOf(ctx, before.contactIds, input),
    companyId: await companyOf(ctx, before.companyId, input),
    ownerId: await ownerOf(ctx, before.ownerId, input),
    customFields: input.customFields === undefined ? before.customFields : requireStorable(input.customFields ?? {}),
  };
}

/** As named, else the first open one of the pipeline that is named, else where it stands; a new deal begins somewhere. */
async function stageOf(ctx: WorkContext, before: string, { stageId, pipelineId }: DealChanges): Promise<string> {
  if (stageId !== undefined) {
    const found = await holdPipelineOfStage(ctx.tx, stageId);
    if (found === null) throw invalid("/stageId", "not_found", "There is no stage with this id.");
    if (pipelineId !== undefined && found !== pipelineId) {
      throw invalid("/stageId", "other_pipeline", "This stage belongs to another pipeline.");
    }
    return stageId;
  }
  if (pipelineId === undefined && before !== "") return before;
  const pipeline = await findPipeline(ctx.tx, pipelineId ?? (await firstPipelineId(ctx)));
  if (pipeline === null || pipeline.archivedAt !== null) {
    throw invalid("/pipelineId", "not_found", "There is no pipeline with this id.");
  }
  if (pipeline.stages.some(({ id }) => id === before)) return before;
  const first = pipeline.stages.find(({ status }) => status === "open");
  if (first === undefined || (await holdPipelineOfStage(ctx.tx, first.id)) === null) {
    throw invalid("/pipelineId", "not_found", "This pipeline has no open stage any more.");
  }
  return first.id;
}

async function contactsOf(
  ctx: WorkContext,
  before: readonly string[],
  { contactIds }: DealChanges,
): Promise<readonly string[]> {
  if (contactIds === undefined) return before;
  const wanted = [...new Set(contactIds ?? [])];
  // Whoever was archived since stays in the deals they were in.
  const [missing] = await findMissingContacts(
    ctx.tx,
    wanted.filter((id) => !before.includes(id)),
  );
  if (missing !== undefined) {
    const place = (contactIds ?? []).indexOf(missing);
    throw invalid(`/contactIds/${place}`, "not_found", "There is no contact with this id.");
  }
  return wanted;
}

async function companyOf(ctx: WorkContext, before: string | null, { companyId }: DealChanges): Promise<string | null> {
  if (companyId === undefined || companyId === null) return orBefore(companyId, before);
  if ((await findCompany(ctx.tx, companyId)) === null) {
    throw invalid("/companyId", "not_found", "There is no company with this id.");
  }
  return companyId;
}

async function ownerOf(ctx: WorkContext, before: string | null, { ownerId }: DealChanges): Promise<string | null> {
  if (ownerId === undefined || ownerId === null) return orBefore(ownerId, before);
  if (!(await isMember(ctx.tx, ownerId))) throw invalid("/ownerId", "not_found", "There is no member with this id.");
  return ownerId;
}

function orBefore<T>(given: T | undefined, before: T): T {
  return given === undefined ? before : given;
}
