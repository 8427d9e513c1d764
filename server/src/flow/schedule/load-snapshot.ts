import { asInstant, DAY_MS, HOUR_MS, type Instant } from "@haste/engine/base";
import { isKnownDomain, providerOfDomain } from "@haste/engine/pace";
import {
  capsIntake,
  compileWorkday,
  type Newcomer,
  type PersonFacts,
  type PlanAccount,
  type PlanPerson,
  type PlanSequence,
  planKey,
  rankOf,
  type Snapshot,
} from "@haste/engine/schedule";
import { loadDealtBefore, loadTests, testIdsOf } from "../../catalog/experiments/index.ts";
import { loadHealth } from "../../catalog/sending-accounts/index.ts";
import {
  type DueEnrollment,
  type LockedEnrollment,
  loadDefinition,
  loadFacts,
  readCapacity,
  readIntake,
  readNewcomers,
  readSlots,
} from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { loadAttention, type Purpose } from "./load-attention.ts";
import { addProviderUse, domainOf, loadLimits, pacesOf } from "./load-limits.ts";
import { type AccountRow, readAccounts } from "./queries.ts";

/** An account as the plan and the writing of it need it. */
export type ScheduleAccount = PlanAccount & { readonly email: string };

export interface LoadedSnapshot {
  readonly snapshot: Snapshot;
  readonly accounts: ReadonlyMap<string, ScheduleAccount>;
  /** Whose waiting emails the plan may displace; their rows are locked. Nobody where it is only looked at. */
  readonly displaceable: ReadonlyMap<string, LockedEnrollment>;
  /** Domains of these people of which nobody knows who reads their mail. */
  readonly unasked: readonly string[];
}

/**
 * Everything the plan of these people depends on, read once per batch: a handful of statements whatever its size.
 * @param purpose `write`: what the plan may displace is locked, and nothing else displaced
 */
export async function loadSnapshot(
  tx: Tx,
  due: readonly DueEnrollment[],
  { now, purpose }: { readonly now: Instant; readonly purpose: Purpose },
): Promise<LoadedSnapshot> {
  const takesTurns = due.some((row) => row.sending_account_id === null);
  const accounts = await loadAccounts(tx, now, takesTurns);
  const sequences = new Map<string, PlanSequence>();
  for (const row of due) {
    const key = planKey(row.sequence_id, row.sequence_version);
    if (sequences.has(key)) continue;
    const definition = await loadDefinition(tx, row.sequence_id, row.sequence_version);
    sequences.set(key, { definition, isPaused: row.sequence_paused });
  }
  const definitionOf = (row: DueEnrollment) => {
    const sequence = sequences.get(planKey(row.sequence_id, row.sequence_version));
    if (sequence === undefined) throw new Error(`Version ${row.sequence_version} of ${row.sequence_id} was not loaded`);
    return sequence.definition;
  };
  const facts = await loadFacts(tx, due, definitionOf);
  const testIds = testIdsOf(due.map(definitionOf));
  const tests = await loadTests(tx, testIds);
  const episodes = due.map(({ id, contact_id: contactId }) => ({ enrollmentId: id, contactId }));
  const dealtBefore = await loadDealtBefore(tx, episodes, testIds);
  const capped = due.filter((row) => capsIntake(definitionOf(row)));
  const { newcomers, intake } = await loadIntake(tx, capped, now);
  const people = due.map((row) => ({
    ...personOf(row, facts.get(row.id) ?? null, now),
    newcomer: newcomers.get(row.id) ?? null,
    dealt: dealtBefore.get(row.id) ?? new Map(),
  }));
  const { shared, unasked } = await loadLimits(
    tx,
    due.map((row) => domainOf(row.email_key)),
    now,
  );
  const asking = due.map((row) => ({
    ...{ contactId: row.contact_id, companyId: row.company_id, domain: domainOf(row.email_key) },
    rank: rankOf(definitionOf(row).settings),
  }));
  const { displaceable, ...attention } = await loadAttention(tx, asking, { now, purpose });
  const rest = { tests, ...shared, ...attention };
  const snapshot: Snapshot = { seed: tx.workspaceId, people, sequences, accounts, intake, ...rest };
  return { snapshot, accounts: new Map(accounts.map((account) => [account.id, account])), displaceable, unasked };
}

/** Who of the people of capped sequences begins now, and who else begins on which day; nothing is read for the others. */
async function loadIntake(tx: Tx, capped: readonly DueEnrollment[], now: Instant) {
  const newcomers = new Map<string, Newcomer>();
  if (capped.length === 0) return { newcomers, intake: new Map<string, number>() };
  const ids = capped.map((row) => row.id);
  const companies = await readNewcomers(tx, ids);
  for (const { id, sequence_id: sequenceId } of capped) {
    const companyId = companies.get(id);
    if (companyId !== undefined) newcomers.set(id, { sequenceId, companyId });
  }
  const sequenceIds = [...new Set(capped.map((row) => row.sequence_id))];
  // Whoever was mailed has begun: only newcomers look for their day anew.
  const intake = await readIntake(tx, sequenceIds, { from: intakeSince(now), without: [...newcomers.keys()] });
  return { newcomers, intake };
}

/** The sequence's day may have begun 24 hours ago, and 25 where its clocks went back. */
export function intakeSince(now: Instant): Instant {
  return asInstant(now - 25 * HOUR_MS);
}

/**
 * Every account as the planner sees it at `now`, with the room and the slots that are taken.
 * @param takesTurns somebody's first account is chosen: where there are several, their health counts
 */
export async function loadAccounts(tx: Tx, now: Instant, takesTurns: boolean): Promise<ScheduleAccount[]> {
  const rows = await readAccounts(tx);
  const active = rows.filter((row) => row.status === "active").map((row) => row.id);
  const healths = takesTurns && active.length > 1 ? await loadHealth(tx, active, now) : null;
  // A day of an account's zone may have begun up to 26 hours ago elsewhere on earth; two days are always enough.
  const from = asInstant(now - 2 * DAY_MS);
  const used = await readCapacity(
    tx,
    rows.map((row) => row.id),
    from,
  );
  await addProviderUse(tx, rows, used, from);
  const paced = rows.filter((row) => row.min_gap_ms > 0);
  const slots = await readSlots(
    tx,
    paced.map((row) => row.id),
    now,
  );
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    isActive: row.status === "active",
    zone: row.timezone,
    dailyLimit: row.daily_limit,
    hourlyLimit: row.hourly_limit,
    minGapMs: row.min_gap_ms,
    gapJitter: row.gap_jitter,
    used: used.get(row.id) ?? new Map(),
    leavesAt: slots.get(row.id) ?? [],
    workday: compileWorkday({ zone: row.timezone, workday: row.workday }),
    health: healths?.get(row.id)?.reputation.score ?? undefined,
    provider: mailboxProvider(row),
    ...pacesOf(row),
  }));
}

/** Who runs the account's mailbox; what goes through a relay or a company's own server belongs to nobody known. */
function mailboxProvider({ provider, email }: AccountRow): string | undefined {
  if (provider === "gmail") return "google";
  if (provider === "outlook") return "microsoft";
  const domain = domainOf(email);
  return provider === "smtp" && isKnownDomain(domain) ? providerOfDomain(domain) : undefined;
}

function personOf(row: DueEnrollment, facts: PersonFacts | null, now: Instant): Omit<PlanPerson, "newcomer"> {
  return {
    enrollmentId: row.id,
    contactId: row.contact_id,
    sequenceId: row.sequence_id,
    sequenceVersion: row.sequence_version,
    status: row.status === "paused" ? "paused" : "active",
    stepId: row.current_step_id,
    stepDueAt: row.step_due_at === null ? now : asInstant(row.step_due_at.getTime()),
    resumeAt: row.resume_at === null ? null : asInstant(row.resume_at.getTime()),
    isFollowUp: row.has_sent,
    contactZone: row.timezone,
    domain: domainOf(row.email_key),
    companyId: row.company_id,
    accountId: row.sending_account_id,
    barred: barOf(row.suppressed),
    barredUntil: row.suppressed_until === null ? null : asInstant(row.suppressed_until.getTime()),
    facts,
    gaveWay: row.waiting?.constraints?.find(({ code }) => code === "gave_way") ?? null,
  };
}

function barOf(reason: string | null): PlanPerson["barred"] {
  if (reason === null) return null;
  return reason === "hard_bounce" ? "address_dead" : "suppressed";
}
