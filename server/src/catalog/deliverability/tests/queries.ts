import type { Listing } from "@haste/engine/deliverability";
import type { Tx } from "../../../platform/db/index.ts";
import type { FilterVerdict } from "./spam-filter.ts";

export interface TestContent {
  readonly htmlContent: string;
  readonly textContent: string | null;
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
}

type FoundIssue = {
  readonly rule: string;
  readonly severity: "error" | "warning" | "notice";
  readonly detail: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string | null;
  readonly points: number;
  readonly part: string;
  readonly line: number | null;
};

/** Everything that was found, as it is kept. */
export interface TestResult {
  readonly verdict: "good" | "fair" | "bad";
  readonly points: number;
  readonly spamFrom: number;
  readonly issues: readonly FoundIssue[];
  readonly filter: FilterVerdict;
  readonly domainIssues: readonly { kind: string; state: string; detail: string; fix: string | null }[];
  readonly listings: readonly Listing[];
}

export interface TestRow {
  readonly id: string;
  readonly sendingAccountId: string;
  readonly email: string;
  readonly subject: string | null;
  readonly result: TestResult | null;
  readonly createdAt: Date;
  readonly testedAt: Date | null;
}

export async function insertTest(
  tx: Tx,
  test: Pick<TestRow, "id" | "sendingAccountId" | "subject" | "createdAt"> & { readonly content: TestContent },
): Promise<void> {
  await tx.rows(
    `insert into deliverability_tests (workspace_id, id, sending_account_id, subject, content, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.workspaceId, test.id, test.sendingAccountId, test.subject, JSON.stringify(test.content), test.createdAt],
  );
}

const columns = `t.id, t.sending_account_id as "sendingAccountId", a.email, t.subject, t.result, t.created_at as "createdAt",
  t.tested_at as "testedAt"`;
const withAccount = `deliverability_tests t
  join sending_accounts a on a.workspace_id = t.workspace_id and a.id = t.sending_account_id`;

/** Newest first, after the test `before`. */
export async function listTests(
  tx: Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<TestRow[]> {
  return tx.rows<TestRow>(
    `select ${columns} from ${withAccount}
      where t.workspace_id = $1 and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`,
    [tx.workspaceId, before, limit],
  );
}

export async function findTest(tx: Tx, id: string): Promise<TestRow | null> {
  const rows = await tx.rows<TestRow>(`select ${columns} from ${withAccount} where t.workspace_id = $1 and t.id = $2`, [
    tx.workspaceId,
    id,
  ]);
  return rows[0] ?? null;
}

/** What is to be judged; null once it was, or where there is no such test. */
export async function findContent(
  tx: Tx,
  id: string,
): Promise<{ readonly subject: string | null; readonly email: string; readonly content: TestContent } | null> {
  const rows = await tx.rows<{ subject: string | null; email: string; content: TestContent }>(
    `select t.subject, a.email, t.content from ${withAccount}
      where t.workspace_id = $1 and t.id = $2 and t.content is not null`,
    [tx.workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Keeps what was found and forgets the words. */
export async function writeResult(tx: Tx, id: string, result: TestResult, testedAt: Date): Promise<void> {
  await tx.rows(
    "update deliverability_tests set result = $3, tested_at = $4, content = null where workspace_id = $1 and id = $2",
    [tx.workspaceId, id, JSON.stringify(result), testedAt],
  );
}

export interface RunningEmail {
  readonly sequenceId: string;
  readonly sequenceName: string;
  readonly stepId: string;
  readonly subject: string | null;
  readonly htmlContent: string | null;
  readonly textContent: string | null;
}

/** Email steps as they are published, of the sequences that were changed last. */
export async function listRunningEmails(tx: Tx, most: number): Promise<RunningEmail[]> {
  return tx.rows<RunningEmail>(
    `select s.id as "sequenceId", s.name as "sequenceName", step ->> 'id' as "stepId",
            step -> 'content' ->> 'subject' as subject, step -> 'content' ->> 'htmlContent' as "htmlContent",
            step -> 'content' ->> 'textContent' as "textContent"
       from email_sequences s
       join sequence_versions v on v.workspace_id = s.workspace_id and v.sequence_id = s.id and v.version = s.published_version
       cross join lateral jsonb_array_elements(v.definition -> 'steps') step
      where s.workspace_id = $1 and s.status = 'active' and s.archived_at is null and step ->> 'kind' = 'email'
      order by s.updated_at desc, s.id, (step ->> 'order')::int limit $2`,
    [tx.workspaceId, most],
    "deliverability-running-emails",
  );
}
