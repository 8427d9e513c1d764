import { newIdAt } from "../../server/src/platform/context/index.ts";
import { analyze, type Database, inWorkspace } from "../../server/src/platform/db/index.ts";

/** Emails that left, of people who are through with their sequence. */
export interface SentMails {
  readonly workspaceId: string;
  readonly emailIds: readonly string[];
}

interface Amount {
  readonly emails: number;
  /** How long ago the last of them left. */
  readonly agoMs: number;
}

/** The last thirty quarters of an hour before `agoMs`, so that rollups have as many rows as a busy workday fills. */
const quarters = 30;

/** One sequence of five steps and four accounts, its emails spread over all of them and three kinds of mailbox providers. */
export async function makeSentMails(db: Database, workspaceId: string, { emails, agoMs }: Amount): Promise<SentMails> {
  const now = new Date();
  const ids = () => Array.from({ length: emails }, () => newIdAt(now));
  const [contactIds, enrollmentIds, emailIds] = [ids(), ids(), ids()];
  const [sequenceId = "", ...rest] = Array.from({ length: 10 }, () => newIdAt(now));
  const [stepIds, accountIds] = [rest.slice(0, 5), rest.slice(5)];
  const settings = { timezone: "UTC", windows: [{ days: ["mon"], start: "00:00", end: "24:00" }] };
  const definition = { sequenceId, version: 1, name: "bench", settings, steps: [] };
  await inWorkspace(db, workspaceId, async (tx) => {
    tx.write("insert into workspaces (id, name, mode) values ($1, 'bench', 'live')", [workspaceId]);
    tx.write(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name)
       select $1, id, 'smtp', id || '@bench.test', 'A' from unnest($2::uuid[]) id`,
      [workspaceId, accountIds],
    );
    tx.write("insert into email_sequences (workspace_id, id, name, status) values ($1, $2, 'bench', 'active')", [
      workspaceId,
      sequenceId,
    ]);
    tx.write(
      "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, 1, $3, now())",
      [workspaceId, sequenceId, JSON.stringify(definition)],
    );
    tx.write(
      `insert into contacts (workspace_id, id, email, email_key)
       select $1, id, id || '@people.example', id || '@people.example' from unnest($2::uuid[]) id`,
      [workspaceId, contactIds],
    );
    tx.write(
      `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, status, sequence_version, completed_at)
       select $1, x.id, $4, x.contact_id, 'completed', 1, now() from unnest($2::uuid[], $3::uuid[]) x(id, contact_id)`,
      [workspaceId, enrollmentIds, contactIds, sequenceId],
    );
    await tx.rows(
      `insert into email_activities (workspace_id, id, kind, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
         sending_account_id, message_id, to_email, status, recipient_provider, sent_at)
       select $1, x.id, 'sequence', x.enrollment_id, $5, 1, ($6::uuid[])[1 + n % 5], x.contact_id, ($7::uuid[])[1 + n / 5 % 4],
         x.id || '@bench.example', x.contact_id || '@people.example', 'sent', (array['google', 'microsoft', 'example.com'])[1 + n / 20 % 3],
         now() - $8 * interval '1 millisecond' - n / 60 % $9 * interval '15 minutes'
       from unnest($2::uuid[], $3::uuid[], $4::uuid[]) with ordinality x(id, enrollment_id, contact_id, n)`,
      [workspaceId, emailIds, enrollmentIds, contactIds, sequenceId, stepIds, accountIds, agoMs, quarters],
    );
  });
  await analyze(db, ["contacts", "sequence_enrollments", "email_activities"]);
  return { workspaceId, emailIds };
}
