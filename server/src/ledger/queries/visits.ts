import type { Instant } from "@haste/engine/base";
import { type Actor, actorCodes, type SignalMeta, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../platform/db/index.ts";

/** An open or click as it is stored. */
export interface VisitRow {
  id: string;
  email_id: string;
  contact_id: string | null;
  occurred_at: Date;
  kind: "opened" | "clicked";
  actor: Actor;
  link: number | null;
  meta: SignalMeta;
}

const { opened, clicked } = signalKinds;
const { human, machine } = actorCodes;

const columns = `s.id, s.email_id, s.contact_id, s.occurred_at, case s.kind when ${opened} then 'opened' else 'clicked' end as kind,
  case s.actor when ${human} then 'human' when ${machine} then 'machine' else 'unknown' end as actor, s.link,
  coalesce(s.meta, '{}') as meta`;

/** Visits to these emails since an instant: what a new one is compared with. At most 200 an email, the latest. */
export async function readVisitsSince(tx: Tx, emailIds: readonly string[], since: Instant): Promise<VisitRow[]> {
  if (emailIds.length === 0) return [];
  return tx.rows<VisitRow>(
    `select v.* from unnest($2::uuid[]) e(id) cross join lateral (
       select ${columns} from signals s
       where s.workspace_id = $1 and s.email_id = e.id and s.kind in (${opened}, ${clicked}) and s.occurred_at >= $3
       order by s.occurred_at desc limit 200) v`,
    [tx.workspaceId, emailIds, new Date(since)],
    "ledger-read-visits-since",
  );
}

/** All visits to these emails, the earliest first; beyond `most` an email they stay as they are. */
export async function readVisits(tx: Tx, emailIds: readonly string[], most: number): Promise<VisitRow[]> {
  return tx.rows<VisitRow>(
    `select v.* from unnest($2::uuid[]) e(id) cross join lateral (
       select ${columns} from signals s
       where s.workspace_id = $1 and s.email_id = e.id and s.kind in (${opened}, ${clicked})
       order by s.occurred_at, s.id limit $3) v`,
    [tx.workspaceId, emailIds, most],
    "ledger-read-visits",
  );
}

export interface RevisedVisit {
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly meta: SignalMeta;
}

/** The instants bound the months that are looked into. */
export function updateVerdicts(tx: Tx, revised: readonly RevisedVisit[]): void {
  if (revised.length === 0) return;
  const times = revised.map(({ at }) => at.getTime());
  tx.write(
    `update signals s set actor = x.actor, meta = x.meta
     from unnest($2::uuid[], $3::timestamptz[], $4::smallint[], $5::jsonb[]) x(id, at, actor, meta)
     where s.workspace_id = $1 and s.occurred_at between $6 and $7 and s.occurred_at = x.at and s.id = x.id`,
    [
      tx.workspaceId,
      revised.map(({ id }) => id),
      revised.map(({ at }) => at),
      revised.map(({ actor }) => actorCodes[actor]),
      revised.map(({ meta }) => JSON.stringify(meta)),
      new Date(Math.min(...times)),
      new Date(Math.max(...times)),
    ],
    "ledger-update-verdicts",
  );
}

/** An email whose visits are judged again. */
export interface PendingVerdict {
  readonly emailId: string;
  readonly dueAt: Instant;
}

/** The latest click of an email decides when. */
export function holdVerdicts(tx: Tx, held: readonly PendingVerdict[]): void {
  if (held.length === 0) return;
  tx.write(
    `insert into pending_verdicts as p (workspace_id, email_id, due_at)
     select $1, x.id, max(x.due) from unnest($2::uuid[], $3::timestamptz[]) x(id, due) group by x.id order by x.id
     on conflict (workspace_id, email_id) do update set due_at = greatest(p.due_at, excluded.due_at)`,
    [tx.workspaceId, held.map(({ emailId }) => emailId), held.map(({ dueAt }) => new Date(dueAt))],
    "ledger-hold-verdicts",
  );
}

/** Emails whose visits are due to be judged. Not locked: whoever adds one holds its email, so the email is locked first. */
export async function duePendingVerdicts(tx: Tx, now: Instant, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ email_id: string }>(
    "select email_id from pending_verdicts where workspace_id = $1 and due_at <= $2 order by due_at limit $3",
    [tx.workspaceId, new Date(now), limit],
    "ledger-due-pending-verdicts",
  );
  return rows.map((row) => row.email_id);
}

/** Forgets what is decided now; a click that came meanwhile has put its email off. */
export async function dropPendingVerdicts(tx: Tx, emailIds: readonly string[], now: Instant): Promise<void> {
  await tx.rows(
    "delete from pending_verdicts where workspace_id = $1 and email_id = any($2) and due_at <= $3",
    [tx.workspaceId, emailIds, new Date(now)],
    "ledger-drop-pending-verdicts",
  );
}

export async function nextPendingVerdict(tx: Tx): Promise<Date | null> {
  const rows = await tx.rows<{ due_at: Date | null }>(
    "select min(due_at) as due_at from pending_verdicts where workspace_id = $1",
    [tx.workspaceId],
    "ledger-next-pending-verdict",
  );
  return rows[0]?.due_at ?? null;
}

/** Where a walk over all visits stands. */
export interface VisitPlace {
  readonly at: string;
  readonly id: string;
}

/** The next emails whose visits were judged by older rules, and how far that looked. null: no more. */
export async function nextOldVerdicts(
  tx: Tx,
  { after, rules, limit }: { readonly after: VisitPlace | null; readonly rules: number; readonly limit: number },
): Promise<{ emailIds: string[]; place: VisitPlace } | null> {
  const rows = await tx.rows<{ id: string; email_id: string; at: string }>(
    `select id, email_id, occurred_at::text as at from signals
     where workspace_id = $1 and kind in (${opened}, ${clicked}) and email_id is not null
       and coalesce((meta ->> 'rules')::int, 0) < $4 and (occurred_at, id) > ($2::timestamptz, $3::uuid)
     order by occurred_at, id limit $5`,
    [tx.workspaceId, after?.at ?? "-infinity", after?.id ?? "00000000-0000-0000-0000-000000000000", rules, limit],
    "ledger-next-old-verdicts",
  );
  const last = rows.at(-1);
  if (last === undefined) return null;
  return { emailIds: [...new Set(rows.map((row) => row.email_id))], place: { at: last.at, id: last.id } };
}
