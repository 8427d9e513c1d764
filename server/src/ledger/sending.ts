import { addMs, type Instant } from "@haste/engine/base";
import { sayProvider } from "@haste/engine/pace";
import { planAgain } from "@haste/engine/react";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { stages } from "./lanes.ts";
import { type Moment, wokenMoment } from "./moment.ts";
import { type AttemptRow, storeAttempts } from "./queries/attempts.ts";
import { type ClaimedEmail, claimEmails, type LockedEmail, lockEmails, storeContents } from "./queries/emails.ts";
import { lockEnrollments } from "./queries/enrollments.ts";
import { appendNextSendWakeup, deleteClaims, extendClaims, insertClaim, lockClaim } from "./queries/flow-control.ts";
import { describeRefused, type HandedOver, markSending } from "./queries/last-look.ts";
import { findStopped, type PacePair } from "./queries/paces.ts";
import { type NewSignal, recordInto } from "./record.ts";

/**
 * A claim lives this long without renewal. It outlives the ten minutes RFC 5321 §4.5.3.2 grants a server after the
 * final dot, so a live dialogue never loses its claim; the claims of a dead process are freed at once by its lock.
 */
export const claimLeaseMs = 15 * 60_000;

export interface Claim {
  readonly id: string;
  readonly emails: readonly ClaimedEmail[];
  /** When it was made, by the workspace's clock too. */
  readonly moment: Moment;
}

/**
 * Claims what one account's connections can start now. In this order: take the lane's wake-ups, read the clock, claim
 * with a later snapshot, append the next wake-up. null: another worker has the lane, or nothing is due.
 */
export async function claimLane(
  tx: Tx,
  lane: { readonly accountId: string; readonly worker: number; readonly limit: number; readonly leaseMs: number },
  machineNow: Date,
): Promise<Claim | null> {
  const moment = await wokenMoment(tx, { stage: stages.send, lane: lane.accountId }, machineNow);
  if (moment === null) return null;
  const id = moment.newId();
  const emails = await claimEmails(tx, { id, accountId: lane.accountId, now: moment.now, limit: lane.limit });
  await appendNextSendWakeup(tx, lane.accountId, moment.newId(), moment.now - moment.machineNow);
  if (emails.length === 0) return null;
  await insertClaim(tx, {
    id,
    worker: lane.worker,
    expiresAt: new Date(addMs(moment.machineNow, lane.leaseMs)),
    rowIds: emails.map((email) => email.id),
  });
  return { id, emails, moment };
}

/** Gives claims that are still being worked on a whole lease again. */
export async function renewClaims(
  tx: Tx,
  claimIds: readonly string[],
  machineNow: Date,
  leaseMs: number,
): Promise<void> {
  await extendClaims(tx, claimIds, new Date(machineNow.getTime() + leaseMs));
}

/** An email about to be handed over: the mark and what is stored with it. */
export interface Mark extends HandedOver {
  readonly sealed: Uint8Array;
}

/** What came back of one email. */
export interface SendResult {
  readonly signal: NewSignal;
  /** Of an email that was refused before its mark was asked for: what would have been written with it. */
  readonly unmarked: Mark | null;
  /** What was said in an attempt that did not end with a yes. */
  readonly attempt?: AttemptRow | null;
}

export interface LedgerCommit {
  /** Results that came back, with everything a sent email causes. */
  readonly results: readonly SendResult[];
  readonly marks: readonly Mark[];
  /** Claims whose last email has its result. */
  readonly finishedClaims: readonly string[];
}

/**
 * The ledger commit: results first, then the last look, in one transaction. A connection's result travels with or before
 * its next mark, so a crash leaves at most one uncertain email per open connection (measured over 40 kills: 20 with 20
 * connections, 5 with 5; with results in batches of their own, 80). Returns the ids that may leave.
 */
export async function commitSending(tx: Tx, commit: LedgerCommit, moment: Moment): Promise<Set<string>> {
  const changes = new Changes(moment);
  await recordInto(
    tx,
    commit.results.map((result) => result.signal),
    changes,
  );
  // After the locks of the results: enrollments come before emails.
  const refused = commit.results.flatMap(({ unmarked }) => unmarked ?? []);
  describeRefused(tx, refused);
  const allowed = await markSending(tx, commit.marks, moment.now);
  storeAttempts(
    tx,
    commit.results.flatMap(({ attempt }) => attempt ?? []),
  );
  storeContents(tx, [...refused, ...commit.marks.filter((mark) => allowed.has(mark.emailId))]);
  deleteClaims(tx, commit.finishedClaims);
  await changes.send(tx);
  return allowed;
}

/**
 * Settles the claim of a dead worker: what was only claimed is due again (no dialogue had begun), what was being handed
 * over becomes uncertain and is never sent again by itself. Returns how many of each.
 */
export async function recoverClaim(
  tx: Tx,
  claimId: string,
  moment: Moment,
): Promise<{ due: number; uncertain: number } | null> {
  const claim = await lockClaim(tx, claimId);
  if (claim === null) return null;
  const changes = new Changes(moment);
  let due = 0;
  const lost: NewSignal[] = [];
  for (const email of await lockEmails(tx, claim.row_ids)) {
    if (email.claim_id !== claimId) continue;
    if (email.status === "scheduled") {
      email.claim_id = null;
      email.due_at = email.send_at;
      changes.touchEmail(email);
      changes.wake(stages.send, email.sending_account_id, (email.send_at?.getTime() ?? moment.now) as Instant);
      due += 1;
    } else if (email.status === "sending") {
      lost.push(lostWorker(email.id, email.contact_id, email.enrollment_id, moment.now));
    }
  }
  await recordInto(tx, lost, changes);
  deleteClaims(tx, [claimId]);
  await changes.write(tx);
  return { due, uncertain: lost.length };
}

/**
 * Emails the last look refused although nobody canceled them (their account or sequence was paused, the hour in which
 * they had room is over, their recipient's provider asked for less): their people are planned again, and the plan says what they wait for.
 */
export async function releaseRefused(
  tx: Tx,
  refused: {
    readonly claimId: string;
    readonly emailIds: readonly string[];
    readonly enrollmentIds: readonly string[];
  },
  moment: Moment,
): Promise<void> {
  const changes = new Changes(moment);
  const enrollments = await lockEnrollments(tx, refused.enrollmentIds, []);
  const released = new Set<string>();
  const oneOffs: NewSignal[] = [];
  const emails = await lockEmails(tx, refused.emailIds);
  const stopped = await findStopped(tx, emails.filter(({ enrollment_id: of }) => of === null).flatMap(pairOf));
  for (const email of emails) {
    if (email.claim_id !== refused.claimId || email.status !== "scheduled") continue;
    if (email.enrollment_id === null) {
      const reason = whyStopped(email, stopped);
      oneOffs.push(stoppedOneOff(email, { claimId: refused.claimId, reason, at: moment.now }));
      continue;
    }
    changes.releaseCapacity(email);
    email.status = "canceled";
    email.claim_id = null;
    changes.touchEmail(email);
    released.add(email.enrollment_id);
  }
  for (const one of enrollments) {
    if (released.has(one.state.id))
      changes.moveEnrollment(one.state, planAgain(one.state, moment.now), one.currentStep);
  }
  await recordInto(tx, oneOffs, changes);
  await changes.write(tx);
}

function pairOf({ sending_account_id: accountId, recipient_provider: provider }: LockedEmail): PacePair[] {
  return provider === null ? [] : [{ accountId, provider }];
}

function whyStopped(email: LockedEmail, stopped: readonly PacePair[]): string {
  const of = stopped.find(
    ({ accountId, provider }) => accountId === email.sending_account_id && provider === email.recipient_provider,
  );
  return of === undefined
    ? "It was stopped at the last look: its account is paused, or its address must not be mailed."
    : `People at ${sayProvider(of.provider)} reported its account's mail as spam. Let the account go on there, then try this again.`;
}

/** No plan brings an email of no sequence back: it waits for the person who asked for it. */
function stoppedOneOff(
  email: LockedEmail,
  { claimId, reason, at }: { readonly claimId: string; readonly reason: string; readonly at: Instant },
): NewSignal {
  return {
    kind: "held",
    actor: "machine",
    occurredAt: at,
    emailId: email.id,
    contactId: email.contact_id,
    enrollmentId: null,
    link: null,
    meta: { reason },
    key: null,
    claimId,
  };
}

function lostWorker(emailId: string, contactId: string | null, enrollmentId: string | null, at: Instant): NewSignal {
  return {
    kind: "uncertain",
    actor: "machine",
    occurredAt: at,
    emailId,
    contactId,
    enrollmentId,
    link: null,
    meta: { reason: "the process ended at its final dot, and nobody knows whether that left." },
    key: null,
  };
}
