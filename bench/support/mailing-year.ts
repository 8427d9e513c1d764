import { actorCodes, signalKinds } from "@haste/engine/track";
import { makeMonths, rebuildRollups, sumDays, unsummedWorkspaces } from "../../server/src/ledger/index.ts";
import { asSweep, type Database, inWorkspace, outsideWorkspaces, type Tx } from "../../server/src/platform/db/index.ts";
import { vacuum } from "./vacuum.ts";

/** What there is before the year is written. */
export interface YearParts {
  readonly workspaceId: string;
  readonly contacts: number;
  /** Published, with as many email steps each. */
  readonly sequences: readonly { readonly id: string; readonly stepIds: readonly string[] }[];
  readonly accounts: number;
  /** A goal that one person in a hundred reached. */
  readonly goalId: string;
}

const days = 365;
export const emailsPerContact = 2;
export const signalsPerEmail = 5;

/**
 * A year of mailing behind a workspace, written by set-based SQL: every contact was in one sequence and got two mails of it three
 * days apart, in the eight hours of a day. Of each mail five things were told: sent, delivered, opened by a machine, opened by a
 * person (two in five) or once more by a machine, and answered (one in 25), clicked by a person (one in ten) or by a machine.
 * Rollups are what `haste rebuild-rollups` makes of it, and their days are summed as the worker does it.
 */
export async function writeYear(db: Database, parts: YearParts): Promise<void> {
  const now = new Date();
  for (let month = 0; month <= 12; month += 1)
    await outsideWorkspaces(db, (tx) => makeMonths(tx, new Date(now.getTime() - month * 30 * 86_400_000)));
  await inWorkspace(db, parts.workspaceId, async (tx) => {
    // Nothing is known of tables that are being filled, and a million rows joined one by one would take hours.
    await tx.rows("set local enable_nestloop = off");
    await tx.rows("set local work_mem = '512MB'");
    await writeContacts(tx, parts);
    await writeMails(tx, parts);
  });
  await vacuum(db.url, [
    ...["contacts", "companies", "sequence_enrollments", "email_activities", "signals", "inbound_mails"],
    ...["conversions", "conversion_people", "enrollment_counts"],
  ]);
  await rebuildRollups(db, parts.workspaceId, { isDryRun: false });
  // Each turn takes some days.
  while ((await asSweep(db, (sweep) => unsummedWorkspaces(sweep, now))).includes(parts.workspaceId))
    await inWorkspace(db, parts.workspaceId, (tx) => sumDays(tx, now));
  await vacuum(db.url, [
    ...["email_rollups", "provider_rollups", "happening_rollups", "email_totals"],
    ...["email_days", "provider_days", "happening_days", "email_day_totals", "email_hours"],
    ...["email_months", "provider_months", "happening_months"],
  ]);
}

async function writeContacts(tx: Tx, { contacts, accounts }: YearParts): Promise<void> {
  const own = [tx.workspaceId];
  await tx.rows("update email_sequences set created_at = now() - make_interval(days => $2) where workspace_id = $1", [
    ...own,
    days,
  ]);
  await tx.rows(
    `insert into sending_accounts (workspace_id, id, provider, email, display_name)
     select $1, gen_random_uuid(), 'smtp', 'a' || n || '@bench.test', 'A' from generate_series(1, $2::int) n`,
    [...own, accounts],
  );
  await tx.rows(
    `insert into companies (workspace_id, id, name, domain, industry)
     select $1, gen_random_uuid(), 'Company ' || n, 'x' || n || '.test', (array['Software', 'Retail', 'Finance'])[1 + n % 3]
     from generate_series(0, $2::int) n`,
    [...own, Math.floor(contacts / 50)],
  );
  await tx.rows(
    `insert into contacts (workspace_id, id, email, email_key, first_name, last_name, title, company_id, created_at)
     select $1, uuidv7(make_interval(secs => -n * 31.0)), 'p' || n || c.at, 'p' || n || c.at, 'Ada' || n % 500, 'Lovelace' || n % 2000,
       (array['Head of Sales', 'Founder', 'Buyer'])[1 + n % 3], c.id, now() - make_interval(secs => n * 31.0)
     from generate_series(0, $2::int - 1) n
     join (select id, '@' || domain as at, row_number() over () - 1 as k from companies where workspace_id = $1) c on c.k = n / 50`,
    [...own, contacts],
  );
}

async function writeMails(tx: Tx, { contacts, sequences, goalId }: YearParts): Promise<void> {
  const own = [tx.workspaceId];
  await tx.rows(
    `create temporary table people on commit drop as
     select n, c.id as contact_id, c.email, q.id as sequence_id, q.step_ids, a.id as account_id, a.email as sender,
       now() - interval '3 days 1 hour' - make_interval(days => ($2 - 4) - (n::bigint * ($2 - 4) / $3)::int, mins => (n::bigint * 7919 % 480)::int) as enrolled_at
     from (select id, email, (row_number() over (order by id desc) - 1)::int as n from contacts where workspace_id = $1) c
     join (select id, step_ids, (row_number() over (order by id) - 1)::int as k
           from jsonb_to_recordset($4::jsonb) q (id uuid, step_ids uuid[])) q on q.k = n % jsonb_array_length($4::jsonb)
     join (select id, email, (row_number() over (order by id) - 1)::int as k, count(*) over () as of
           from sending_accounts where workspace_id = $1) a on a.k = n / 7 % a.of::int`,
    [...own, days, contacts, JSON.stringify(sequences.map(({ id, stepIds }) => ({ id, step_ids: stepIds })))],
  );
  await tx.rows("alter table people add column id uuid");
  await tx.rows("update people set id = uuidv7(enrolled_at - now())");
  await tx.rows(
    `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, status, sequence_version, sending_account_id,
       enrolled_at, completed_at, stopped_at, stop_reason)
     select $1, id, sequence_id, contact_id, case when n % 25 = 0 then 'stopped' else 'completed' end, 1, account_id, enrolled_at,
       case when n % 25 > 0 then enrolled_at + interval '3 days' end, case when n % 25 = 0 then enrolled_at + interval '3 days' end,
       case when n % 25 = 0 then 'replied' end
     from people`,
    own,
  );
  await tx.rows(
    `insert into enrollment_counts (workspace_id, sequence_id, step_id, status, stop_reason, people)
     select $1, sequence_id, '00000000-0000-0000-0000-000000000000', status, coalesce(stop_reason, ''), count(*)
     from sequence_enrollments where workspace_id = $1 group by sequence_id, status, stop_reason`,
    own,
  );
  await tx.rows(
    `create temporary table mails on commit drop as
     select p.n * $1 + k as n, uuidv7(at - now()) as id, p.id as enrollment_id, p.contact_id, p.email, p.sequence_id,
       p.step_ids[1 + (p.n / 10 + k) % cardinality(p.step_ids)] as step_id, p.account_id, p.sender, at as sent_at
     from people p cross join generate_series(0, $1::int - 1) k
     cross join lateral (select p.enrolled_at + make_interval(days => 3 * k) as at) t order by at`,
    [emailsPerContact],
  );
  await tx.rows(
    `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
       sending_account_id, message_id, subject, from_email, to_email, status, sent_at, delivered_at, opened_at, open_count,
       machine_open_count, clicked_at, click_count, machine_click_count, replied_at, reply_class, recipient_provider, created_at)
     select $1, id, enrollment_id, sequence_id, 1, step_id, contact_id, account_id, id || '@bench.test', 'A word', sender, email,
       'delivered', sent_at, sent_at + interval '1 minute', case when n % 5 < 2 then sent_at + interval '50 minutes' end,
       (n % 5 < 2)::int, 1 + (n % 5 >= 2)::int, case when n % 10 = 1 then sent_at + interval '1 hour' end, (n % 10 = 1)::int,
       (n % 25 <> 0 and n % 10 <> 1)::int, case when n % 25 = 0 then sent_at + interval '70 minutes' end,
       case when n % 25 = 0 then (array['interested', 'not_interested', 'question'])[1 + n / 25 % 3] end,
       (array['google', 'microsoft', 'other'])[1 + n / 13 % 3], sent_at
     from mails`,
    own,
  );
  const { human, machine } = actorCodes;
  const { sent, delivered, opened, clicked, replied } = signalKinds;
  await tx.rows(
    `insert into signals (workspace_id, occurred_at, id, email_id, contact_id, kind, actor, link)
     select $1, sent_at + o.after, uuidv7(sent_at + o.after - now()), id, contact_id, o.kind, o.actor,
       case when o.kind = ${clicked} then 1 end
     from mails cross join lateral (values
       (${sent}, ${machine}, interval '0'), (${delivered}, ${machine}, interval '1 minute'),
       (${opened}, ${machine}, interval '2 minutes'),
       (${opened}, case when n % 5 < 2 then ${human} else ${machine} end, interval '50 minutes'),
       (case when n % 25 = 0 then ${replied} else ${clicked} end,
        case when n % 25 = 0 or n % 10 = 1 then ${human} else ${machine} end,
        case when n % 25 = 0 then interval '70 minutes' else interval '1 hour' end)) o (kind, actor, after)`,
    own,
  );
  await tx.rows(
    `insert into inbound_mails (workspace_id, id, sending_account_id, fingerprint, received_at, from_email, subject, class,
       email_id, contact_id)
     select $1, uuidv7(sent_at + interval '70 minutes' - now()), account_id, sha256(id::text::bytea), sent_at + interval '70 minutes', email,
       'Re: A word', 'human', id, contact_id from mails where n % 25 = 0 order by sent_at`,
    own,
  );
  await tx.rows(
    `with reached as (
       insert into conversions (workspace_id, id, goal_id, occurrence, occurred_at, since, amount_minor, currency)
       select $1, id, $2, id, enrolled_at + interval '4 days', enrolled_at - interval '26 days', 90000, 'EUR' from people where n % 100 = 0
       returning id)
     insert into conversion_people (workspace_id, conversion_id, contact_id)
     select $1, p.id, p.contact_id from reached r join people p on p.id = r.id`,
    [...own, goalId],
  );
}
