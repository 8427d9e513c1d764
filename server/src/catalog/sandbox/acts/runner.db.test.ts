import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { type ManualClock, manualClock } from "../../../platform/clock/index.ts";
import { loadWorkspace, makeContext, systemActor, type WorkContext } from "../../../platform/context/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { actAsRecipient, createHastening, type HastenAct } from "../act-as-recipient.ts";
import type { SandboxClock } from "../clock-port.ts";
import { listDays } from "../list-days.ts";
import { listMails, showMails } from "../list-mails.ts";
import { temperOf } from "../personas/persona.ts";
import { findCaught, unlistAll } from "../queries/mails.ts";
import { createIntake } from "../smtp/intake.ts";
import { traceMail } from "../trace-mail.ts";
import { type ActsRunner, createActsRunner } from "./runner.ts";

const account = "amina@sandbox.haste.test";
const publicUrl = "https://go.tidewater.example";
let database: TestDatabase;
let product: Server;
let runner: ActsRunner;
let hasten: HastenAct;
let clock: ManualClock;
let workspaceId: string;
let answer: number;
const requests: { method: string; url: string; host: string; agent: string; body: string }[] = [];
const walked: number[] = [];

const sandboxClock: SandboxClock = {
  async read() {
    return { now: clock.machineNow(), rate: 1, moving: false, offsetMs: 0 };
  },
  setRate: () => Promise.reject(new Error("not asked")),
  advance: () => Promise.reject(new Error("not asked")),
  async walk(_workspaceId, byMs) {
    walked.push(byMs);
    clock.advance(byMs);
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
  product = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, host: headers.host ?? "", agent: headers["user-agent"] ?? "", body });
      response.writeHead(answer, { location: "https://outside.example/" }).end();
    });
  });
  await new Promise<void>((resolve) => product.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  product.close();
  await database.drop();
});
beforeEach(async () => {
  requests.length = 0;
  walked.length = 0;
  answer = 200;
  clock = manualClock(new Date("2026-11-24T09:00:00Z"));
  workspaceId = await seedWorkspace(database.db, { timezone: "Europe/Copenhagen" });
  const { port } = product.address() as AddressInfo;
  const site = () => ({ publicUrls: [publicUrl], listenUrl: `http://127.0.0.1:${port}` });
  runner = createActsRunner({ db: database.db, clock, log: testLog, site });
  hasten = createHastening({ clock: sandboxClock, acts: runner });
});

async function catchMail(
  html: string,
  headers: readonly string[] = [],
  recipient = "eleni@aegean.example",
): Promise<string> {
  const raw = [
    `From: Amina <${account}>`,
    `To: Eleni <${recipient}>`,
    "Subject: Quick one",
    `Message-ID: <${randomUUID()}@sandbox.haste.test>`,
    ...headers,
    "Content-Type: text/html; charset=utf-8",
    "",
    html,
  ].join("\r\n");
  const intake = createIntake({ db: database.db, clock, onActsPlanned: () => {} });
  await intake.accept(workspaceId, {
    account,
    from: account,
    recipients: [recipient],
    raw: Buffer.from(raw),
  });
  const { data } = await asPerson((ctx) => listMails(ctx, { limit: 1 }));
  return data[0]?.id ?? "";
}

/** Works as a request would: one transaction, then what was put off until after the commit, to its end. */
async function asPerson<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
  const after: (() => void)[] = [];
  const result = await inWorkspace(database.db, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error("no workspace");
    const actor = systemActor("test");
    const machineNow = clock.machineNow();
    const afterCommit = (fn: () => void) => void after.push(fn);
    return work(makeContext({ workspace, actor, machineNow, requestId: "r", log: testLog, tx, afterCommit }));
  });
  for (const fn of after) fn();
  return result;
}

function act(mailId: string, kind: Parameters<typeof actAsRecipient>[2]["kind"], detail = {}) {
  return asPerson((ctx) => actAsRecipient(ctx, hasten, { mailId, kind, detail }));
}

async function settled(mailId: string) {
  await expect
    .poll(async () => {
      const mail = await asPerson(async (ctx) => {
        const row = await findCaught(ctx.tx, mailId);
        return row === null ? undefined : (await showMails(ctx, [row])).get(mailId);
      });
      return mail?.acts.every((each) => each.done);
    })
    .toBe(true);
}

async function inbox() {
  const rows = await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows<{ raw: Buffer; uid: number }>(
      "select raw, uid from sandbox_mails where workspace_id = $1 and account = $2 and folder = 'INBOX' order by uid",
      [workspaceId, account],
    ),
  );
  return Promise.all(rows.map((row) => simpleParser(row.raw)));
}

describe("acts of recipients", () => {
  test("a person's opening walks the clock past the moment in which only machines open, and fetches the pixel", async () => {
    const id = await catchMail(`<p>Hi</p><img src="${publicUrl}/t/o/token">`);
    clock.advance(2_000);
    expect(await act(id, "open")).toMatchObject({ kind: "open" });
    await settled(id);
    expect(walked).toEqual([43_000]);
    expect(requests).toMatchObject([{ method: "GET", url: "/t/o/token", host: "go.tidewater.example" }]);
  });

  test("two acts that come together walk the clock once", async () => {
    const id = await catchMail(`<a href="${publicUrl}/t/c/token">in</a><img src="${publicUrl}/t/o/token">`);
    await Promise.all([act(id, "open"), act(id, "click")]);
    await settled(id);
    expect(walked).toEqual([45_000]);
    expect(requests).toHaveLength(2);
  });

  test("a person who answers takes over from the persona", async () => {
    const id = await catchMail("<p>Hi</p>");
    const planned = () =>
      inWorkspace(database.db, workspaceId, (tx) =>
        tx.rows("select id from sandbox_acts where workspace_id = $1 and done_by = 'persona'", [workspaceId]),
      );
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows(
        "insert into sandbox_acts (workspace_id, id, mail_id, kind, done_by, due_at) values ($1, $2, $3, 'reply', 'persona', '2026-12-01')",
        [workspaceId, randomUUID(), id],
      ),
    );
    await act(id, "open", { as: "proxy" });
    expect(await planned()).toHaveLength(1);
    await act(id, "reply", { text: "I do it myself." });
    await settled(id);
    expect(await planned()).toEqual([]);
  });

  test("a scanner's opening needs no walk", async () => {
    const id = await catchMail(`<img src="${publicUrl}/t/o/token">`);
    await act(id, "open", { as: "scanner" });
    await settled(id);
    expect(walked).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test("a link of somebody else is never followed, and a redirect of ours is not either", async () => {
    answer = 302;
    const id = await catchMail(`<a href="https://outside.example/x">out</a><a href="${publicUrl}/t/c/token">in</a>`);
    clock.advance(60_000);
    await act(id, "click", { link: "out" });
    await act(id, "click", { link: "in" });
    await settled(id);
    expect(requests.map((request) => request.url)).toEqual(["/t/c/token"]);
  });

  test("a link that the mail does not have is refused", async () => {
    const id = await catchMail("<p>no links</p>");
    await expect(act(id, "click")).rejects.toMatchObject({ code: "no_such_link" });
    await expect(act(id, "unsubscribe")).rejects.toMatchObject({ code: "no_such_link" });
    await expect(act(randomUUID(), "open")).rejects.toMatchObject({ code: "not_found" });
  });

  test("one click unsubscribes with a POST", async () => {
    const headers = [`List-Unsubscribe: <${publicUrl}/u/token>`, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"];
    const id = await catchMail("<p>Hi</p>", headers);
    await act(id, "unsubscribe");
    await settled(id);
    expect(requests).toMatchObject([{ method: "POST", url: "/u/token", body: "List-Unsubscribe=One-Click" }]);
  });

  test("a reply lies in the mailbox of the account that sent the mail", async () => {
    const id = await catchMail("<p>Hi</p>");
    await act(id, "reply", { text: "Yes, Thursday." });
    await settled(id);
    const [reply] = await inbox();
    expect(reply?.text).toContain("Yes, Thursday.");
    expect(reply?.inReplyTo).toMatch(/@sandbox\.haste\.test>$/);
  });

  test("a product that cannot answer now is visited again, and the act is done once", async () => {
    answer = 503;
    const id = await catchMail(`<img src="${publicUrl}/t/o/token">`);
    await act(id, "open", { as: "proxy" });
    await expect.poll(() => requests.length).toBe(1);
    answer = 200;
    await expect
      .poll(async () => {
        clock.advance(1_000);
        return (await runner.runDueActs(workspaceId)).pending;
      })
      .toBe(0);
    expect(requests).toHaveLength(2);
  });

  test("a worker that dies in the middle of a reply leaves it to the next, and the mailbox holds it once", async () => {
    const id = await catchMail("<p>Hi</p>");
    await act(id, "reply", { text: "Once" });
    await settled(id);
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows("update sandbox_acts set claimed_until = null where workspace_id = $1", [workspaceId]),
    );
    await Promise.all([runner.runDueActs(workspaceId), runner.runDueActs(workspaceId)]);
    expect(await inbox()).toHaveLength(1);
  });

  test("acts of the future wait for their instant, and the runner says when it is", async () => {
    const id = await catchMail(`<img src="${publicUrl}/t/o/token">`);
    const dueAt = new Date(clock.machineNow().getTime() + 3_600_000);
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows(
        "insert into sandbox_acts (workspace_id, id, mail_id, kind, done_by, due_at) values ($1, $2, $3, 'open', 'persona', $4)",
        [workspaceId, randomUUID(), id, dueAt],
      ),
    );
    expect(await runner.runDueActs(workspaceId)).toEqual({ ran: 0, pending: 0, nextDueAt: dueAt });
    expect(await runner.sweepDueActs()).toBe(0);
    expect(await runner.runDueActs(workspaceId, { now: dueAt })).toEqual({ ran: 1, pending: 0, nextDueAt: null });
  });

  test("within a minute of its first mail a demo contact has read it and answered, and nobody touched the clock", async () => {
    const address = Array.from({ length: 999 }, (_, n) => `star-${n}@aegean.example`).find(
      (each) => temperOf(each) === "interested",
    );
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows(
        `insert into contacts (workspace_id, id, email, email_key, first_name, timezone, is_demo, custom_fields)
         values ($1, $2, $3, $3, 'Eleni', 'Europe/Athens', true, '{"language":"el"}')`,
        [workspaceId, randomUUID(), address],
      ),
    );
    await catchMail(`<a href="${publicUrl}/t/c/x">see</a><img src="${publicUrl}/t/o/x">`, [], address);
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1_000);
      await runner.sweepDueActs();
    }
    const [reply] = await inbox();
    expect(reply?.from?.value[0]?.address).toBe(address);
    expect(reply?.text).toMatch(/Πέμπτη[\s\S]*Eleni/);
    expect(walked).toEqual([]);
  });

  test("emptying the inbox takes back what personas only planned", async () => {
    const id = await catchMail("<p>Hi</p>");
    await inWorkspace(database.db, workspaceId, async (tx) => {
      await tx.rows(
        "insert into sandbox_acts (workspace_id, id, mail_id, kind, done_by, due_at) values ($1, $2, $3, 'open', 'persona', $4)",
        [workspaceId, randomUUID(), id, clock.machineNow()],
      );
      await unlistAll(tx);
    });
    expect((await runner.runDueActs(workspaceId)).ran).toBe(0);
    expect((await asPerson((ctx) => listMails(ctx, { limit: 50 }))).data).toEqual([]);
    await expect(act(id, "open")).rejects.toMatchObject({ code: "not_found" });
  });

  test("the list shows mails newest first, by recipient and by words, page by page", async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3]) {
      ids.push(await catchMail(`<p>${n}</p>`));
      clock.advance(1_000);
    }
    const first = await asPerson((ctx) => listMails(ctx, { limit: 2, include: "total" }));
    expect(first.data.map((mail) => mail.id)).toEqual([ids[2], ids[1]]);
    expect(first.page).toMatchObject({ hasMore: true, total: 3 });
    const cursor = first.page.nextCursor ?? "";
    const second = await asPerson((ctx) => listMails(ctx, { limit: 2, cursor }));
    expect(second.data.map((mail) => mail.id)).toEqual([ids[0]]);
    expect((await asPerson((ctx) => listMails(ctx, { limit: 9, to: "ELENI@aegean.example" }))).data).toHaveLength(3);
    expect((await asPerson((ctx) => listMails(ctx, { limit: 9, to: "x@aegean.example" }))).data).toEqual([]);
    expect((await asPerson((ctx) => listMails(ctx, { limit: 9, q: "QUICK" }))).data).toHaveLength(3);
  });

  test("a mail that no sequence sent has a trace too, and the strip of days stands around today", async () => {
    const id = await catchMail("<p>Hi</p>");
    expect(await asPerson((ctx) => traceMail(ctx, id))).toMatchObject({
      stage: 4,
      events: [{ code: "caught" }],
      next: null,
    });
    const { days } = await asPerson((ctx) => listDays(ctx));
    expect(days).toHaveLength(14);
    expect(days[2]).toEqual({ day: "2026-11-24", sent: 0, planned: 0, open: true });
  });
});
