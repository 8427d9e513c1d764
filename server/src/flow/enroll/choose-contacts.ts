import { asInstant } from "@haste/engine/base";
import type { Condition } from "@haste/engine/condition";
import { conditionOfSegment, peopleOfImport, requireFilterable, walkMatching } from "../../catalog/crm/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { readFilteredContactIds } from "./queries/facts.ts";

/** Whom somebody means: people one by one, everybody a filter finds, or the people of a list. */
export interface Choice {
  readonly contactIds: readonly string[] | null;
  readonly filter: {
    readonly q?: string | undefined;
    readonly companyId?: string | undefined;
    readonly condition?: Condition | undefined;
  } | null;
  readonly importId: string | null;
}

/** How far a choice has been walked. */
export interface ChoicePlace {
  /** The last id walked over. */
  readonly after: string;
  /** The last place in a list of ids, or row of an import. */
  readonly position: number;
}

export interface ChosenBatch extends ChoicePlace {
  readonly ids: readonly string[];
  readonly isLast: boolean;
}

export const beginning: ChoicePlace = { after: "00000000-0000-0000-0000-000000000000", position: 0 };

const batchSize = 500;
/** A condition is judged in SQL, so that a batch with few matches is still quick. */
const walkedAtOnce = 2_000;

/**
 * Refuses a choice that nobody could follow.
 * @throws Problem `invalid_request`, and what an import that is not there or has not run says
 */
export async function checkChoice(ctx: WorkContext, { contactIds, filter, importId }: Choice): Promise<void> {
  const said = [contactIds, filter, importId].filter((way) => way !== null);
  if (said.length !== 1) throw unclear();
  if (importId !== null) await peopleOfImport(ctx.tx, importId, { after: 0, limit: 1 });
  if (filter?.condition !== undefined) requireFilterable(ctx, filter.condition, "/filter/condition");
}

function unclear(): Problem {
  const detail = "contactIds, filter, segmentId or importId, one of them";
  return new Problem("invalid_request", {
    detail: `Say whom to enroll: ${detail}.`,
    errors: [{ pointer: "/contactIds", code: "required", detail }],
  });
}

/**
 * The filter of a request that may name a segment. Its condition as it stands now is what counts from here on: a job that
 * goes on after a change of the segment still means whom it meant.
 * @throws Problem `not_found`, `invalid_request` where both are said
 */
export async function filterMeant(
  ctx: WorkContext,
  { filter, segmentId }: { readonly filter?: Choice["filter"] | undefined; readonly segmentId?: string | undefined },
): Promise<Choice["filter"]> {
  if (segmentId === undefined) return filter ?? null;
  if (filter !== undefined) throw unclear();
  return { condition: await conditionOfSegment(ctx.tx, segmentId) };
}

/** The next contacts of a choice; a batch may be empty before the last one. */
export function nextChosen(ctx: WorkContext, choice: Choice, at: ChoicePlace): Promise<ChosenBatch> {
  if (choice.contactIds !== null) return Promise.resolve(nextListed(choice.contactIds, at));
  if (choice.importId !== null) return nextImported(ctx, choice.importId, at);
  if (choice.filter?.condition === undefined) return nextFiltered(ctx, choice, at);
  return nextMatching(ctx, { choice, condition: choice.filter.condition, at });
}

function nextListed(contactIds: readonly string[], at: ChoicePlace): ChosenBatch {
  const ids = contactIds.slice(at.position, at.position + batchSize);
  const position = at.position + ids.length;
  return { ids, after: at.after, position, isLast: position >= contactIds.length };
}

async function nextImported(ctx: WorkContext, importId: string, at: ChoicePlace): Promise<ChosenBatch> {
  const { contactIds, next } = await peopleOfImport(ctx.tx, importId, { after: at.position, limit: batchSize });
  return { ids: contactIds, after: at.after, position: next ?? at.position, isLast: next === null };
}

async function nextFiltered(ctx: WorkContext, { filter }: Choice, at: ChoicePlace): Promise<ChosenBatch> {
  const page = { afterId: at.after, limit: batchSize };
  const ids = await readFilteredContactIds(ctx.tx, namesOf(filter, null), page);
  return { ids, after: ids.at(-1) ?? at.after, position: at.position, isLast: ids.length < batchSize };
}

function namesOf(filter: Choice["filter"], among: readonly string[] | null) {
  return { prefix: filter?.q?.trim().toLowerCase() || null, companyId: filter?.companyId ?? null, among };
}

async function nextMatching(
  ctx: WorkContext,
  { choice, condition, at }: { readonly choice: Choice; readonly condition: Condition; readonly at: ChoicePlace },
): Promise<ChosenBatch> {
  const walk = { condition, now: asInstant(ctx.now.getTime()), after: at.after, batch: walkedAtOnce };
  const walked = await walkMatching(ctx.tx, walk);
  // It was judged when the job was asked for; only a later version of the product could know fewer fields.
  if (!walked.ok) throw new Error(`Contacts cannot be filtered by ${walked.error.field}`);
  const { matching, next } = walked.value;
  const { q, companyId } = choice.filter ?? {};
  const page = { afterId: at.after, limit: walkedAtOnce };
  const isNarrower = (q ?? companyId) !== undefined && matching.length > 0;
  const ids = isNarrower ? await readFilteredContactIds(ctx.tx, namesOf(choice.filter, matching), page) : matching;
  return { ids, after: next ?? at.after, position: at.position, isLast: next === null };
}
