import { createHash } from "node:crypto";
import type { EventName } from "@haste/contract/nouns/operations";
import { addMs, type Instant, isoFromInstant } from "@haste/engine/base";
import { concernsPerson, effectOnPerson } from "@haste/engine/react";
import { firstLookMs } from "@haste/engine/send";
import { provesSent, type Signal, type SignalKind, sayFinding } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import { paceAnswerOf } from "./answer-paces.ts";
import { applySignal } from "./apply-signal.ts";
import { Changes } from "./changes.ts";
import { deriveCounts } from "./derive-counts.ts";
import { type Colleagues, findColleagues } from "./find-colleagues.ts";
import { findRuns } from "./find-runs.ts";
import { stages } from "./lanes.ts";
import type { Moment } from "./moment.ts";
import { moveEnrollments } from "./move-enrollments.ts";
import { noteConversions } from "./note-conversions.ts";
import { People } from "./people-under-lock.ts";
import { type LockedEmail, lockEmails } from "./queries/emails.ts";
import { type LockedEnrollment, lockEnrollments } from "./queries/enrollments.ts";
import { resendsUncertain } from "./queries/one-off-emails.ts";
import { takeSignalKeys } from "./queries/signals.ts";
import { type NewSuppression, readAddress, refusedAgain } from "./queries/suppressions.ts";

/** A signal on its way in. */
export interface NewSignal extends Omit<Signal, "id"> {
  /** The enrollment of its email, where the caller knows it (it never changes). */
  readonly enrollmentId: string | null;
  /** What can happen only once: a second signal of the same key changes nothing. null: each one counts. */
  readonly key: string | null;
  /** Set by send results: the claim they were made under. A worker whose claim was taken over changes nothing. */
  readonly claimId?: string;
  /** Of an open or click: when it is judged again, together with what came meanwhile. */
  readonly judgeAt?: Instant;
}

export interface Recorded {
  /** How many signals were new and had an effect. */
  readonly taken: number;
  readonly lastSeq: number | null;
}

/** Signals that may move an enrollment; the others change only their email. */
const moving: ReadonlySet<SignalKind> = new Set([
  "sent",
  "bounced",
  "failed",
  "replied",
  "auto_replied",
  "complained",
  "unsubscribed",
  "task_done",
  "meeting_booked",
  "meeting_canceled",
  "deal_stage",
  "tagged",
  "custom_event",
  "segment_entered",
]);

/** What a person did with an email may be what their next step waits for; machines move nobody. */
function mayMove({ kind, actor }: NewSignal): boolean {
  return moving.has(kind) || ((kind === "opened" || kind === "clicked") && actor === "human");
}

/**
 * The one door of the ledger: stores signals, asks the engine what they mean, and writes enrollment and email states,
 * suppressions, capacity, rollups, wake-ups and events, all in the caller's transaction. So a reply stops the next mail
 * in the transaction that stores the reply.
 */
export async function record(tx: Tx, incoming: readonly NewSignal[], moment: Moment): Promise<Recorded> {
  const changes = new Changes(moment);
  const taken = await recordInto(tx, incoming, changes);
  const lastSeq = await changes.write(tx);
  return { taken, lastSeq };
}

/** The same, gathered into the changes of a larger transaction, which writes them. */
export async function recordInto(tx: Tx, incoming: readonly NewSignal[], changes: Changes): Promise<number> {
  const fresh = await findRuns(tx, await withoutReplays(tx, incoming));
  if (fresh.length === 0) return 0;
  const emailIds = [...new Set(fresh.flatMap((signal) => (signal.emailId === null ? [] : [signal.emailId])))];
  const enrollmentIds = [
    ...new Set(fresh.flatMap((signal) => (signal.enrollmentId === null ? [] : [signal.enrollmentId]))),
  ];
  const contactIds = [
    ...new Set(fresh.flatMap((signal) => (asSignalConcernsPerson(signal) ? (signal.contactId ?? []) : []))),
  ];
  const colleagues = await findColleagues(tx, fresh);
  const reached = [...new Set([...enrollmentIds, ...[...colleagues.values()].flatMap((some) => [...some.keys()])])];
  // Sent together, run in this order.
  const [enrollments, lockedEmails] = await Promise.all([
    fresh.some(mayMove) ? lockEnrollments(tx, reached, contactIds) : [],
    lockEmails(tx, emailIds),
  ]);
  const emails = new Map(lockedEmails.map((email) => [email.id, email]));
  const arrived = fresh.filter(showsItArrived).flatMap((signal) => emails.get(signal.emailId ?? "") ?? []);
  const people = new People([...enrollments, ...(await lockSettled(tx, arrived, enrollments))]);
  let taken = 0;
  for (const signal of fresh) {
    const email = signal.emailId === null ? null : (emails.get(signal.emailId) ?? null);
    if (signal.emailId !== null && (email === null || !fits(signal, email))) continue;
    await take(tx, signal, email, { changes, people, colleagues: colleagues.get(signal) });
    taken += 1;
  }
  await noteConversions(tx, fresh, changes);
  return taken;
}

/**
 * Whatever comes back of an uncertain email settles it, and that moves its person: only the email's row tells, so this
 * lock comes after the email's. It is rare (a worker died, and nobody asked yet); should another writer hold the one and
 * want the other, PostgreSQL lets one of them run again.
 */
async function lockSettled(
  tx: Tx,
  arrived: readonly LockedEmail[],
  locked: readonly LockedEnrollment[],
): Promise<LockedEnrollment[]> {
  const known = new Set(locked.map((one) => one.state.id));
  const ids = arrived.flatMap(({ status, enrollment_id: id }) =>
    status === "uncertain" && id !== null && !known.has(id) ? [id] : [],
  );
  return ids.length === 0 ? [] : lockEnrollments(tx, ids, []);
}

const asSignalConcernsPerson = (signal: NewSignal) => concernsPerson({ ...signal, id: "" });

async function withoutReplays(tx: Tx, incoming: readonly NewSignal[]): Promise<NewSignal[]> {
  const hashes = incoming.map((signal) =>
    signal.key === null ? null : createHash("sha256").update(signal.key).digest().subarray(0, 16),
  );
  const keyed = incoming.flatMap((signal, index) => (hashes[index] == null ? [] : [{ signal, hash: hashes[index] }]));
  const unseen = await takeSignalKeys(
    tx,
    keyed.map((one) => one.hash),
    keyed.map((one) => new Date(one.signal.occurredAt)),
  );
  return incoming.filter((_, index) => {
    const hash = hashes[index];
    // A key twice in one batch counts once, too.
    return hash == null || unseen.delete(hash.toString("hex"));
  });
}

/**
 * Results of sending count only under the claim they were made with, and only once: `uncertain` keeps its claim, so a
 * late answer of the same attempt still settles it.
 */
function fits(signal: NewSignal, email: LockedEmail): boolean {
  if (signal.claimId !== undefined) {
    if (email.claim_id !== signal.claimId) return false;
    const wasMarked = email.status === "sending" || email.status === "uncertain";
    if (wasMarked) return true;
    // A report of its bounce may overtake the server's yes.
    if (signal.kind === "sent") return email.status === "bounced" && email.sent_at === null;
    // These may come without a mark: the server said no before it was asked for, or it could not be written.
    return email.status === "scheduled" && mayComeUnmarked.has(signal.kind);
  }
  if (signal.kind === "sent" || signal.kind === "absent") return email.status === "uncertain";
  if (signal.kind === "uncertain") return email.status === "sending";
  return true;
}

const mayComeUnmarked: ReadonlySet<SignalKind> = new Set(["held", "deferred", "bounced", "failed"]);

/** A result of the attempt itself speaks for itself: its server's late no is no proof of a yes. */
function showsItArrived({ kind, claimId }: NewSignal): boolean {
  return kind !== "sent" && claimId === undefined && provesSent(kind);
}

interface Surroundings {
  readonly changes: Changes;
  readonly people: People;
  readonly colleagues: Colleagues | undefined;
}

async function take(tx: Tx, incoming: NewSignal, email: LockedEmail | null, around: Surroundings): Promise<void> {
  const { changes } = around;
  if (email !== null && email.status === "uncertain" && showsItArrived(incoming)) {
    // Somebody has it, so the server took it: the uncertain email is settled by what came back.
    await take(tx, { ...incoming, kind: "sent", actor: "machine", link: null, key: null, meta: {} }, email, around);
  }
  const { key: _, claimId: __, judgeAt, ...rest } = incoming;
  const signal: Signal = { ...rest, id: changes.moment.newId() };
  if (email !== null) {
    const before = deriveCounts(email);
    changes.answerPace(paceAnswerOf(signal, email));
    applySignal(email, signal);
    changes.count(email, before, signal.occurredAt);
    changes.countIfLate(email, signal.occurredAt);
    if (signal.kind === "deferred" || signal.kind === "absent") {
      giveBackWhatIsOver(email, changes);
      changes.wake(
        stages.send,
        email.sending_account_id,
        (email.due_at ?? new Date(signal.occurredAt)).getTime() as Instant,
      );
    }
    if (signal.kind === "uncertain") {
      changes.wake(stages.lookUp, email.sending_account_id, addMs(signal.occurredAt, firstLookMs));
    }
    if (signal.kind === "held" || signal.kind === "failed") changes.releaseCapacity(email);
    if (signal.kind === "opened" || signal.kind === "clicked") changes.touchVisits(email);
    else changes.touchEmail(email);
    if (judgeAt !== undefined) changes.holdVerdict({ emailId: email.id, dueAt: judgeAt });
  }
  changes.addSignal(signal);
  if (mayMove(incoming)) await moveEnrollments(tx, signal, email, around);
  await suppressWhereAsked(tx, signal, email, around);
  tell(signal, email, changes);
  if (signal.kind === "uncertain" && email !== null && (await resendsUncertain(tx, email.sending_account_id))) {
    // Its owner would rather have it twice than not at all: one of the few mails a crash can leave open.
    const { claimId: _, ...again } = incoming;
    const meta = { reason: "Its account sends uncertain emails again." };
    await take(tx, { ...again, kind: "absent", key: null, meta }, email, around);
  }
}

/**
 * An email that is tried later than its hour lasts holds room it will not use, so it gives it back at once. What is left of
 * it (`reserved_until`) says to its lane that it is planned again when its turn comes, and takes room in that hour.
 */
function giveBackWhatIsOver(email: LockedEmail, changes: Changes): void {
  const { reserved_until: until, due_at: dueAt } = email;
  if (until === null || dueAt === null || dueAt < until) return;
  changes.releaseCapacity(email);
  email.reserved_until = until;
}

async function suppressWhereAsked(
  tx: Tx,
  signal: Signal,
  email: LockedEmail | null,
  { changes, people }: Surroundings,
): Promise<void> {
  // A test send reaches whoever tried it: what they do with it says nothing about anybody we write to.
  if (signal.contactId === null) return;
  const effect = effectOnPerson(signal);
  const reason = effect.suppress ?? (effect.addressDead ? "hard_bounce" : null);
  if (reason === null) return;
  for (const emailKey of await addressesMeant(tx, { signal, reason, mailed: email?.to_email ?? null }, people)) {
    changes.suppress({
      id: changes.moment.newId(),
      emailKey,
      reason,
      source: signal.meta.run === undefined ? (signal.meta.by ?? signal.kind) : refusedAgain,
      emailId: signal.emailId,
      proof: proofIn(signal.meta),
      at: signal.occurredAt,
    });
  }
}

function proofIn({ agent, run }: Signal["meta"]): NewSuppression["proof"] {
  return { ...(agent === undefined ? {} : { agent }), ...(run === undefined ? {} : { run }) };
}

interface Asking {
  readonly signal: Signal;
  readonly reason: NewSuppression["reason"];
  readonly mailed: string | null;
}

/**
 * The address a mail went to; of whoever asks to be left alone also the one they have now, because a wish is a person's
 * and a dead address is an address's. Also before anything was ever sent to them.
 */
async function addressesMeant(tx: Tx, { signal, reason, mailed }: Asking, people: People): Promise<Set<string>> {
  const addresses = new Set(mailed === null ? [] : [mailed.toLowerCase()]);
  if (signal.contactId === null || (mailed !== null && reason === "hard_bounce")) return addresses;
  const present = people.addressOf(signal.contactId) ?? (await readAddress(tx, signal.contactId));
  return present === null ? addresses : addresses.add(present);
}

const told: Partial<Record<SignalKind, EventName>> = {
  sent: "email.sent",
  delivered: "email.delivered",
  opened: "email.opened",
  clicked: "email.clicked",
  replied: "email.replied",
  bounced: "email.bounced",
  complained: "email.complained",
  unsubscribed: "email.unsubscribed",
  held: "email.held",
  failed: "email.failed",
  uncertain: "email.uncertain",
};

/** What somebody at the other end did; everything else is our own or a server's doing and has no actor to doubt. */
const byRecipient: ReadonlySet<SignalKind> = new Set(["opened", "clicked", "replied", "complained", "unsubscribed"]);

/** Why, in few words: what an answer was sorted as, a server's no, the reason of a hold, what gave a machine away. A plain 250 says nothing. */
function detailOf({ kind, actor, meta }: Signal): { detail?: string } {
  if (kind === "sent" || kind === "delivered") return {};
  // Of a bounce the server's own words say more than what they were read as.
  const why = kind === "bounced" ? sayBounce(meta) : (meta.reason ?? meta.reply);
  // Of a visit that is still waited for nothing is found yet.
  const deciding = actor === "human" ? undefined : meta.findings?.find(({ rule }) => rule === meta.rule);
  const detail = meta.replyClass ?? why ?? (deciding === undefined ? undefined : sayFinding(deciding));
  return detail === undefined ? {} : { detail };
}

function sayBounce({ reply, reason, run }: Signal["meta"]): string | undefined {
  const said = reply ?? reason;
  const [first] = run ?? [];
  if (first === undefined) return said;
  const again = `refused ${run?.length} times since ${isoFromInstant(first.at).slice(0, 10)}: given up`;
  return said === undefined ? again : `${said} (${again})`;
}

function tell(signal: Signal, email: LockedEmail | null, changes: Changes): void {
  const name = told[signal.kind];
  if (name === undefined) return;
  changes.addEvent(name, {
    occurredAt: isoFromInstant(signal.occurredAt),
    messageId: email?.message_id ?? null,
    emailId: signal.emailId,
    enrollmentId: email?.enrollment_id ?? null,
    contactId: signal.contactId,
    sequenceId: email?.sequence_id ?? null,
    stepId: email?.step_id ?? null,
    variantId: email?.variant_id ?? null,
    ...(byRecipient.has(signal.kind) ? { actor: signal.actor } : {}),
    ...(signal.link === null ? {} : { link: String(signal.link) }),
    ...detailOf(signal),
  });
}
