import { isDeepStrictEqual } from "node:util";
import type { PipelineChanges } from "@haste/contract/nouns/deals";
import { fold } from "@haste/engine/condition";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { cleanLine, invalid } from "../text.ts";
import {
  findFirstPipelineId,
  findPipeline,
  findStagesInUse,
  insertPipeline,
  lockPipeline,
  type PipelineRow,
  type StageRow,
  updatePipeline,
  writeStages,
} from "./queries/pipelines.ts";

/** The stages of a usual sale, for a pipeline that names none. */
const usualStages = [
  { name: "Qualified", status: "open" },
  { name: "Meeting", status: "open" },
  { name: "Proposal", status: "open" },
  { name: "Negotiation", status: "open" },
  { name: "Won", status: "won" },
  { name: "Lost", status: "lost" },
] as const;

type StageInput = NonNullable<PipelineChanges["stages"]>[number];

/** @throws Problem `name_taken` */
export async function createPipeline(
  ctx: WorkContext,
  input: { readonly name: string; readonly stages?: readonly StageInput[] | undefined },
): Promise<PipelineRow> {
  const name = requireName(input.name, "/name");
  const stages = stagesOf(ctx, [], input.stages ?? usualStages);
  const id = ctx.newId();
  if (!(await insertPipeline(ctx.tx, { id, name }, ctx.now))) throw nameTaken(name);
  await writeStages(ctx.tx, id, stages, ctx.now);
  await audit(ctx, "pipeline.created", { kind: "pipeline", id }, { name });
  return (await findPipeline(ctx.tx, id)) as PipelineRow;
}

/** The oldest pipeline; a workspace that has none gets one with its first deal. */
export async function firstPipelineId(ctx: WorkContext): Promise<string> {
  const known = await findFirstPipelineId(ctx.tx);
  if (known !== null) return known;
  const id = ctx.newId();
  // Of two first deals at once the second waits here, and finds the pipeline of the first.
  if (!(await insertPipeline(ctx.tx, { id, name: "Sales" }, ctx.now))) return firstPipelineId(ctx);
  await writeStages(ctx.tx, id, stagesOf(ctx, [], usualStages), ctx.now);
  return id;
}

/** @throws Problem `not_found`, `precondition_failed`, `name_taken`, `pipeline_in_use` */
export async function changePipeline(
  ctx: WorkContext,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: PipelineChanges,
): Promise<PipelineRow> {
  const before = await lockPipeline(ctx.tx, what.id);
  if (before === null) throw noSuchPipeline();
  what.checkVersion(before.version);
  const name = change.name === undefined ? before.name : requireName(change.name, "/name");
  const stages = change.stages === undefined ? before.stages : stagesOf(ctx, before.stages, change.stages);
  await refuseWhereDealsStand(
    ctx,
    before.stages.filter((stage) => stages.find(({ id }) => id === stage.id)?.status !== stage.status),
  );
  await updatePipeline(ctx.tx, { id: what.id, name, archivedAt: null }, ctx.now).catch((err: unknown) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    throw code === "23505" && constraint === "pipelines_name" ? nameTaken(name, err) : err;
  });
  if (!isDeepStrictEqual(stages, before.stages)) await writeStages(ctx.tx, what.id, stages, ctx.now);
  await audit(ctx, "pipeline.changed", { kind: "pipeline", id: what.id }, { fields: Object.keys(change) });
  return (await findPipeline(ctx.tx, what.id)) as PipelineRow;
}

/** @throws Problem `not_found`, `pipeline_in_use` */
export async function archivePipeline(ctx: WorkContext, id: string): Promise<undefined> {
  const before = await lockPipeline(ctx.tx, id);
  if (before === null) throw noSuchPipeline();
  await refuseWhereDealsStand(ctx, before.stages);
  await updatePipeline(ctx.tx, { id, name: before.name, archivedAt: ctx.now }, ctx.now);
  await audit(ctx, "pipeline.archived", { kind: "pipeline", id }, { name: before.name });
}

export function noSuchPipeline(): Problem {
  return new Problem("not_found", { detail: "There is no pipeline with this id." });
}

/** A status cannot change under deals, nor can their stage go: what was won would be lost without anybody saying so. */
async function refuseWhereDealsStand(ctx: WorkContext, stages: readonly StageRow[]): Promise<void> {
  if (stages.length === 0) return;
  const ids = stages.map(({ id }) => id);
  const inUse = await findStagesInUse(ctx.tx, ids);
  const names = stages.filter(({ id }) => inUse.has(id)).map(({ name }) => `"${name}"`);
  if (names.length > 0) throw new Problem("pipeline_in_use", { detail: `Deals stand in ${names.join(", ")}.` });
}

function stagesOf(ctx: WorkContext, before: readonly StageRow[], wanted: readonly StageInput[]): StageRow[] {
  const known = new Map(before.map((stage) => [stage.id, stage]));
  const names = new Set<string>();
  const stages = wanted.map(({ id, name, status }, place): StageRow => {
    const pointer = `/stages/${place}`;
    const old = id === undefined ? undefined : known.get(id);
    if (id !== undefined && !known.delete(id)) {
      throw invalid(`${pointer}/id`, "not_found", "This pipeline has no such stage, or it is named twice.");
    }
    const clean = requireName(name, `${pointer}/name`);
    if (names.has(fold(clean))) throw invalid(`${pointer}/name`, "duplicate", `Two stages are called "${clean}".`);
    names.add(fold(clean));
    return { id: old?.id ?? ctx.newId(), name: clean, status: status ?? old?.status ?? "open" };
  });
  if (!stages.some(({ status }) => status === "open")) {
    throw invalid("/stages", "none_open", "At least one stage has to be open: deals begin there.");
  }
  return stages;
}

function requireName(name: string, pointer: string): string {
  const clean = cleanLine(name);
  if (clean === null) throw invalid(pointer, "required", "Required.");
  return clean;
}

function nameTaken(name: string, cause?: unknown): Problem {
  return new Problem("name_taken", { detail: `Another pipeline is called "${name}".`, cause });
}
