import type { Finding } from "@haste/engine/deliverability";
import { type CountedPeriod, countedIn } from "../../ledger/index.ts";
import type { Queries, Tx } from "../../platform/db/index.ts";

/** Those whose mail leaves. */
export async function listLiveWorkspaceIds(sweep: Queries): Promise<string[]> {
  return (await sweep.rows<{ id: string }>("select id from workspaces where mode = 'live' order by id")).map(
    ({ id }) => id,
  );
}

export interface CheckRow {
  readonly domain: string;
  readonly findings: readonly Finding[];
  readonly checkedAt: Date | null;
}

export async function listChecks(tx: Tx): Promise<CheckRow[]> {
  return tx.rows<CheckRow>(
    `select domain, findings, checked_at as "checkedAt" from domain_checks where workspace_id = $1`,
    [tx.workspaceId],
  );
}

export async function writeCheck(tx: Tx, { domain, findings, checkedAt }: CheckRow): Promise<void> {
  await tx.rows(
    `insert into domain_checks (workspace_id, domain, findings, asked_at, checked_at) values ($1, $2, $3, $4, $4)
     on conflict (workspace_id, domain) do update set findings = $3, checked_at = $4`,
    [tx.workspaceId, domain, JSON.stringify(findings), checkedAt],
  );
}

/** True for exactly one of all who want to ask about the domain now, and for nobody where somebody did after `before`. */
export async function claimQuestion(
  tx: Tx,
  domain: string,
  { now, before }: { now: Date; before: Date },
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into domain_checks as c (workspace_id, domain, asked_at) values ($1, $2, $3)
     on conflict (workspace_id, domain) do update set asked_at = $3 where c.asked_at < $4 returning 1 as won`,
    [tx.workspaceId, domain, now, before],
  );
  return rows.length === 1;
}

export interface MailSums {
  readonly sent: number;
  readonly refused: number;
  /** Of those sent so long ago that nothing more comes back: that were tried, and that came back. */
  readonly settled: number;
  readonly settledBounced: number;
  readonly opened: number;
  readonly clicked: number;
  readonly replied: number;
  readonly bounced: number;
  readonly complained: number;
  readonly unsubscribed: number;
}

const counted = ["sent", "refused", "opened", "clicked", "replied", "bounced", "complained", "unsubscribed"];

/** Of mails tried in a period; those before `settledBefore`, which begins a day, are told besides. */
export async function sumMails(tx: Tx, period: CountedPeriod, settledBefore: Date): Promise<MailSums> {
  const mails = countedIn(tx, "email_rollups", period, { by: [], earlyBefore: settledBefore });
  const rows = await tx.rows<MailSums>(
    `${mails.ctes}
     select ${counted.map((name) => `coalesce(sum(${name}), 0)::int as ${name}`).join(", ")},
       coalesce(sum(sent + refused) filter (where is_early), 0)::int as settled,
       coalesce(sum(bounced) filter (where is_early), 0)::int as "settledBounced"
     from counted`,
    mails.values,
    "deliverability-sum-mails",
  );
  return rows[0] as MailSums;
}

/** Mails of the busiest day since then, UTC. */
export async function busiestDay(tx: Tx, since: Date): Promise<number> {
  const rows = await tx.rows<{ sent: number }>(
    `select coalesce(max(sent), 0)::int as sent
       from (select sum(sent) as sent from email_rollups where workspace_id = $1 and bucket >= $2
              group by date_trunc('day', bucket at time zone 'UTC')) days`,
    [tx.workspaceId, since],
    "deliverability-busiest-day",
  );
  return rows[0]?.sent ?? 0;
}
