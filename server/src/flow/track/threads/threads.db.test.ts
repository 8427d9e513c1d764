import { asInstant, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ArrivingMail, openMailbox } from "../../../../../tests/support/arriving-mail.ts";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { until } from "../../../../../tests/support/until.ts";
import { listen } from "../../../platform/db/index.ts";
import type { LiveNotice } from "../../../platform/live/announce.ts";
import { liveChannel } from "../../../platform/live/index.ts";
import { trackRoutes } from "../routes.ts";
import { chainUpTo } from "./chain.ts";

let database: TestDatabase;
let world: LedgerWorld;
let email: Claimed;
let other: Claimed;
let mailbox: ArrivingMail;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Two people whose first email left an hour ago. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db, { replyHandling: "stop" });
  [email, other] = (await world.toTheWire(2)).emails as [Claimed, Claimed];
  await world.results([email, other].map((each) => signalOf(each, "sent", { claimId: each.claimId })));
  later();
  mailbox = openMailbox(world);
});

function later(): void {
  world.now = asInstant(world.now + HOUR_MS);
}

async function answer(of: Claimed, text: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  await mailbox.arrive(
    {
      From: of.to_email,
      Subject: "Re: Hi",
      "Message-ID": "<a1@them.example>",
      "In-Reply-To": of.message_id,
      ...headers,
    },
    text,
  );
  later();
}

const routes = () =>
  trackRoutes({
    keyRing: mailbox.keyRing,
    openContent: async () => ({ subject: "Hi", html: "<p>What we wrote</p>", text: "What we wrote" }) as never,
  });
const caller = () => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const list = async (query: Record<string, string> = {}) =>
  (await callRoute(routes(), "GET /inbox/threads", caller(), { query })).data;
const idsIn = async (scope: string) => (await list({ scope })).map(({ id }) => id);
const show = (id: string) => callRoute(routes(), "GET /inbox/threads/:id", caller(), { params: { id } });
const decide = (id: string, body: object) =>
  callRoute(routes(), "PUT /inbox/threads/:id", caller(), { params: { id }, body });
const counts = () => callRoute(routes(), "GET /inbox/counts", caller());
const person = (of: Claimed) => of.contact_id as string;

const quoting = "Yes, on Tuesday please.\r\n\r\nOn Mon, 5 Jan 2026 Grace wrote:\r\n> What we wrote";

describe("a thread of the inbox", () => {
  test("holds the mails of both directions in order, the answer without what it quotes", async () => {
    await answer(email, quoting);
    const shown = await show(person(email));
    expect(shown.mails.map(({ direction, text, quoted }) => [direction, text, quoted])).toEqual([
      ["out", expect.anything(), null],
      ["in", "Yes, on Tuesday please.", "On Mon, 5 Jan 2026 Grace wrote:\n> What we wrote"],
    ]);
    expect(shown).toMatchObject({
      ...{ id: person(email), needsAnswer: true, isRead: false, preview: "Yes, on Tuesday please." },
      mail: { kind: "human", emailId: email.id },
      answer: { subject: "Re: Hi", inReplyTo: "<a1@them.example>", sendingAccountId: world.accountId },
    });
  });

  test("keeps the HTML of a mail beside its words", async () => {
    await answer(email, "<p>Yes, <b>please</b>.</p>", { "Content-Type": "text/html; charset=utf-8" });
    const [, came] = (await show(person(email))).mails;
    expect(came).toMatchObject({ text: "Yes, please.", html: expect.stringContaining("<b>please</b>") });
  });

  test("says of a mail whose words went by age when that was, in either direction", async () => {
    await answer(email, quoting);
    const at = new Date(world.now);
    await world.rows("select remove_received_texts(array_agg(id), $1) from inbound_mails", [at]);
    await world.rows("insert into removed_texts (workspace_id, email_id, removed_at) values ($1, $2, $3)", [
      world.workspaceId,
      email.id,
      at,
    ]);
    await world.rows("select remove_sent_texts($1)", [[email.id]]);
    const gone = { text: null, textRemovedAt: at.toISOString() };
    expect((await show(person(email))).mails).toMatchObject([gone, gone]);
  });

  test("stands once however much its person writes, the newest first, and by what was asked", async () => {
    await answer(email, "Sounds interesting, can we have a call on Tuesday at 10?");
    await answer(other, "I am out of the office until 12 January.", { "Auto-Submitted": "auto-replied" });
    await answer(email, "One more question: what does it cost?", { "Message-ID": "<a2@them.example>" });
    expect(await idsIn("all")).toEqual([person(email), person(other)]);
    expect(await idsIn("answer")).toEqual([person(email)]);
    expect(await idsIn("automatic")).toEqual([person(other)]);
    expect((await list({ q: other.to_email })).map(({ id }) => id)).toEqual([person(other)]);
    expect(await list({ q: "%" })).toEqual([]);
    const page = await callRoute(routes(), "GET /inbox/threads", caller(), { query: { limit: "1" } });
    const next = await list({ cursor: page.page.nextCursor ?? "" });
    expect([...page.data, ...next].map(({ id }) => id)).toEqual([person(email), person(other)]);
  });

  test("of a stranger is one mail that waits to be matched", async () => {
    await mailbox.arrive({ From: "stranger@else.example", Subject: "Hello" }, "Do you know me?");
    const [stranger] = await list({ scope: "unmatched" });
    expect(stranger).toMatchObject({ contact: null, needsAnswer: false, mail: { setAside: "unknown_sender" } });
    expect(stranger?.id).toBe(stranger?.mail.id);
    expect(await show(stranger?.id ?? "")).toMatchObject({ answer: null, mails: [{ text: "Do you know me?" }] });
    expect(await counts()).toEqual({ answer: 0, unread: 0, automatic: 0, unmatched: 1 });
    await decide(stranger?.id ?? "", { isArchived: true });
    expect([await idsIn("unmatched"), await idsIn("archived")]).toEqual([[], [stranger?.id]]);
  });
});

describe("what people decide about a thread", () => {
  test("reads, archives and snoozes it until something new comes in", async () => {
    await answer(email, "Please tell me more.");
    const id = person(email);
    expect(await counts()).toEqual({ answer: 1, unread: 1, automatic: 0, unmatched: 0 });
    expect(await decide(id, { isRead: true })).toMatchObject({ isRead: true, isArchived: false });
    expect(await counts()).toEqual({ answer: 1, unread: 0, automatic: 0, unmatched: 0 });
    await decide(id, { isArchived: true });
    expect([await idsIn("answer"), await idsIn("all"), await idsIn("archived")]).toEqual([[], [], [id]]);
    expect(await decide(id, { isArchived: false })).toMatchObject({ isRead: true, isArchived: false });

    const until = new Date(world.now + 2 * HOUR_MS).toISOString();
    await decide(id, { snoozedUntil: until });
    expect([await idsIn("answer"), await idsIn("snoozed")]).toEqual([[], [id]]);
    later();
    later();
    expect([await idsIn("answer"), await idsIn("snoozed")]).toEqual([[id], []]);

    await decide(id, { isArchived: true, snoozedUntil: new Date(world.now + HOUR_MS).toISOString() });
    await answer(email, "Are you there?", { "Message-ID": "<a2@them.example>" });
    expect(await list({ scope: "answer" })).toMatchObject([
      { id, isRead: false, isArchived: false, snoozedUntil: null },
    ]);
  });

  test("holds for the mails that were seen, not for one that came meanwhile", async () => {
    await answer(email, "Please tell me more.");
    const seen = (await show(person(email))).mail.id;
    await answer(email, "And what does it cost?", { "Message-ID": "<a2@them.example>" });
    await decide(person(email), { mailId: seen, isArchived: true });
    expect(await idsIn("answer")).toEqual([person(email)]);
  });

  test("is told to everybody who looks at the inbox, once it stands", async () => {
    await answer(email, "Please tell me more.");
    const told: unknown[] = [];
    const unlisten = await listen(world.db, liveChannel, (payload) => {
      const notice = JSON.parse(payload ?? "{}") as LiveNotice;
      if (notice.workspaceId === world.workspaceId && notice.event !== undefined) told.push(notice.event.name);
    });
    await decide(person(email), { isArchived: true });
    const [thread] = await list({ scope: "archived" });
    await callRoute(routes(), "PUT /inbound/:id", caller(), {
      params: { id: thread?.mail.id ?? "" },
      body: { class: "question" },
    });
    await until("both were told", () => told.length === 2);
    await unlisten();
    expect(told).toEqual(["inbox.changed", "inbox.changed"]);
  });

  test("assigns it to members only", async () => {
    await answer(email, "Please tell me more.");
    expect(await list({ "filter[assignee]": "none" })).toHaveLength(1);
    const stranger = decide(person(email), { assigneeId: crypto.randomUUID() });
    expect(await refusalOf(stranger)).toEqual(["invalid_request", "not_found /assigneeId"]);
    expect(await refusalOf(decide(crypto.randomUUID(), { isRead: true }))).toEqual(["not_found"]);
  });

  test("leaves the list of who waits once somebody was answered", async () => {
    await answer(email, "Please tell me more.");
    await world.rows(
      `insert into email_activities (workspace_id, id, kind, contact_id, sending_account_id, message_id, to_email, status)
       values ($1, $2, 'manual', $3, $4, '<m@us.example>', 'x@y.example', 'scheduled')`,
      [world.workspaceId, "ffffffff-ffff-7fff-bfff-ffffffffffff", person(email), world.accountId],
    );
    expect(await idsIn("answer")).toEqual([]);
    expect(await idsIn("all")).toEqual([person(email)]);
  });
});

test("an answer goes on with the whole chain of the mail it answers", async () => {
  await answer(email, "Yes.", { References: `<first@us.example> ${email.message_id}` });
  const chain = await world.in((tx) => chainUpTo(tx, mailbox.keyRing, person(email), "<a1@them.example>"));
  expect(chain).toEqual(["<first@us.example>", email.message_id, "<a1@them.example>"]);
  const own = await world.in((tx) => chainUpTo(tx, mailbox.keyRing, person(email), email.message_id));
  expect(own).toEqual([email.message_id]);
  const unknown = await world.in((tx) => chainUpTo(tx, mailbox.keyRing, person(email), "<who@knows.example>"));
  expect(unknown).toEqual(["<who@knows.example>"]);
});
