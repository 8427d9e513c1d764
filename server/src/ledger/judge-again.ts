import { asInstant, type Instant, isoFromInstant } from "@haste/engine/base";
import {
  actorRulesVersion,
  holdMs,
  judgeAgain,
  revisedMeta,
  type Signal,
  type Verdict,
  visitOf,
} from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { deriveCounts } from "./derive-counts.ts";
import { noLane, stages } from "./lanes.ts";
import { type Moment, wokenMoment } from "./moment.ts";
import { moveEnrollments } from "./move-enrollments.ts";
import { People } from "./people-under-lock.ts";
import { type LockedEmail, lockEmails } from "./queries/emails.ts";
import { lockEnrollments } from "./queries/enrollments.ts";
import { enrollmentsOf } from "./queries/read-emails.ts";
import {
  dropPendingVerdicts,
  duePendingVerdicts,
  nextPendingVerdict,
  type RevisedVisit,
  readVisits,
  updateVerdicts,
  type VisitRow,
} from "./queries/visits.ts";

/** Nobody fetches one mail so often; whoever does is judged by the beginning. */
const mostVisits = 200;
const emailsPerTurn = 200;

export interface JudgedAgain {
  readonly visits: number;
  /** Of those, how many somebody else did now. */
  readonly changed: number;
}

/**
 * Decides visits whose seconds are over: together with what came meanwhile they were a person's or part of a burst. Null:
 * another worker has them.
 */
export async function settleVerdicts(tx: Tx, machineNow: Date): Promise<JudgedAgain | null> {
  const moment = await wokenMoment(tx, { stage: stages.judge, lane: noLane }, machineNow);
  if (moment === null) return null;
  const emailIds = await duePendingVerdicts(tx, moment.now, emailsPerTurn);
  const changes = new Changes(moment);
  const judged = await judgeInto(tx, emailIds, changes, { isTold: true });
  await dropPendingVerdicts(tx, emailIds, moment.now);
  const next = await nextPendingVerdict(tx);
  if (next !== null) changes.wake(stages.judge, noLane, asInstant(next.getTime()));
  await changes.write(tx);
  return judged;
}

/** Judges these emails' visits by today's rules. What they did to anybody stays done: nobody is moved or moved back. */
export async function judgeEmailsAgain(tx: Tx, emailIds: readonly string[], moment: Moment): Promise<JudgedAgain> {
  const changes = new Changes(moment);
  const judged = await judgeInto(tx, emailIds, changes, { isTold: false });
  await changes.write(tx);
  return judged;
}

interface Revision {
  readonly row: VisitRow;
  readonly verdict: Verdict;
}

async function judgeInto(
  tx: Tx,
  emailIds: readonly string[],
  changes: Changes,
  { isTold }: { readonly isTold: boolean },
): Promise<JudgedAgain> {
  if (emailIds.length === 0) return { visits: 0, changed: 0 };
  // In the order of every writer: enrollments, then emails.
  const enrollments = await lockEnrollments(tx, await enrollmentsOf(tx, emailIds), []);
  const people = new People(enrollments);
  const emails = new Map((await lockEmails(tx, emailIds)).map((email) => [email.id, email]));
  const rows = await readVisits(tx, [...emails.keys()], mostVisits);
  const written: RevisedVisit[] = [];
  let changed = 0;
  for (const [emailId, visits] of Map.groupBy(rows, (row) => row.email_id)) {
    const email = emails.get(emailId) as LockedEmail;
    for (const { row, verdict } of revisionsOf(visits, changes.moment.now)) {
      const meta = revisedMeta(row.actor, row.meta, verdict);
      written.push({ id: row.id, at: row.occurred_at, actor: verdict.actor, meta });
      if (row.actor === verdict.actor) continue;
      changed += 1;
      const before = { actor: row.actor, waited: row.meta.rule === "waits" };
      row.actor = verdict.actor;
      const signal = signalOf(row, meta);
      recount(email, visits, { signal, before: before.actor, changes });
      if (!isTold) continue;
      if (before.waited && verdict.actor === "human") {
        await moveEnrollments(tx, signal, email, { changes, people, colleagues: undefined });
      }
      tell(email, signal, changes);
    }
  }
  updateVerdicts(tx, written);
  return { visits: rows.length, changed };
}

/** What is judged otherwise now, or by older rules. What still waits goes on waiting, unless it was a machine's. */
function revisionsOf(rows: readonly VisitRow[], now: Instant): Revision[] {
  const visits = rows.map((row) => visitOf({ ...row, at: atOf(row) }));
  const verdicts = judgeAgain(visits);
  return rows.flatMap((row, place) => {
    const verdict = verdicts[place] as Verdict;
    // Of an erased person nothing is left to judge by; what was counted stays.
    if (row.meta.agent === undefined) return [];
    const waits = row.meta.rule === "waits" && atOf(row) + holdMs[row.kind] > now;
    if (waits && verdict.actor === "human") return [];
    const isSame =
      row.meta.rules === actorRulesVersion && row.meta.rule === verdict.rule && row.actor === verdict.actor;
    return isSame ? [] : [{ row, verdict }];
  });
}

interface Recount {
  readonly signal: Signal;
  readonly before: Signal["actor"];
  readonly changes: Changes;
}

/** Moves one visit from one count of its email to the other, and with it every number that is derived from it. */
function recount(email: LockedEmail, visits: readonly VisitRow[], { signal, before, changes }: Recount): void {
  const counted = deriveCounts(email);
  const by = Number(before === "machine") - Number(signal.actor === "machine");
  const of = (kind: VisitRow["kind"]) => firstCounted(visits, kind);
  if (signal.kind === "opened") {
    email.open_count += by;
    email.machine_open_count -= by;
    email.opened_at = email.open_count === 0 ? null : (of("opened") ?? email.opened_at);
  } else {
    email.click_count += by;
    email.machine_click_count -= by;
    email.clicked_at = email.click_count === 0 ? null : (of("clicked") ?? email.clicked_at);
  }
  changes.count(email, counted, signal.occurredAt);
  changes.touchVisits(email);
}

function firstCounted(visits: readonly VisitRow[], kind: VisitRow["kind"]): Date | null {
  return visits.find((row) => row.kind === kind && row.actor !== "machine")?.occurred_at ?? null;
}

function signalOf(row: VisitRow, meta: Signal["meta"]): Signal {
  const { id, kind, actor, email_id: emailId, contact_id: contactId, link } = row;
  return { id, kind, actor, emailId, contactId, link, meta, occurredAt: atOf(row) };
}

function atOf(row: VisitRow): Instant {
  return asInstant(row.occurred_at.getTime());
}

function tell(email: LockedEmail, signal: Signal, changes: Changes): void {
  changes.addEvent("email.judged", {
    occurredAt: isoFromInstant(signal.occurredAt),
    messageId: email.message_id,
    emailId: email.id,
    enrollmentId: email.enrollment_id,
    contactId: signal.contactId,
    sequenceId: email.sequence_id,
    stepId: email.step_id,
    variantId: email.variant_id,
    actor: signal.actor,
    ...(signal.link === null ? {} : { link: String(signal.link) }),
    detail: `${signal.kind}: ${signal.meta.rule}`,
  });
}
