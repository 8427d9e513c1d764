import type { Queries, Tx } from "../../../platform/db/index.ts";
import type { Tab } from "../mailboxes/mailbox.ts";

export interface SeedAccount {
  readonly id: string;
  readonly email: string;
}

/** Mailboxes that are read and are not the sender's; paused ones too, for an account may be there for nothing else. */
export async function listSeeds(tx: Tx, senderId: string, most: number): Promise<SeedAccount[]> {
  return tx.rows<SeedAccount>(
    `select a.id, a.email from sending_accounts a join workspaces w on w.id = a.workspace_id
      where a.workspace_id = $1 and a.id <> $2 and a.archived_at is null
        and (a.imap_connection is not null or w.mode = 'sandbox'
             or a.provider in ('gmail', 'outlook') and exists (select from account_tokens t
                  where t.workspace_id = a.workspace_id and t.sending_account_id = a.id and t.revoked_reason is null))
      order by a.email limit $3`,
    [tx.workspaceId, senderId, most],
  );
}

export interface SeedTestRow {
  readonly id: string;
  readonly sendingAccountId: string;
  readonly email: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly lookedAt: Date | null;
}

export async function insertSeedTest(
  tx: Tx,
  test: Pick<SeedTestRow, "id" | "sendingAccountId" | "subject" | "createdAt">,
  mails: readonly { readonly accountId: string; readonly emailId: string }[],
): Promise<void> {
  await tx.rows(
    "insert into seed_tests (workspace_id, id, sending_account_id, subject, created_at) values ($1, $2, $3, $4, $5)",
    [tx.workspaceId, test.id, test.sendingAccountId, test.subject, test.createdAt],
  );
  await tx.rows(
    `insert into seed_test_mails (workspace_id, seed_test_id, seed_account_id, email_id)
     select $1, $2, account, email from unnest($3::uuid[], $4::uuid[]) as m (account, email)`,
    [tx.workspaceId, test.id, mails.map(({ accountId }) => accountId), mails.map(({ emailId }) => emailId)],
  );
}

const columns = `t.id, t.sending_account_id as "sendingAccountId", a.email, t.subject, t.created_at as "createdAt",
  t.looked_at as "lookedAt"`;
const withAccount =
  "seed_tests t join sending_accounts a on a.workspace_id = t.workspace_id and a.id = t.sending_account_id";

/** Newest first, after the test `before`. */
export async function listSeedTests(
  tx: Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<SeedTestRow[]> {
  return tx.rows<SeedTestRow>(
    `select ${columns} from ${withAccount}
      where t.workspace_id = $1 and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`,
    [tx.workspaceId, before, limit],
  );
}

export async function findSeedTest(tx: Tx, id: string): Promise<SeedTestRow | null> {
  const rows = await tx.rows<SeedTestRow>(
    `select ${columns} from ${withAccount} where t.workspace_id = $1 and t.id = $2`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

export interface SeedMailRow {
  readonly testId: string;
  readonly accountId: string;
  readonly email: string;
  readonly emailId: string;
  /** By which the mailbox knows it: ours, or what its provider put in its place; null as long as it has not left. */
  readonly messageId: string | null;
  readonly placement: "inbox" | "spam" | null;
  readonly folder: string | null;
  readonly tab: Tab | null;
  readonly trouble: string | null;
}

export async function listSeedMails(tx: Tx, testIds: readonly string[]): Promise<SeedMailRow[]> {
  return tx.rows<SeedMailRow>(
    `select m.seed_test_id as "testId", m.seed_account_id as "accountId", a.email, m.email_id as "emailId",
            case when e.sent_at is null then null when e.provider_message_id like '%@%' then e.provider_message_id
                 else e.message_id end as "messageId", m.placement, m.folder, m.tab, m.trouble
       from seed_test_mails m
       join sending_accounts a on a.workspace_id = m.workspace_id and a.id = m.seed_account_id
       left join email_activities e on e.workspace_id = m.workspace_id and e.id = m.email_id
      where m.workspace_id = $1 and m.seed_test_id = any($2) order by a.email`,
    [tx.workspaceId, testIds],
  );
}

/** What was seen in one mailbox. */
type Seen = Pick<SeedMailRow, "placement" | "folder" | "tab" | "trouble">;

export async function writeSeen(tx: Tx, mail: Pick<SeedMailRow, "testId" | "accountId">, seen: Seen): Promise<void> {
  await tx.rows(
    `update seed_test_mails set placement = $4, folder = $5, trouble = $6, tab = $7
      where workspace_id = $1 and seed_test_id = $2 and seed_account_id = $3`,
    [tx.workspaceId, mail.testId, mail.accountId, seen.placement, seen.folder, seen.trouble, seen.tab],
  );
}

export async function writeLook(tx: Tx, id: string, lookedAt: Date): Promise<void> {
  await tx.rows("update seed_tests set looked_at = $3 where workspace_id = $1 and id = $2", [
    tx.workspaceId,
    id,
    lookedAt,
  ]);
}

/** Where a test is young; how young exactly, each workspace tells by its own clock, which only runs ahead. */
export async function listWorkspacesWithYoungTests(sweep: Queries, begunAfter: Date): Promise<string[]> {
  const rows = await sweep.rows<{ id: string }>(
    `select distinct workspace_id as id from seed_tests
      where created_at > $1 and looked_at < created_at + interval '1 hour'`,
    [begunAfter],
  );
  return rows.map(({ id }) => id);
}

/** Tests with something not found that wait for a look; given to one who asks, and counted as looked at from now on. */
export async function claimOpenTests(
  tx: Tx,
  { now, begunAfter, lookedBefore }: { readonly now: Date; readonly begunAfter: Date; readonly lookedBefore: Date },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `update seed_tests t set looked_at = $2
      where workspace_id = $1 and created_at > $3 and looked_at < $4
        and exists (select from seed_test_mails m
                     where m.workspace_id = $1 and m.seed_test_id = t.id and m.placement is null)
      returning id`,
    [tx.workspaceId, now, begunAfter, lookedBefore],
  );
  return rows.map(({ id }) => id);
}
