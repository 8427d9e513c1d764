import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { tlsOf } from "./connection.ts";
import type { AccountRow, StoredApi, StoredConnection, StoredDkim } from "./queries.ts";
import type { Usage } from "./usage.ts";

/** An account as the API shows it. Field by field, so that a secret cannot slip through with the rest. */
export function toWire(account: AccountRow, usage: Usage): SendingAccount {
  const smtp = connectionToWire(account.smtp);
  return {
    id: account.id,
    provider: account.provider,
    email: account.email,
    displayName: account.displayName,
    signature: account.signature,
    status: account.status,
    statusReason: account.statusReason,
    pauseCause: account.pauseCause,
    dailyLimit: account.dailyLimit,
    hourlyLimit: account.hourlyLimit,
    currentUsage: { daily: usage.daily, hourly: usage.hourly, resetAt: usage.resetAt.toISOString() },
    reputation: usage.reputation.score,
    reputationReason: usage.reputation.reason,
    bounceRate: usage.bounces.rate,
    spamRate: usage.complaints.rate,
    evidence: { "/bounceRate": evidenceOf(usage.bounces), "/spamRate": evidenceOf(usage.complaints), ...scored(usage) },
    spf: account.spf,
    dkim: account.dkim,
    dmarc: account.dmarc,
    pacing: { minGap: gapToWire(account.minGapMs), jitter: account.gapJitter, ramp: account.ramp },
    ipPool: account.ipPool,
    timezone: account.timezone,
    workday: account.workday === null ? null : { ...account.workday, days: [...account.workday.days] },
    smtp: smtp === null ? null : { ...smtp, client: account.smtp?.client ?? "built-in" },
    imap: connectionToWire(account.imap),
    onUncertain: account.onUncertain,
    api: apiToWire(account.api),
    dkimSigning: dkimToWire(account.dkimSigning),
    nextMailAt: usage.nextMailAt?.toISOString() ?? null,
    version: account.version,
    createdAt: account.createdAt.toISOString(),
    updatedAt: account.updatedAt.toISOString(),
  };
}

function evidenceOf({ n, of, low, high, level }: Usage["bounces"]) {
  return { n, of, low, high, level };
}

/** On the scale of the score itself. */
function scored({ reputation: { n, low, high } }: Usage) {
  return low === null ? {} : { "/reputation": { n, of: n, low, high, level: 0.95 } };
}

const second = 1_000;
const units = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: second } as const;
export type GapUnit = keyof typeof units;

/** In the largest unit that divides it: 90 s stays seconds, 120 s are 2 minutes. */
function gapToWire(ms: number): { value: number; unit: GapUnit } {
  for (const unit of Object.keys(units) as GapUnit[]) {
    if (ms > 0 && ms % units[unit] === 0) return { value: ms / units[unit], unit };
  }
  return { value: ms / second, unit: "seconds" };
}

export function gapFromWire(gap: { readonly value: number; readonly unit: GapUnit }): number {
  return Math.round(gap.value * units[gap.unit]);
}

function connectionToWire(stored: StoredConnection | null): SendingAccount["imap"] {
  if (stored === null) return null;
  const { host, port, tls, username, hasPassword } = stored;
  return { host, port, secure: tlsOf(stored) === "implicit", tls, username, hasPassword };
}

function apiToWire(stored: StoredApi | null): SendingAccount["api"] {
  if (stored === null) return null;
  const { domain, region, accessKeyId, hasKey } = stored;
  return { domain, region, accessKeyId, hasKey };
}

function dkimToWire(stored: StoredDkim | null): SendingAccount["dkimSigning"] {
  if (stored === null) return null;
  const { domain } = stored;
  return {
    domain,
    keys: stored.keys.map(({ selector, algorithm, publicKey, isSigning }) => ({
      selector,
      algorithm,
      isSigning,
      record: {
        name: `${selector}._domainkey.${domain}`,
        type: "TXT",
        value: `v=DKIM1; k=${algorithm}; p=${publicKey}`,
      },
    })),
  };
}
