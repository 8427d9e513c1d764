import { randomBytes, randomUUID } from "node:crypto";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { systemClock } from "../../../platform/clock/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { sandboxMailPassword } from "../mail-password.ts";
import { temperOf } from "../personas/persona.ts";
import { listCaught } from "../queries/mails.ts";
import { type SandboxServers, startSandboxServers } from "../start-servers.ts";
import { createSmtpScript } from "./script.ts";

const sender = "amina@sandbox.haste.test";
const passwordKey = randomBytes(32);
const script = createSmtpScript();
let database: TestDatabase;
let servers: SandboxServers;
let workspaceId: string;
const plannedFor: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  servers = await startSandboxServers({
    db: database.db,
    clock: systemClock,
    log: testLog,
    passwordKey,
    smtpPort: 0,
    imapPort: 0,
    onActsPlanned: (id) => plannedFor.push(id),
    script,
  });
});
afterAll(async () => {
  await servers.close();
  await database.drop();
});
beforeEach(async () => {
  script.clear();
  workspaceId = await seedSandbox();
});

async function seedSandbox(mode: "sandbox" | "live" = "sandbox"): Promise<string> {
  const id = await seedWorkspace(database.db, { mode });
  await seedAccount(id, sender);
  return id;
}

function seedAccount(workspace: string, email: string) {
  return inWorkspace(database.db, workspace, (tx) =>
    tx.rows(
      "insert into sending_accounts (workspace_id, id, provider, email, display_name) values ($1, $2, 'smtp', $3, 'Amina')",
      [workspace, randomUUID(), email],
    ),
  );
}

function seedContact(email: string, isDemo: boolean) {
  return inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows("insert into contacts (workspace_id, id, email, email_key, is_demo) values ($1, $2, $3, $3, $4)", [
      workspaceId,
      randomUUID(),
      email,
      isDemo,
    ]),
  );
}

function transport(options: { auth?: boolean; workspace?: string; pool?: boolean } = {}) {
  const pass = sandboxMailPassword(passwordKey, options.workspace ?? workspaceId, sender);
  return createTransport({
    host: servers.host,
    port: servers.smtpPort,
    secure: false,
    ...(options.pool === true ? { pool: true, maxConnections: 10, maxMessages: Number.POSITIVE_INFINITY } : {}),
    ...(options.auth === false ? {} : { auth: { user: sender, pass } }),
  });
}

function letter(to: string, subject = "Hello") {
  return { from: `Amina <${sender}>`, to, subject, text: "Hello", html: "<p>Hello</p>" };
}

function caught(workspace = workspaceId) {
  return inWorkspace(database.db, workspace, (tx) => listCaught(tx, { to: null, q: null, before: null, limit: 1_000 }));
}

/** A demo address of this temper. */
function demoAddress(temper: string): string {
  const found = Array.from({ length: 5_000 }, (_, n) => `demo-${n}@rivulet.example`).find(
    (each) => temperOf(each) === temper,
  );
  if (found === undefined) throw new Error(`No address is ${temper}.`);
  return found;
}

describe("the sandbox's SMTP server", () => {
  test("every mail of a signed-in account is caught, whoever it is for", async () => {
    await transport().sendMail(letter("somebody@nowhere-at-all.test", "Ελένη, quick one"));
    const [mail] = await caught();
    expect(mail).toMatchObject({
      toEmail: "somebody@nowhere-at-all.test",
      fromEmail: sender,
      subject: "Ελένη, quick one",
    });
    expect(mail?.raw.toString()).toContain("Hello");
  });

  test("a wrong password, another workspace's password and a live workspace's address open nothing", async () => {
    const other = await seedSandbox("live");
    await expect(transport({ workspace: randomUUID() }).sendMail(letter("a@b.test"))).rejects.toMatchObject({
      responseCode: 535,
    });
    await expect(transport({ workspace: other }).sendMail(letter("a@b.test"))).rejects.toMatchObject({
      responseCode: 535,
    });
    expect(await caught()).toEqual([]);
  });

  test("two sandboxes with the same address each catch only their own mail", async () => {
    const other = await seedSandbox();
    await transport({ workspace: other }).sendMail(letter("a@b.test", "Theirs"));
    await transport().sendMail(letter("a@b.test", "Ours"));
    expect((await caught(other)).map((mail) => mail.subject)).toEqual(["Theirs"]);
    expect((await caught()).map((mail) => mail.subject)).toEqual(["Ours"]);
  });

  test("a stranger reaches a mailbox of ours and nobody else", async () => {
    await expect(transport({ auth: false }).sendMail(letter("a@b.test"))).rejects.toMatchObject({ responseCode: 550 });
    const own = `you-${randomUUID()}@sandbox.haste.test`;
    await seedAccount(workspaceId, own);
    const stranger = transport({ auth: false, pool: true });
    for (const n of [1, 2, 3, 4, 5]) await stranger.sendMail({ ...letter(own, `Mail ${n}`), from: "stranger@b.test" });
    stranger.close();
    const [row] = await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows<{ n: number }>(
        "select count(*)::int as n from sandbox_mails where workspace_id = $1 and folder = 'INBOX' and account = $2",
        [workspaceId, own],
      ),
    );
    expect(row?.n).toBe(5);
    expect(await caught()).toEqual([]);
  });

  test("mails that come at once share commits, and every one that was answered is stored", async () => {
    const pool = transport({ pool: true });
    await Promise.all(Array.from({ length: 300 }, (_, n) => pool.sendMail(letter(`p${n}@b.test`, `Mail ${n}`))));
    pool.close();
    expect(new Set((await caught()).map((mail) => mail.subject)).size).toBe(300);
    const [row] = await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows<{ commits: number; uids: number; first: number; last: number }>(
        `select count(distinct xmin::text)::int as commits, count(distinct uid)::int as uids, min(uid) as first, max(uid) as last
           from sandbox_mails where workspace_id = $1`,
        [workspaceId],
      ),
    );
    expect(row).toMatchObject({ uids: 300, first: 1, last: 300 });
    expect(row?.commits).toBeLessThan(300);
  });

  test("a demo contact whose server refuses mail refuses it; the same address of another contact does not", async () => {
    const dead = demoAddress("hard-refusal");
    await seedContact(dead, true);
    await expect(transport().sendMail(letter(dead))).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining("5.1.1"),
    });
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows("update contacts set is_demo = false where workspace_id = $1", [workspaceId]),
    );
    await transport().sendMail(letter(dead));
    expect(await caught()).toHaveLength(1);
  });

  test("a demo contact plans what it will do the moment its mail is caught, nobody else ever does", async () => {
    const opener = demoAddress("clicker");
    await seedContact(opener, true);
    await seedContact("ordinary@b.test", false);
    await transport().sendMail(letter(opener));
    await transport().sendMail(letter("ordinary@b.test"));
    const acts = await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows<{ kind: string; to_email: string }>(
        `select a.kind, m.to_email from sandbox_acts a join sandbox_mails m on m.workspace_id = a.workspace_id and m.id = a.mail_id
          where a.workspace_id = $1 order by a.due_at`,
        [workspaceId],
      ),
    );
    expect(acts.map((act) => act.kind)).toEqual(expect.arrayContaining(["open", "click"]));
    expect(new Set(acts.map((act) => act.to_email))).toEqual(new Set([opener]));
    expect(plannedFor).toContain(workspaceId);
  });

  test("scripted failures happen at their stage, once each", async () => {
    script.add({ at: "rcpt", recipient: "a@b.test", answer: { code: 451, text: "4.7.1 Come back later" } });
    await expect(transport().sendMail(letter("a@b.test"))).rejects.toMatchObject({ responseCode: 451 });
    script.add({ at: "data", answer: "drop" });
    await expect(transport().sendMail(letter("a@b.test"))).rejects.toThrow();
    expect(await caught()).toEqual([]);
    await transport().sendMail(letter("a@b.test"));
    expect(await caught()).toHaveLength(1);
  });

  test("a connection cut after the final dot leaves a stored mail behind, to be found in the Sent folder", async () => {
    script.add({ at: "data", answer: "drop-after-store" });
    await expect(transport().sendMail({ ...letter("a@b.test"), messageId: "<cut@haste.test>" })).rejects.toThrow();
    const [mail] = await caught();
    expect(mail?.messageId).toBe("cut@haste.test");
    const imap = new ImapFlow({
      host: servers.host,
      port: servers.imapPort,
      secure: false,
      auth: { user: sender, pass: sandboxMailPassword(passwordKey, workspaceId, sender) },
      logger: false,
    });
    await imap.connect();
    await imap.mailboxOpen("Sent", { readOnly: true });
    expect(await imap.search({ header: { "Message-ID": "<cut@haste.test>" } }, { uid: true })).toHaveLength(1);
    expect(await imap.search({ header: { "Message-ID": "<never@haste.test>" } }, { uid: true })).toEqual([]);
    await imap.logout();
  });
});
