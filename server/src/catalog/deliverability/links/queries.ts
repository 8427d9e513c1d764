import type { ListedHost } from "@haste/engine/approval";
import type { Queries, Tx } from "../../../platform/db/index.ts";

/** Links made of people's own sites are as many as people; lists count what one server asks. */
const mostHosts = 500;

/**
 * Keeps hosts that mails lead to, so that lists are asked about them. A sandbox asks nobody, so it keeps none. Noted again
 * at most once a day: what is in use stays, and no mail writes a row that is there.
 */
export async function noteLinkHosts(tx: Tx, hosts: readonly string[], at: Date): Promise<void> {
  if (hosts.length === 0) return;
  await tx.rows(
    `insert into link_hosts as l (workspace_id, host, noted_at)
     select $1, x.host, $3 from unnest($2::text[]) x (host)
     where length(x.host) <= 253 and exists (select from workspaces where id = $1 and mode = 'live')
       and (exists (select from link_hosts k where k.workspace_id = $1 and k.host = x.host)
         or (select count(*) from link_hosts where workspace_id = $1) < ${mostHosts})
     order by x.host
     on conflict (workspace_id, host) do update set noted_at = excluded.noted_at
       where l.noted_at < excluded.noted_at - interval '1 day'`,
    [tx.workspaceId, hosts, at],
    "deliverability-note-link-hosts",
  );
}

/** Workspaces with hosts that nobody asked about since `before`. */
export async function workspacesToAsk(sweep: Queries, before: Date): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    "select distinct workspace_id as id from link_hosts where asked_at is null or asked_at < $1",
    [before],
  );
  return rows.map(({ id }) => id);
}

/** Those this process asks about now; nobody else does until a day later. What no mail led to any more is forgotten. */
export async function claimHosts(
  tx: Tx,
  { now, before, unusedSince, limit }: { now: Date; before: Date; unusedSince: Date; limit: number },
): Promise<string[]> {
  await tx.rows("delete from link_hosts where workspace_id = $1 and noted_at < $2", [tx.workspaceId, unusedSince]);
  const rows = await tx.rows<{ host: string }>(
    `update link_hosts set asked_at = $2 where workspace_id = $1 and host in (
       select host from link_hosts where workspace_id = $1 and (asked_at is null or asked_at < $3)
       order by asked_at nulls first, host limit $4 for update skip locked)
     returning host`,
    [tx.workspaceId, now, before, limit],
  );
  return rows.map(({ host }) => host);
}

/** What lists answered of a host; null: none of them knows it. */
export interface HostVerdict {
  readonly host: string;
  readonly listed: Omit<ListedHost, "host"> | null;
}

export async function writeVerdicts(tx: Tx, verdicts: readonly HostVerdict[]): Promise<void> {
  await tx.rows(
    `update link_hosts l set listed_by = x.listed_by, listed_why = x.listed_why
     from unnest($2::text[], $3::text[], $4::text[]) x (host, listed_by, listed_why)
     where l.workspace_id = $1 and l.host = x.host`,
    [
      tx.workspaceId,
      verdicts.map(({ host }) => host),
      verdicts.map(({ listed }) => listed?.by ?? null),
      verdicts.map(({ listed }) => listed?.why ?? null),
    ],
  );
}
