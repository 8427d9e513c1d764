import type { Sequence } from "@haste/contract/nouns/sequences";
import { type Rate, rateOf } from "@haste/engine/report";
import type { Tx } from "../../platform/db/index.ts";
import { type EmailNumbers, listNextMails, listPeople, type PeopleRow, sumEmails } from "./queries/numbers.ts";
import type { StepRow } from "./queries/steps.ts";

export type SequenceStats = NonNullable<Sequence["stats"]>;

/** The numbers of these sequences; four reads, whatever their number and history. */
export async function loadStats(
  tx: Tx,
  stepsOf: ReadonlyMap<string, readonly StepRow[]>,
): Promise<Map<string, SequenceStats>> {
  const ids = [...stepsOf.keys()];
  const people = Map.groupBy(await listPeople(tx, ids), (row) => row.sequenceId);
  const emails = new Map((await sumEmails(tx, ids)).map((row) => [row.sequenceId, row]));
  const moving = ids.filter((id) => countOf(people.get(id) ?? [], "active") > 0);
  const next = new Map(
    moving.length === 0 ? [] : (await listNextMails(tx, moving)).map((row) => [row.sequenceId, row.at] as const),
  );
  return new Map(
    ids.map((id) => [id, statsFrom(people.get(id) ?? [], emails.get(id), stepsOf.get(id) ?? [], next.get(id) ?? null)]),
  );
}

function countOf(people: readonly PeopleRow[], status: PeopleRow["status"]): number {
  return people.filter((row) => row.status === status).reduce((sum, row) => sum + row.people, 0);
}

function statsFrom(
  people: readonly PeopleRow[],
  emails: EmailNumbers | undefined,
  steps: readonly StepRow[],
  nextMailAt: Date | null,
): SequenceStats {
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
