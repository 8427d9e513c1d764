import { asInstant, type Instant, laterOf } from "@haste/engine/base";
import { capsIntake, type PlanSequence } from "@haste/engine/schedule";
import { askedFields, type Definition } from "@haste/engine/sequence";
import type { Beside, Underway } from "@haste/engine/simulate";
import {
  loadDefinition,
  loadFacts,
  readContactFacts,
  readEpisodes,
  readIntake,
  readOpenSequences,
  stateOf,
} from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { intakeSince } from "../load-snapshot.ts";
import { countUnderway, readDone, readUnderway, type UnderwayRow } from "./queries.ts";

export interface LoadedBeside extends Beside {
  /** How many people on their way were too many to simulate. */
  readonly leftOut: number;
}

interface Asked {
  readonly definition: Definition;
  readonly contactIds: readonly string[];
  /** When the simulated world begins. */
  readonly beginsAt: Instant;
  /** At most so many people of others are simulated. */
  readonly mostPeople: number;
}

/**
 * Who else is on the way and will want the same accounts, and where steps and triggers lead. What of triggers has fired in
 * an episode already is not known here: they may fire once more.
 */
export async function loadBeside(ctx: Pick<WorkContext, "tx" | "now">, asked: Asked): Promise<LoadedBeside> {
  const { tx } = ctx;
  const rows = await readUnderway(tx, asked.mostPeople);
  const total = rows.length < asked.mostPeople ? rows.length : await countUnderway(tx);
  const people = await underwayOf(tx, rows, asked.beginsAt);
  const definitions = new Set([asked.definition, ...people.map((one) => one.definition)]);
  const open = await loadTargets(tx, definitions, ctx.now);
  const contactIds = [...new Set([...asked.contactIds, ...people.map(({ person }) => person.contactId)])];
  return { people, open, leftOut: total - rows.length, earlier: await earlierIn(tx, [...open.keys()], contactIds) };
}

async function underwayOf(tx: Tx, rows: readonly UnderwayRow[], beginsAt: Instant): Promise<Underway[]> {
  const definitions = new Map<UnderwayRow, Definition>();
  for (const row of rows) definitions.set(row, await loadDefinition(tx, row.sequence_id, row.sequence_version));
  const definitionOf = (row: UnderwayRow) => definitions.get(row) as Definition;
  const ids = rows.map((row) => row.id);
  const facts = await loadFacts(tx, rows, definitionOf);
  const done = await readDone(tx, ids);
  const emails = Map.groupBy(done.emails, (row) => row.enrollment_id);
  const tasks = Map.groupBy(done.tasks, (row) => row.enrollment_id);
  const asking = rows.filter((row) => askedFields(definitionOf(row)).size > 0 || leadsOn(definitionOf(row)).length > 0);
  const contacts = await readContactFacts(tx, [...new Set(asking.map((row) => row.contact_id))]);
  const values = new Map(contacts.map((row) => [row.id, row]));
  return rows.map((row): Underway => {
    const own = emails.get(row.id) ?? [];
    const waiting = own.find((email) => email.due_at !== null);
    const known = values.get(row.contact_id);
    return {
      person: {
        ...{ enrollmentId: row.id, contactId: row.contact_id, contactZone: row.timezone, companyId: row.company_id },
        ...{ domain: row.email_domain, accountId: row.sending_account_id },
        values: { person: known?.contact ?? {}, custom: known ? [known.contact_fields, known.company_fields] : [] },
      },
      definition: definitionOf(row),
      state: standing(row, beginsAt),
      order: row.current_step,
      isHeld: row.is_held,
      intakeDay: row.intake_day === null ? null : asInstant(row.intake_day.getTime()),
      mailed: own.filter((email) => email.has_left).map((email) => email.step_id),
      tasks: new Map((tasks.get(row.id) ?? []).map((task) => [task.step_id, task.is_open ? "open" : "done"])),
      waiting: waiting?.due_at
        ? {
            ...{ stepId: waiting.step_id, accountId: waiting.account_id },
            ...{
              at: notBefore(beginsAt, waiting.due_at),
              rooms: (waiting.rooms ?? []).map((room) => ({ ...room, cap: 0 })),
            },
          }
        : null,
      enrolledAt: row.enrolled_at.toISOString(),
      context: row.context,
      emails: facts.get(row.id)?.emails ?? [],
      outcomes: facts.get(row.id)?.tasks ?? [],
    };
  });
}

/** What is overdue is looked at as soon as the world begins, not in its past. */
function standing(row: UnderwayRow, beginsAt: Instant): Underway["state"] {
  const state = stateOf(row);
  return state.dueAt === null ? state : { ...state, dueAt: laterOf(state.dueAt, beginsAt) };
}

function notBefore(beginsAt: Instant, date: Date): Instant {
  return laterOf(asInstant(date.getTime()), beginsAt);
}

/** The published versions of all sequences that can be come to from these, on however many ways. */
async function loadTargets(
  tx: Tx,
  definitions: ReadonlySet<Definition>,
  now: Date,
): Promise<Map<string, PlanSequence>> {
  const open = new Map<string, PlanSequence>();
  const asked = new Set<string>();
  for (let next = [...definitions]; next.length > 0; ) {
    const wanted = [...new Set(next.flatMap(leadsOn))].filter((id) => !asked.has(id));
    for (const id of wanted) asked.add(id);
    const versions = wanted.length === 0 ? new Map<string, number>() : await readOpenSequences(tx, wanted, now);
    next = [];
    for (const [id, version] of versions) {
      const definition = await loadDefinition(tx, id, version);
      open.set(id, { definition, isPaused: false });
      next.push(definition);
    }
  }
  return open;
}

/** The sequences to which steps and triggers of a version lead. */
function leadsOn({ steps, settings }: Definition): string[] {
  const bySteps = steps.flatMap((step) => (step.kind === "enroll" ? (step.content.sequenceId ?? []) : []));
  const byTriggers = settings.triggers?.flatMap(({ do: what }) => (what.action === "enroll" ? what.sequenceId : []));
  return [...bySteps, ...(byTriggers ?? [])];
}

/** More pairs at once would be a statement of megabytes. */
const pairsAtOnce = 10_000;

async function earlierIn(
  tx: Tx,
  sequenceIds: readonly string[],
  contactIds: readonly string[],
): Promise<Beside["earlier"]> {
  const earlier = new Map<string, { status: Underway["state"]["status"]; stopReason: string | null }>();
  for (const sequenceId of sequenceIds) {
    for (let at = 0; at < contactIds.length; at += pairsAtOnce) {
      const pairs = contactIds.slice(at, at + pairsAtOnce).map((contactId) => ({ sequenceId, contactId }));
      for (const [key, { status, stop_reason: stopReason }] of await readEpisodes(tx, pairs))
        earlier.set(key, { status, stopReason });
    }
  }
  return earlier;
}

/** Who begins on which day in those of these sequences that limit it. */
export async function loadPlaces(
  ctx: Pick<WorkContext, "tx">,
  definition: Definition,
  { people, open }: Beside,
  beginsAt: Instant,
): Promise<Map<string, number>> {
  const all = [definition, ...people.map((one) => one.definition), ...[...open.values()].map((one) => one.definition)];
  const capped = new Set(all.filter(capsIntake).map(({ sequenceId }) => sequenceId));
  if (capped.size === 0) return new Map();
  return readIntake(ctx.tx, [...capped], { from: intakeSince(beginsAt), without: [] });
}
