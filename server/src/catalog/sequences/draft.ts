import { isDeepStrictEqual } from "node:util";
import {
  type Definition,
  normalize,
  type References,
  type SequenceProblem,
  validate,
  type WrittenSettings,
} from "@haste/engine/sequence";
import { checkSource, freezeSnippets, sourcesOf as sourcesOfEmail } from "@haste/engine/template";
import { findLastAuditRow } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { isCalendar, loadHolidays } from "../calendar/index.ts";
import { findOpenSegments } from "../crm/index.ts";
import { bindTests, releaseTests } from "../experiments/index.ts";
import { knownAccounts } from "../sending-accounts/index.ts";
import {
  checkAttachments,
  loadTemplates,
  snippetsFor,
  type TemplateWords,
  usableTemplates,
} from "../templates/index.ts";
import { lockSequence, type SequenceRow } from "./queries/sequences.ts";
import {
  deleteStepsExcept,
  type EnrollTarget,
  listEnrollTargets,
  listSteps,
  type StepRow,
  upsertSteps,
} from "./queries/steps.ts";

/** What people edit: a sequence with the steps of its draft, in their order. */
export interface Draft {
  readonly sequence: SequenceRow;
  readonly steps: readonly StepRow[];
}

/** Which sequence, and a change that must have been meant for this very state of it. */
export interface DraftToChange {
  readonly id: string;
  /** Throws where the caller saw another version (`If-Match`). */
  readonly checkVersion?: ((version: number) => void) | undefined;
}

/**
 * The draft, locked until the end of the transaction.
 * @throws Problem `not_found`, `precondition_failed`, and `invalid_status` for an archived sequence
 */
export async function lockDraft(tx: Tx, { id, checkVersion }: DraftToChange): Promise<Draft> {
  const sequence = await lockSequence(tx, id);
  if (sequence === null) throw noSuchSequence();
  await checkSeen(tx, sequence, checkVersion);
  if (sequence.archivedAt !== null) {
    throw new Problem("invalid_status", {
      detail: `"${sequence.name}" is archived and cannot be changed.`,
      fix: "Duplicate it to go on with a copy.",
    });
  }
  return { sequence, steps: (await listSteps(tx, [id])).get(id) ?? [] };
}

/** Refuses a change that was meant for another state, and says what each side has: whose change was it, and when. */
async function checkSeen(tx: Tx, sequence: SequenceRow, checkVersion: DraftToChange["checkVersion"]): Promise<void> {
  try {
    checkVersion?.(sequence.version);
  } catch (err) {
    if (!(err instanceof Problem) || err.code !== "precondition_failed") throw err;
    const last = await findLastAuditRow(tx, { kind: "sequence", id: sequence.id });
    const who = last?.actorName ?? "Somebody";
    const changedAt = sequence.updatedAt.toISOString();
    throw new Problem("precondition_failed", {
      ...err.options,
      detail: `${who} changed “${sequence.name}” meanwhile (version ${sequence.version}, ${changedAt}).`,
      theirs: { version: sequence.version, publishedVersion: sequence.publishedVersion, changedAt, changedBy: who },
      cause: err,
    });
  }
}

export function noSuchSequence(): Problem {
  return new Problem("not_found", { detail: "There is no such sequence." });
}

const publishedParts = [
  "timezone",
  "timezoneMode",
  "sendingDays",
  "sendingHours",
  "sendingWindows",
  "replyHandling",
  "bounceHandling",
  "tracking",
  "reEntry",
  "intake",
  "cooldownDays",
  "holdOut",
  "priority",
  "sendingAccounts",
  "holidayCalendarId",
  "stopRules",
  "triggers",
] as const satisfies readonly (keyof WrittenSettings)[];

export function settingsOf(sequence: WrittenSettings): WrittenSettings {
  return Object.fromEntries(publishedParts.map((part) => [part, sequence[part]])) as unknown as WrittenSettings;
}

/**
 * Counts the draft as changed where a part that publishing copies is another than before. The name is not one: a new
 * name shows everywhere at once.
 */
export function withRevision(before: Draft, after: Draft): Draft {
  const same =
    isDeepStrictEqual(settingsOf(before.sequence), settingsOf(after.sequence)) &&
    isDeepStrictEqual(before.steps.map(partsOf), after.steps.map(partsOf));
  if (same) return after;
  return { ...after, sequence: { ...after.sequence, draftRevision: before.sequence.draftRevision + 1 } };
}

/** A weight is none of them: shares hold at once, whatever is published. */
function partsOf({ createdAt: _, updatedAt: __, abTestId: ___, variants, ...parts }: StepRow) {
  return { ...parts, variants: variants.map(({ id, name, content }) => ({ id, name, content })) };
}

/** Writes the steps of a draft, depth-first, with the variants of their tests; returns them with these. */
export async function saveSteps(
  ctx: WorkContext,
  sequenceId: string,
  unbound: readonly StepRow[],
): Promise<readonly StepRow[]> {
  const steps = await bindTests(ctx, sequenceId, unbound);
  await deleteStepsExcept(
    ctx.tx,
    sequenceId,
    steps.map((step) => step.id),
  );
  const written = new Set(await upsertSteps(ctx.tx, sequenceId, steps));
  const errors = steps.flatMap(({ id }, order) =>
    written.has(id)
      ? []
      : [{ pointer: `/steps/${order}/id`, code: "taken", detail: "Another sequence has this step." }],
  );
  if (errors.length > 0)
    throw new Problem("invalid_request", { detail: "A step belongs to another sequence.", errors });
  await releaseTests(ctx, sequenceId);
  return steps;
}

/** @throws Problem `invalid_request`; a calendar that stood there already may have been removed since */
export async function refuseUnknownCalendar(tx: Tx, before: string | null, after: string | null): Promise<void> {
  if (after === null || after === before || (await isCalendar(tx, after))) return;
  const detail = "There is no such holiday calendar.";
  throw new Problem("invalid_request", {
    detail,
    errors: [{ pointer: "/settings/holidayCalendarId", code: "not_found", detail }],
  });
}

/**
 * A pool names accounts that are there, each once; one that stood there already may have been removed since.
 * @throws Problem `invalid_request`
 */
export async function refuseUnknownAccounts(
  tx: Tx,
  before: WrittenSettings["sendingAccounts"],
  after: WrittenSettings["sendingAccounts"],
): Promise<void> {
  if (after === null) return;
  const stood = new Set(before?.map(({ id }) => id));
  const known = new Set([
    ...stood,
    ...(await knownAccounts(
      tx,
      after.map(({ id }) => id),
    )),
  ]);
  const seen = new Set<string>();
  const errors = [...after.entries()].flatMap(([place, { id }]) => {
    const pointer = `/settings/sendingAccounts/${place}/id`;
    if (!known.has(id)) return [{ pointer, code: "not_found", detail: "There is no such sending account." }];
    if (seen.has(id)) return [{ pointer, code: "duplicate", detail: "The account stands there twice." }];
    seen.add(id);
    return [];
  });
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "The pool of accounts is unusable.", errors });
}

/**
 * Steps are linked to templates that are there for whoever links them; a link that stood there already stays, whatever
 * became of the template.
 * @throws Problem `invalid_request`
 */
export async function refuseUnknownTemplates(
  ctx: WorkContext,
  before: readonly StepRow[],
  after: readonly StepRow[],
): Promise<void> {
  const linked = new Set(before.map((step) => step.templateId));
  const isNew = ({ templateId }: StepRow) => templateId !== null && !linked.has(templateId);
  const usable = await usableTemplates(
    ctx,
    after.filter(isNew).flatMap((step) => step.templateId ?? []),
  );
  const errors = after.flatMap((step, order) =>
    !isNew(step) || usable.has(step.templateId ?? "")
      ? []
      : [{ pointer: `/steps/${order}/templateId`, code: "not_found", detail: "There is no such template." }],
  );
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "A step uses an unknown template.", errors });
}

/**
 * Files that steps carry are there, and not too much for one mail.
 * @throws Problem `invalid_request`
 */
export async function refuseUnfitFiles(tx: Tx, before: readonly StepRow[], after: readonly StepRow[]): Promise<void> {
  for (const [order, step] of after.entries()) {
    if (before.includes(step)) continue;
    await checkAttachments(tx, step.content.attachments ?? [], `/steps/${order}/content/attachments`);
  }
}

/** The draft as it would run if it were published now as `version` (0: only to be judged). */
export async function definitionOf(tx: Tx, draft: Draft, version: number, timezone: string): Promise<Definition> {
  const [definition] = await definitionsOf(tx, [draft], timezone, version);
  if (definition === undefined) throw new Error("a draft has a definition");
  return definition;
}

async function definitionsOf(tx: Tx, drafts: readonly Draft[], timezone: string, version: number) {
  const ids = new Set(drafts.flatMap(({ steps }) => steps.map((step) => step.templateId)));
  ids.delete(null);
  const templates = await loadTemplates(tx, [...ids] as string[]);
  const calendars = new Set(drafts.flatMap(({ sequence }) => sequence.holidayCalendarId ?? []));
  const holidays = await loadHolidays(tx, [...calendars]);
  const definitions = drafts.map(({ sequence, steps }) =>
    normalize(
      {
        sequenceId: sequence.id,
        name: sequence.name,
        settings: settingsOf(sequence),
        holidays: holidays.get(sequence.holidayCalendarId ?? "") ?? null,
        steps: steps.map((step) => withTemplate(step, templates.get(step.templateId ?? ""))),
      },
      version,
      timezone,
    ),
  );
  const library = await snippetsFor(tx, definitions.flatMap(sourcesOf));
  return definitions.map((definition) => freezeSnippets(definition, library));
}

function withTemplate(step: StepRow, words: TemplateWords | undefined) {
  const { abTestId: testId, variants } = step;
  const test = testId === null ? null : { testId, variants };
  return { ...step, test, template: words?.content ?? null, templateVersion: words?.version ?? null };
}

function sourcesOf({ steps }: Definition): string[] {
  return steps.flatMap((step) =>
    step.kind === "email"
      ? [step, ...(step.test?.variants ?? [])].flatMap(({ content }) => sourcesOfEmail(content))
      : [],
  );
}

/** Who asks, at which workspace time. */
type Asking = Pick<WorkContext, "tx" | "now">;

/** Everything that keeps this definition from running; asks for other sequences only where a step leads to one. */
export async function problemsOf({ tx, now }: Asking, definition: Definition): Promise<SequenceProblem[]> {
  return validate(definition, await referencesOf({ tx, now }, [definition]));
}

/** How many problems each of these drafts has, by sequence. */
export async function countProblems(ctx: WorkContext, drafts: readonly Draft[]): Promise<Map<string, number>> {
  const definitions = await definitionsOf(ctx.tx, drafts, ctx.workspace.timezone, 0);
  const references = await referencesOf(ctx, definitions);
  return new Map(definitions.map((definition) => [definition.sequenceId, validate(definition, references).length]));
}

async function referencesOf({ tx, now }: Asking, definitions: readonly Definition[]): Promise<References> {
  const named = definitions.flatMap(({ steps, settings }) => [
    ...steps.flatMap((step) => (step.kind === "enroll" ? (step.content.sequenceId ?? []) : [])),
    ...(settings.triggers ?? []).flatMap(({ do: what }) => (what.action === "enroll" ? what.sequenceId : [])),
  ]);
  const targets = named.length === 0 ? new Map<string, EnrollTarget>() : await listEnrollTargets(tx, named, now);
  const awaited = definitions.flatMap(({ settings }) =>
    (settings.triggers ?? []).flatMap(({ on }) => on.segmentId ?? []),
  );
  const segments = await findOpenSegments(tx, awaited);
  // What is left of a tag is a group, which the version holds, or a snippet that nobody knows.
  const isGroup = (name: string) => definitions.some(({ snippetGroups }) => Object.hasOwn(snippetGroups ?? {}, name));
  return {
    checkTemplate: (source, form) => checkSource(source, form, isGroup),
    checkSequence: (from, to) => enrollFault(targets, from, to),
    checkSegment: (id) => (segments.has(id) ? null : "This segment does not exist any more. Choose another one."),
  };
}

/** What stands in the way of leading people from one sequence into another. */
function enrollFault(targets: ReadonlyMap<string, EnrollTarget>, from: string, to: string): string | null {
  const target = targets.get(to);
  if (target === undefined) return "The sequence it leads to does not exist any more. Choose another one.";
  if (!target.isOpen) return `“${target.name}” takes nobody in. Activate it first.`;
  const seen = new Set<string>();
  const ahead = [to];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (id === from) return `“${target.name}” leads back here, so people would go round and round. Choose another one.`;
    if (seen.has(id)) continue;
    seen.add(id);
    ahead.push(...(targets.get(id)?.leadsTo ?? []));
  }
  return null;
}
