import type { Sequence } from "@haste/contract/nouns/sequences";
import { asInstant, findZone, toInstant, toLocal, UTC } from "@haste/engine/base";
import { type Rate, rateOf } from "@haste/engine/report";
import type { Tx } from "../../platform/db/index.ts";
import {
  type AttentionRow,
  countAttention,
  type DayRow,
  type EmailNumbers,
  listNextMails,
  listPeople,
  type PeopleRow,
  sumDays,
  sumEmails,
} from "./queries/numbers.ts";
import type { StepRow } from "./queries/steps.ts";

export type SequenceStats = NonNullable<Sequence["stats"]>;

/** Days of a sparkline: two weeks show a rhythm of workdays twice. */
const DAYS = 14;

/** What the reads found about one sequence. */
interface Found {
  readonly people: readonly PeopleRow[];
  readonly emails: EmailNumbers | undefined;
  readonly nextMailAt: Date | null;
  readonly problems: number;
  readonly attention: readonly AttentionRow[];
  readonly days: readonly DayRow[];
}

/** The numbers of these sequences; six reads, whatever their number and history. */
export async function loadStats(
  tx: Tx,
  stepsOf: ReadonlyMap<string, readonly StepRow[]>,
  at: { readonly now: Date; readonly timezone: string; readonly problems: ReadonlyMap<string, number> },
): Promise<Map<string, SequenceStats>> {
  const ids = [...stepsOf.keys()];
  const days = lastDays(at.now, at.timezone);
  const people = Map.groupBy(await listPeople(tx, ids), (row) => row.sequenceId);
  const emails = new Map((await sumEmails(tx, ids)).map((row) => [row.sequenceId, row]));
  const happened = Map.groupBy(await sumDays(tx, ids, days), (row) => row.sequenceId);
  const attention = Map.groupBy(await countAttention(tx, ids), (row) => row.sequenceId);
  const moving = ids.filter((id) => countOf(people.get(id) ?? [], "active") > 0);
  const next = new Map(
    moving.length === 0 ? [] : (await listNextMails(tx, moving)).map((row) => [row.sequenceId, row.at] as const),
  );
  const found = (id: string): Found => ({
    people: people.get(id) ?? [],
    emails: emails.get(id),
    nextMailAt: next.get(id) ?? null,
    problems: at.problems.get(id) ?? 0,
    attention: attention.get(id) ?? [],
    days: happened.get(id) ?? [],
  });
  return new Map(ids.map((id) => [id, statsFrom(found(id), stepsOf.get(id) ?? [], days)]));
}

/** The first instants of the last days of this zone's calendar, today last. */
function lastDays(now: Date, timezone: string): Date[] {
  const found = findZone(timezone);
  const zone = found.ok ? found.value : UTC;
  const today = toLocal(zone, asInstant(now.getTime())).epochDay;
  return Array.from({ length: DAYS }, (_, at) => new Date(toInstant(zone, today - DAYS + 1 + at, 0)));
}

function countOf(people: readonly PeopleRow[], status: PeopleRow["status"]): number {
  return people.filter((row) => row.status === status).reduce((sum, row) => sum + row.people, 0);
}

function statsFrom(found: Found, steps: readonly StepRow[], days: readonly Date[]): SequenceStats {
  const { people, emails, nextMailAt } = found;
  const reply = rateOf(emails?.replied ?? 0, emails?.sent ?? 0);
  const standing = people.filter((row) => row.status === "active" || row.status === "paused");
  return {
    enrolled: people.reduce((sum, row) => sum + row.people, 0),
    active: countOf(people, "active"),
    paused: countOf(people, "paused"),
    completed: countOf(people, "completed"),
    stopped: countOf(people, "stopped"),
    sent: emails?.sent ?? 0,
    opened: emails?.opened ?? 0,
    openedMachine: emails?.openedMachine ?? 0,
    clicked: emails?.clicked ?? 0,
    replied: emails?.replied ?? 0,
    bounced: emails?.bounced ?? 0,
    unsubscribed: emails?.unsubscribed ?? 0,
    replyRate: reply.rate,
    evidence: { "/stats/replyRate": evidenceOf(reply) },
    peoplePerStep: stepsWithPeople(steps, standing).map((id) => ({
      stepId: id,
      people: standing.filter((row) => row.stepId === id).reduce((sum, row) => sum + row.people, 0),
    })),
    nextMailAt: nextMailAt?.toISOString() ?? null,
    attention: attentionOf(found),
    perDay: {
      from: (days[0] as Date).toISOString(),
      sent: days.map((_, at) => found.days.find((row) => row.day === at + 1)?.sent ?? 0),
      replied: days.map((_, at) => found.days.find((row) => row.day === at + 1)?.replied ?? 0),
    },
  };
}

function attentionOf({ attention: rows, problems }: Found): SequenceStats["attention"] {
  const mails = (status: AttentionRow["status"]) => rows.find((row) => row.status === status)?.mails ?? 0;
  return {
    problems,
    held: mails("held"),
    approvals: mails("approval"),
    uncertain: mails("uncertain"),
    failed: mails("failed"),
    reason: rows.find((row) => row.status === "held")?.reason ?? null,
  };
}

/** The draft's steps in their order, then those of older versions before which people still stand: nobody is left out. */
function stepsWithPeople(steps: readonly StepRow[], standing: readonly PeopleRow[]): string[] {
  const elsewhere = standing.filter((row) => row.people > 0 && row.stepId !== noStep).map((row) => row.stepId);
  return [...new Set([...steps.map((step) => step.id), ...elsewhere])];
}

const noStep = "00000000-0000-0000-0000-000000000000";

function evidenceOf({ n, of, low, high, level }: Rate): SequenceStats["evidence"][string] {
  return { n, of, low, high, level };
}
