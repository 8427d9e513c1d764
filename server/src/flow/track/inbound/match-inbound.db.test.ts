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
let other: Claimed;
let mailbox: ArrivingMail;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Two people whose first email left an hour ago, and a mailbox. */
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

async function arrive(text: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  await mailbox.arrive({ From: "ada@private.example", Subject: "About your mail", ...headers }, text);
  later();
  const { data } = await callRoute(routes(), "GET /inbound", caller(), { query: {} });
  return data[0]?.id ?? "";
}

const routes = () =>
  trackRoutes({ keyRing: mailbox.keyRing, openContent: () => Promise.reject(new Error("Nothing that left is read.")) });
const caller = () => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const match = (id: string, of: Claimed | null) =>
  callRoute(routes(), "PUT /inbound/:id/contact", caller(), {
    params: { id },
    body: { contactId: of?.contact_id ?? null },
  });
const correct = (id: string, name: string) =>
  callRoute(routes(), "PUT /inbound/:id", caller(), { params: { id }, body: { class: name } });
const scopesOf = async (id: string) => {
  const inScope = async (scope: string) =>
    (await callRoute(routes(), "GET /inbox/threads", caller(), { query: { scope } })).data.some(
      ({ mail }) => mail.id === id,
    );
  return { unmatched: await inScope("unmatched"), answer: await inScope("answer") };
};

async function stands(of: Claimed) {
  const [row] = await world.rows<Record<string, unknown>>(
    `select n.status, n.stop_reason, e.replied_at is not null as replied, e.unsubscribed,
       (select count(*)::int from suppressions p where p.email_key = lower(e.to_email)) as suppressed
     from sequence_enrollments n join email_activities e on e.id = $1 where n.id = e.enrollment_id`,
    [of.id],
  );
  return row;
}
const counted = async () =>
  (await world.rows<{ replied: number }>("select coalesce(sum(replied), 0)::int as replied from email_rollups"))[0]
    ?.replied;

const untouched = { status: "active", stop_reason: null, replied: false, unsubscribed: false, suppressed: 0 };
const answered = { ...untouched, status: "stopped", stop_reason: "replied", replied: true };

describe("a mail by a stranger", () => {
  test("counts as the reply of the contact it is matched to, and is taken back whole", async () => {
    const id = await arrive("Yes, I would like to see that.");
    expect(await scopesOf(id)).toEqual({ unmatched: true, answer: false });
    const matched = await match(id, email);
    expect(matched).toMatchObject({ contactId: email.contact_id, emailId: email.id, setAside: null });
    expect(matched.matchedBy).not.toBeNull();
    expect([await stands(email), await stands(other), await counted()]).toEqual([answered, untouched, 1]);
    expect(await scopesOf(id)).toEqual({ unmatched: false, answer: true });
    expect(await match(id, null)).toMatchObject({
      ...{ contactId: null, emailId: null, setAside: "unknown_sender", matchedBy: null, matchedAt: null },
    });
    expect([await stands(email), await counted()]).toEqual([untouched, 0]);
    expect(await scopesOf(id)).toEqual({ unmatched: true, answer: false });
  });

  test("moves to another contact when the first one was wrong, and counts once however often it is said", async () => {
    const id = await arrive("Yes, I would like to see that.");
    await match(id, email);
    await match(id, other);
    await match(id, other);
    expect([await stands(email), await stands(other), await counted()]).toEqual([untouched, answered, 1]);
  });

  test("that asks for no more mail suppresses the contact's address, and frees it again", async () => {
    const id = await arrive("Please remove me from your list.");
    await match(id, email);
    const gone = { ...untouched, status: "stopped", stop_reason: "unsubscribed", unsubscribed: true, suppressed: 1 };
    expect(await stands(email)).toEqual(gone);
    await match(id, null);
    expect(await stands(email)).toEqual(untouched);
  });

  test("keeps what a person said it means, before it is matched and after", async () => {
    const id = await arrive("Yes, I would like to see that.");
    await correct(id, "unsubscribe");
    await match(id, email);
    expect(await stands(email)).toMatchObject({ stop_reason: "unsubscribed", suppressed: 1 });
    await correct(id, "interested");
    expect(await stands(email)).toEqual(answered);
    await match(id, null);
    expect(await stands(email)).toEqual(untouched);
  });

  test("cannot be matched to nobody's contact, and no other mail can be", async () => {
    const id = await arrive("Hello?");
    const unknown = callRoute(routes(), "PUT /inbound/:id/contact", caller(), {
      params: { id },
      body: { contactId: randomUUID() },
    });
    expect(await refusalOf(unknown)).toEqual(["invalid_request", "not_found /contactId"]);
    const known = await arrive("Yes.", { From: email.to_email, "In-Reply-To": email.message_id });
    expect(await refusalOf(match(known, other))).toEqual(["invalid_status"]);
    expect(await stands(other)).toEqual(untouched);
  });
});
