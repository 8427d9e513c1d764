import { randomUUID } from "node:crypto";
import { asInstant, HOUR_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ArrivingMail, openMailbox } from "../../../../../tests/support/arriving-mail.ts";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { trackRoutes } from "../routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
let email: Claimed;
let mailbox: ArrivingMail;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Somebody whose first email left an hour ago, and a reader of our mailbox. */
beforeEach(async () => {
  world = await LedgerWorld.create(database.db, { replyHandling: "stop" });
  email = (await world.toTheWire(1)).emails[0] as Claimed;
  await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
  world.now = asInstant(world.now + HOUR_MS);
  mailbox = openMailbox(world);
});

const arrive = (headers: Readonly<Record<string, string>>, text: string) => mailbox.arrive(headers, text);
const answer = (text: string, headers: Readonly<Record<string, string>> = {}) =>
  arrive({ From: email.to_email, Subject: "Re: Hi", "In-Reply-To": email.message_id, ...headers }, text);

const routes = () =>
  trackRoutes({ keyRing: mailbox.keyRing, openContent: () => Promise.reject(new Error("Nothing that left is read.")) });
const caller = () => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const list = (query: Record<string, string> = {}) => callRoute(routes(), "GET /inbound", caller(), { query });
const correct = (id: string, name: string) =>
  callRoute(routes(), "PUT /inbound/:id", caller(), { params: { id }, body: { class: name } });

async function stands() {
  const [row] = await world.rows<Record<string, unknown>>(
    `select n.status, n.stop_reason, n.pause_reason, e.replied_at is not null as replied, e.unsubscribed, e.reply_class,
       (select count(*)::int from suppressions) as suppressed,
       (select sum(replied)::int from email_rollups) as counted
     from sequence_enrollments n join email_activities e on e.id = $1 where n.id = e.enrollment_id`,
    [email.id],
  );
  return row;
}
const untouched = {
  ...{ status: "active", stop_reason: null, pause_reason: null, replied: false, unsubscribed: false },
  ...{ reply_class: null, suppressed: 0, counted: 0 },
};
const answered = { ...untouched, status: "stopped", stop_reason: "replied", replied: true, counted: 1 };

describe("a reply that is read", () => {
  test("is shown with what it was sorted as, and tells it with its event", async () => {
    await answer("Sounds interesting, can we have a call on Tuesday at 10?");
    expect(await stands()).toEqual({ ...answered, reply_class: "interested" });
    const [reply] = (await list({ "filter[class]": "interested" })).data;
    expect(reply).toMatchObject({
      ...{ kind: "human", emailId: email.id, setAside: null },
      reply: { class: "interested", guess: "interested", by: "model", correctedBy: null },
    });
    const shown = await callRoute(routes(), "GET /inbound/:id", caller(), {
      params: { id: reply?.id ?? "" },
    });
    expect(shown.text).toBe("Sounds interesting, can we have a call on Tuesday at 10?");
    expect(
      await world.rows("select body->>'detail' as detail from events where body->>'detail' = 'interested'"),
    ).toHaveLength(1);
  });

  test("that says not now and when waits until then, where replies make people wait", async () => {
    world = await LedgerWorld.create(database.db, { replyHandling: "pause" });
    email = (await world.toTheWire(1)).emails[0] as Claimed;
    await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
    mailbox = openMailbox(world);
    await answer("Not right now, we have no budget. Please write to me again in three weeks.");
    const [reply] = (await list()).data;
    expect(reply?.reply).toMatchObject({ class: "not_now", until: expect.any(String) });
    const [row] = await world.rows<{ status: string; resume_at: Date }>(
      "select status, resume_at from sequence_enrollments where id = (select enrollment_id from email_activities where id = $1)",
      [email.id],
    );
    expect(row?.status).toBe("paused");
    expect(row?.resume_at.getTime()).toBeGreaterThan(Date.parse(reply?.reply?.until ?? ""));
  });

  test("by a program that says somebody left ends the sequence without counting as a reply", async () => {
    await answer("Mark has left the company.", { "Auto-Submitted": "auto-replied" });
    expect(await stands()).toEqual({ ...untouched, status: "stopped", stop_reason: "left_company" });
  });

  test("by a program that only confirms the receipt moves nobody", async () => {
    await answer("Your request was received, ticket #4812.", { "Auto-Submitted": "auto-replied" });
    expect(await stands()).toEqual(untouched);
  });
});

describe("a class that is corrected", () => {
  const only = async () => (await list()).data[0]?.id ?? "";

  test("takes back what the wrong one did and can be corrected back", async () => {
    await answer("Please remove me from your list.");
    const suppressed = {
      ...untouched,
      status: "stopped",
      stop_reason: "unsubscribed",
      unsubscribed: true,
      suppressed: 1,
    };
    expect(await stands()).toEqual(suppressed);
    const corrected = await correct(await only(), "out_of_office");
    expect(corrected.reply).toMatchObject({ class: "out_of_office", by: "person", guess: "unsubscribe" });
    expect(await stands()).toEqual({ ...untouched, status: "paused", pause_reason: "out_of_office" });
    await correct(await only(), "interested");
    expect(await stands()).toEqual({ ...answered, reply_class: "interested" });
    await correct(await only(), "unsubscribe");
    expect(await stands()).toEqual(suppressed);
  });

  test("lets somebody go on whom a confirmation of receipt had ended", async () => {
    await answer("Yes, please send me more details about this.");
    expect(await stands()).toMatchObject({ status: "stopped" });
    await correct(await only(), "automatic");
    expect(await stands()).toEqual(untouched);
  });

  test("changes nothing when it only says what was known", async () => {
    await answer("Yes, please send me more details about this.");
    const before = await world.rows("select count(*)::int as n from signals");
    const [{ reply } = { reply: null }] = (await list()).data;
    expect((await correct(await only(), reply?.class ?? "")).reply).toMatchObject({ by: "person" });
    expect(await world.rows("select count(*)::int as n from signals")).toEqual(before);
  });

  test("to not now waits until the day the words name, which nobody had looked for before", async () => {
    world = await LedgerWorld.create(database.db, { replyHandling: "pause" });
    email = (await world.toTheWire(1)).emails[0] as Claimed;
    await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
    mailbox = openMailbox(world);
    await answer("Sounds interesting, can we have a call in three weeks?");
    expect((await list()).data[0]?.reply).toMatchObject({ class: "interested", until: null });
    const { reply } = await correct(await only(), "not_now");
    const [row] = await world.rows<{ status: string; resume_at: Date }>(
      "select status, resume_at from sequence_enrollments where id = (select enrollment_id from email_activities where id = $1)",
      [email.id],
    );
    expect(row?.status).toBe("paused");
    expect(row?.resume_at.getTime()).toBeGreaterThan(Date.parse(reply?.until ?? ""));
    expect((await correct(await only(), "interested")).reply).toMatchObject({ until: null });
  });

  test("teaches the next reply like it, until the words are erased or the lessons forgotten", async () => {
    const parked = "Our budget sits with the steering round, ask it in two weeks.";
    for (const reference of ["1", "2"]) {
      await answer(`${parked} Reference ${reference}`);
      expect((await list()).data[0]?.reply).toMatchObject({ guess: "other", by: "model", lessons: null });
      await correct(await only(), "not_now");
    }
    await answer(parked);
    expect((await list()).data[0]?.reply).toMatchObject({ class: "not_now", by: "lessons", lessons: 2 });
    const lessons = () => callRoute(routes(), "GET /inbox/lessons", caller());
    expect(await lessons()).toEqual({ classes: [{ class: "not_now", count: 2 }], forgottenAt: null });

    const corrected = await world.rows<{ id: string; sealed: Buffer }>(
      "select id, sealed from inbound_mails where reply_corrected_at is not null order by id limit 1",
    );
    await world.rows("update inbound_mails set sealed = null where id = $1", [corrected[0]?.id]);
    await answer(parked);
    expect((await list()).data[0]?.reply).toMatchObject({ class: "other", by: "model" });

    await correct(await only(), "not_now");
    await callRoute(routes(), "DELETE /inbox/lessons", caller());
    expect(await lessons()).toEqual({ classes: [], forgottenAt: new Date(world.now).toISOString() });
    await answer(parked);
    expect((await list()).data[0]?.reply).toMatchObject({ class: "other", by: "model" });
  });

  test("to a referral shows whom the words point to", async () => {
    await answer("Sounds interesting, can we have a call with Maria Lopez? maria.lopez@firm.example");
    await correct(await only(), "referral");
    const shown = await callRoute(routes(), "GET /inbound/:id", caller(), { params: { id: await only() } });
    expect(shown.person).toEqual({ name: "Maria Lopez", email: "maria.lopez@firm.example" });
  });

  test("is refused for a report", async () => {
    await arrive(
      { From: "MAILER-DAEMON@mx.example", "Return-Path": "<>", Subject: "Undelivered Mail Returned to Sender" },
      "Your message could not be delivered.\n\n<a@b.example>: 550 5.1.1 User unknown",
    );
    expect(await refusalOf(correct(await only(), "other"))).toEqual(["invalid_status"]);
  });
});

describe("what nothing follows from is kept with its reason", () => {
  const report = (address: string, messageId: string) =>
    arrive(
      {
        From: "MAILER-DAEMON@mx.example",
        "Return-Path": "<>",
        Subject: "Undelivered Mail Returned to Sender",
        "Content-Type": 'multipart/report; report-type=delivery-status; boundary="b"',
      },
      `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId}\r\n\r\n--b--\r\n`,
    );
  const setAside = async () => (await list({ "filter[setAside]": "true" })).data.map((mail) => mail.setAside);

  test("a report of a mail that was never sent", async () => {
    await report(email.to_email, `<${randomUUID()}@haste.example>`);
    expect(await setAside()).toEqual(["not_ours"]);
    expect(await stands()).toEqual(untouched);
  });

  test("a report of two others than the mail went to, and one that comes after a month", async () => {
    await report("else@b.example\r\nAction: failed\r\n\r\nFinal-Recipient: rfc822; other@b.example", email.message_id);
    await world.rows("update email_activities set sent_at = sent_at - interval '31 days' where id = $1", [email.id]);
    await report(email.to_email, email.message_id);
    expect(await setAside()).toEqual(["too_old", "other_recipient"]);
    expect(await stands()).toEqual(untouched);
  });

  test("a forged complaint, a stranger's mail and a mail that cannot be read", async () => {
    await arrive(
      { From: "fbl@isp.example", "Content-Type": 'multipart/report; report-type=feedback-report; boundary="b"' },
      `--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Rcpt-To: ${email.to_email}\r\n\r\n--b--\r\n`,
    );
    await arrive({ From: "stranger@else.example", Subject: "Hello" }, "Do you know me?");
    await mailbox.arriveUnreadable();
    expect(await setAside()).toEqual(["unreadable", "unknown_sender", "not_ours"]);
    expect(await stands()).toEqual(untouched);
  });
});
