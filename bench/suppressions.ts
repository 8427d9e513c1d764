/**
 * What it costs a mail that the list is asked with 1,000,000 entries (addresses and domains; of the workspace, of topics and
 * sequences; for good and for a while), and the press of *unsubscribe* in the running product with as many.
 *
 * The cost of the check is the difference of the last look's statement with and without it, both against what the ledger
 * does of 500 emails from due to allowed: the claim, and last looks of twelve, each with its commit. Rounds with and
 * without take turns. Goals: 0.05 of claim and last look; 100 ms for the slowest of a hundred presses.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { loadSigningKeys } from "../server/src/catalog/keys/index.ts";
import { publicLinksOf } from "../server/src/flow/render/links.ts";
import { commitSending } from "../server/src/ledger/index.ts";
import { isNotListed, lastLook, listed } from "../server/src/ledger/queries/last-look.ts";
import { loadMasterKey } from "../server/src/platform/crypto/index.ts";
import { type Database, inWorkspace, openDatabase, type Tx } from "../server/src/platform/db/index.ts";
import { createLog, type Log } from "../server/src/platform/log/index.ts";
import { type Product, startProduct } from "../tests/support/product.ts";
import { treeCpuUs } from "./support/cpu.ts";
import { addressOf, type Claim, claimDue, dueFrom, loadDueEmails } from "./support/due-emails.ts";
import { median, printFigures } from "./support/numbers.ts";
import { inOwnDatabase } from "./support/own-database.ts";
import { pressAll } from "./support/presses.ts";
import { makeSentMails } from "./support/sent-mails.ts";

const entries = 1_000_000;
const people = 100_000;
const claimed = 500;
/** As many emails as one ledger commit has (`haste bench send`). */
const perCommit = 12;
const rounds = 40;
const warmUps = 3;
const presses = 2_000;
/** Four million a day. */
const perSecond = 50;
const at = new Date(dueFrom + 2 * people * 1_000);
/** What a mail of 4.4 KB weighs, deflated and sealed. */
const sealed = new Uint8Array(1_500).fill(7);

/**
 * Of twenty entries one is a domain, one of a sequence, one of a topic and one for a while. A thousand name somebody
 * who is about to be mailed, from another sequence than theirs.
 */
const listing = `insert into suppressions (workspace_id, id, email_key, reason, source, created_at, expires_at, scope_kind, scope_id)
  select $1, uuidv7(), case when n % 20 = 0 then '@' || md5(n::text) || '.example' when n % 1000 = 1 then ${addressOf("n / 1000")}
      else ${addressOf("-n")} end,
    'manual', 'import', now(), case when n % 20 = 3 then now() + interval '1 year' end,
    case n % 20 when 1 then 'sequence' when 2 then 'topic' else 'workspace' end,
    case when n % 20 in (1, 2) then md5((n % 50)::text)::uuid else '00000000-0000-0000-0000-000000000000' end
  from generate_series(1, $2::int) n`;

async function loadEntries(client: pg.Client, workspaceId: string): Promise<void> {
  await client.query(listing, [workspaceId, entries]);
  await client.query("vacuum (analyze) suppressions");
  await client.query("checkpoint");
}

/** The same transaction, whose last look does not ask the list; `took` counts what the statement takes either way. */
function watched(tx: Tx, asks: boolean, took: (ms: number) => void): Tx {
  return {
    workspaceId: tx.workspaceId,
    write: (...statement) => tx.write(...statement),
    run: (query) => tx.run(query),
    async rows<R extends object>(text: string, values: readonly unknown[] = [], name?: string): Promise<R[]> {
      if (name !== lastLook) return tx.rows<R>(text, values, name);
      const from = performance.now();
      const rows = asks
        ? await tx.rows<R>(text, values, name)
        : await tx.rows<R>(unasked(text), values.slice(0, 7), `${name}-unasked`);
      took(performance.now() - from);
      return rows;
    },
  };
}

function unasked(text: string): string {
  const cut = [`with ${listed}`, `and ${isNotListed}`, ", $9::text[], $10::text[]", ", address, domain"];
  return cut.reduce((rest, part) => {
    if (!rest.includes(part)) throw new Error(`the last look does not hold what is cut out of it: ${part}`);
    return rest.replace(part, "");
  }, text);
}

/** Lets all emails of a claim leave, as many a commit as the send stage has; the statements' time and all of it, in ms. */
async function lookAtAll(db: Database, workspaceId: string, { claim, asks }: { claim: Claim; asks: boolean }) {
  let statements = 0;
  const from = performance.now();
  for (let first = 0; first < claim.emails.length; first += perCommit) {
    const marks = claim.emails.slice(first, first + perCommit).map((email) => ({
      ...{
        emailId: email.id,
        claimId: claim.id,
        to: email.to_email,
        subject: "Hello",
        fromEmail: "grace@bench.example",
      },
      ...{ inReplyTo: null, sealed },
    }));
    const allowed = await inWorkspace(db, workspaceId, (tx) => {
      const watch = watched(tx, asks, (ms) => {
        statements += ms;
      });
      return commitSending(watch, { results: [], marks, finishedClaims: [] }, claim.moment);
    });
    if (allowed.size !== marks.length) throw new Error(`${marks.length - allowed.size} emails were refused`);
  }
  return { statements, took: performance.now() - from };
}

interface Round {
  readonly claim: number;
  readonly looks: number;
  readonly statements: number;
  readonly claimCpuUs: number;
  readonly looksCpuUs: number;
}

/** Rounds that ask and rounds that do not, in turn. */
async function measureLooks(db: Database, workspaceId: string, postmaster: number) {
  const measured: Record<"asking" | "silent", Round[]> = { asking: [], silent: [] };
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const kind of ["asking", "silent"] as const) {
      const cpu = [treeCpuUs(postmaster)];
      const { claim, took } = await claimDue(db, workspaceId, { limit: claimed, at });
      cpu.push(treeCpuUs(postmaster));
      const looked = await lookAtAll(db, workspaceId, { claim, asks: kind === "asking" });
      cpu.push(treeCpuUs(postmaster));
      const [before = 0, between = 0, after = 0] = cpu;
      if (round < 0) continue;
      measured[kind].push({
        ...{ claim: took, looks: looked.took, statements: looked.statements },
        ...{ claimCpuUs: between - before, looksCpuUs: after - between },
      });
    }
  }
  return measured;
}

function reportLooks(measured: Record<"asking" | "silent", readonly Round[]>): void {
  const of = (kind: "asking" | "silent", pick: (round: Round) => number) => median(measured[kind].map(pick));
  const sum = (kind: "asking" | "silent", pick: (round: Round) => number) =>
    measured[kind].reduce((all, round) => all + pick(round), 0);
  const check = of("asking", (round) => round.statements) - of("silent", (round) => round.statements);
  const claim = of("asking", (round) => round.claim);
  const looks = of("asking", (round) => round.looks);
  // /proc counts in hundredths of a second, so only what all rounds took together says something.
  const checkCpu = sum("asking", (round) => round.looksCpuUs) - sum("silent", (round) => round.looksCpuUs);
  const cpu = sum("asking", (round) => round.claimCpuUs + round.looksCpuUs);
  const perEmail = 1_000 / claimed;
  printFigures("suppressions", [
    { figure: "the check (goal 0.05)", value: check / (claim + looks), unit: "×", ratioTo: "claim and last look" },
    { figure: "the check, PostgreSQL's CPU", value: checkCpu / cpu, unit: "×", ratioTo: "claim and last look" },
    { figure: "the check", value: check / claim, unit: "×", ratioTo: "the claim alone" },
    { figure: "the check", value: check * perEmail, unit: "µs/email" },
    {
      figure: "the last look's statement",
      value: of("asking", (round) => round.statements) * perEmail,
      unit: "µs/email",
    },
    { figure: "claims, with their commit", value: claim * perEmail, unit: "µs/email" },
    { figure: "last looks of 12, with their commit", value: looks * perEmail, unit: "µs/email" },
  ]);
}

/** Presses the button of mails whose people wait for another one. */
async function measurePresses(
  product: Product,
  { db, client }: { readonly db: Database; readonly client: pg.Client },
): Promise<void> {
  const sent = await makeSentMails(db, randomUUID(), { emails: presses, agoMs: 86_400_000 });
  await inWorkspace(db, sent.workspaceId, async (tx) => {
    await tx.rows(`update sequence_enrollments set status = 'active', completed_at = null where workspace_id = $1`, [
      tx.workspaceId,
    ]);
    await tx.rows(
      `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
         sending_account_id, message_id, to_email, status, send_at, due_at)
       select workspace_id, uuidv7(), enrollment_id, sequence_id, 1, uuidv7(), contact_id, sending_account_id,
         uuidv7() || '@bench.example', to_email, 'scheduled', now() + interval '2 days', now() + interval '2 days'
       from email_activities where workspace_id = $1`,
      [tx.workspaceId],
    );
  });
  await loadEntries(client, sent.workspaceId);
  const master = loadMasterKey({ file: join(product.dataDir, "keys", "master.key"), mayCreate: false });
  const keys = await loadSigningKeys(db, master, new Date());
  const urls = sent.emailIds.map((emailId) => publicLinksOf(keys, product.url, { ...sent, emailId }).unsubscribeUrl);
  const pressed = await pressAll(urls, { perSecond });
  printFigures("suppressions", [
    { figure: "unsubscribed by one click at 50/s, p99 (goal 100)", value: pressed.p99Ms, unit: "ms" },
    { figure: "unsubscribed by one click at 50/s, p50", value: pressed.p50Ms, unit: "ms" },
    { figure: "unsubscribed by one click, slowest of 2,000", value: pressed.slowestMs, unit: "ms" },
  ]);
}

/** On a database of its own: a product beside it would send what is due. */
async function benchLooks(log: Log): Promise<void> {
  await inOwnDatabase(log, async ({ db, url, postmaster }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const workspaceId = randomUUID();
      await loadDueEmails(client, [workspaceId], people);
      await loadEntries(client, workspaceId);
      reportLooks(await measureLooks(db, workspaceId, postmaster));
    } finally {
      await client.end();
    }
  });
}

async function benchPresses(log: Log): Promise<void> {
  const product = await startProduct();
  const db = openDatabase(product.databaseUrl, { log });
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    await measurePresses(product, { db, client });
  } finally {
    await client.end();
    await db.close();
    await product.stop();
  }
}

/** One after the other. */
export async function benchSuppressions(): Promise<void> {
  const log = createLog("warn");
  await benchLooks(log);
  await benchPresses(log);
}

if (import.meta.main) await benchSuppressions();
