import { addMs, HOUR_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { LedgerWorld, signalOf, start } from "../../../../../tests/support/ledger-world.ts";
import { goOnTowards, queueOneOff, recoverClaim, releaseRefused, stopTowards } from "../../../ledger/index.ts";
import { outboxRoutes } from "../index.ts";

let database: TestDatabase;
let world: LedgerWorld;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await LedgerWorld.create(database.db, { hourlyLimit: 4 });
});

const caller = () => ({ db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) });
const ask = <K extends keyof typeof outboxRoutes>(key: K, sent: Sent = {}) =>
  callRoute(outboxRoutes, key, caller(), sent);
const account = () => ({
  ...{ id: world.accountId, email: "grace@sandbox.haste.test", zone: "UTC" },
  ...{ hourlyLimit: 4, dailyLimit: 10, minGapMs: 0 },
});

/** A mail somebody wrote, waiting in its lane. */
async function written(kind: "manual" | "test" = "manual", inReplyTo: string | null = null): Promise<string> {
  const [contact] = await world.rows<{ id: string }>("select id from contacts limit 1");
  const id = world.moment().newId();
  await world.in((tx) =>
    queueOneOff(
      tx,
      {
        ...{ id, kind, subject: "Hi", inReplyTo, referenceIds: null, toEmail: "ann@gmail.com" },
        recipientProvider: kind === "test" ? null : "google",
        contactId: kind === "test" ? null : (contact?.id ?? null),
        ...{ account: account(), sealed: new Uint8Array([1]) },
      },
      world.moment(),
    ),
  );
  return id;
}

async function used(period: 1 | 2): Promise<number[]> {
  const rows = await world.rows<{ used: number }>(
    "select used from capacity where period = $1 and used > 0 order by starts_at",
    [period],
  );
  return rows.map((row) => row.used);
}

describe("the outbox", () => {
  test("shows what is on its way, the next one first, page by page and by state", async () => {
    await world.enroll(3);
    await world.plan();
    const mine = await written();
    world.now = addMs(start, MINUTE_MS);
    const [first, ...others] = await world.claim(2);
    await world.results([
      signalOf(first as never, "deferred", {
        claimId: first?.claimId as string,
        meta: { reply: "451 4.7.1 Later", retryAt: addMs(start, HOUR_MS) },
      }),
    ]);
    const seen: [string, string][] = [];
    for (let cursor: string | undefined; ; ) {
      const { data, page } = await ask("GET /outbox/waiting", { query: { limit: "1", cursor } });
      seen.push(...data.map((mail): [string, string] => [mail.id, mail.state]));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(4);
    expect(seen.at(-1)).toEqual([first?.id, "deferred"]);
    expect(Object.fromEntries(seen)).toMatchObject({ [others[0]?.id ?? ""]: "sending", [mine]: "due" });
    const deferred = await ask("GET /outbox/waiting", { query: { "filter[state]": "deferred" } });
    expect(deferred.data).toMatchObject([
      {
        reason: expect.stringContaining("451 4.7.1 Later"),
        nextAt: "2026-11-23T10:00:00.000Z",
        sequenceName: "Founders",
      },
    ]);
    expect((await ask("GET /outbox/counts")).states).toMatchObject({ due: 2, waiting: 0, sending: 1, deferred: 1 });
  });

  test("settles many uncertain mails at once, says why each is, and groups them by that", async () => {
    const { emails } = await world.toTheWire(3);
    for (const claimId of new Set(emails.map((email) => email.claimId)))
      await world.in((tx) => recoverClaim(tx, claimId, world.moment()));
    const { data } = await ask("GET /outbox", { query: { "filter[status]": "uncertain" } });
    expect(data.map((mail) => mail.actions)).toEqual([["settle"], ["settle"], ["settle"]]);
    const [{ reason, count } = { reason: "", count: 0 }] = (await ask("GET /outbox/counts")).reasons;
    expect([count, reason]).toEqual([3, "the process ended at its final dot, and nobody knows whether that left."]);
    const same = await ask("GET /outbox", { query: { "filter[reason]": reason } });
    expect(same.data).toHaveLength(3);

    const [one, two, three] = data.map((mail) => mail.id);
    const other = world.moment().newId();
    expect(await ask("POST /outbox/settle", { body: { ids: [one, two, other], as: "sent" } })).toEqual({
      settled: 2,
      skipped: [other],
    });
    expect((await ask("GET /outbox")).data.map((mail) => mail.id)).toEqual([three]);
  });

  test("sends an uncertain mail again by itself where its account would rather have it twice than never", async () => {
    const { emails } = await world.toTheWire(1);
    await world.rows("update sending_accounts set on_uncertain = 'resend'");
    await world.in((tx) => recoverClaim(tx, emails[0]?.claimId ?? "", world.moment()));
    expect((await world.claim()).map((email) => email.message_id)).toEqual([emails[0]?.message_id]);
    const kinds = await world.rows<{ kind: number }>("select kind from signals order by id");
    expect(kinds.map((row) => row.kind)).toEqual([7, 8]);
  });
});

describe("a mail somebody wrote", () => {
  test("waits for the next hour with room, and a canceled one gives its room back", async () => {
    await world.enroll(3);
    await world.plan();
    const first = await written("test");
    expect([await used(1), await used(2)]).toEqual([[4], [3]]);
    const second = await written();
    const { data } = await ask("GET /outbox/waiting", { query: { "filter[state]": "waiting" } });
    expect(data).toMatchObject([{ id: second, nextAt: "2026-11-23T10:00:00.000Z", actions: ["cancel"] }]);
    expect(await ask("POST /outbox/:id/cancel", { params: { id: second } })).toMatchObject({ status: "canceled" });
    expect(await ask("POST /outbox/:id/cancel", { params: { id: first } })).toMatchObject({ status: "canceled" });
    expect([await used(1), await used(2)]).toEqual([[3], [3]]);
    expect(await refusalOf(ask("POST /outbox/:id/cancel", { params: { id: second } }))).toEqual(["invalid_status"]);
  });

  test("is held where complaints stopped its account towards its provider, unless it answers, and says so", async () => {
    await world.contacts(1);
    const id = await written();
    const answer = await written("manual", "<1@gmail.com>");
    const toMyself = await written("test");
    const pair = { accountId: world.accountId, provider: "google" };
    await world.in((tx) => stopTowards(tx, { ...pair, reason: "3 complaints of 400 mails" }, world.moment()));
    const emails = await world.claim();
    expect(await world.mark(emails)).toEqual(new Set([answer, toMyself]));
    const refused = { claimId: emails[0]?.claimId ?? "", emailIds: [id], enrollmentIds: [] };
    await world.in((tx) => releaseRefused(tx, refused, world.moment()));
    const { data } = await ask("GET /outbox", { query: { "filter[status]": "held" } });
    expect(data).toMatchObject([
      { id, heldReason: expect.stringContaining("People at Google reported"), actions: ["retry", "cancel"] },
    ]);
    await world.in((tx) => goOnTowards(tx, pair, world.moment()));
    expect(await ask("POST /outbox/:id/retry", { params: { id } })).toMatchObject({ status: "scheduled" });
    expect(await world.mark(await world.claim())).toEqual(new Set([id]));
  });

  test("that was given up is tried again in new room, while one of a step is left to its sequence", async () => {
    await world.enroll(1);
    await world.plan();
    const id = await written();
    const wordless = await written();
    const claimed = await world.claim();
    await world.results(
      claimed.map((email) =>
        signalOf(email, "failed", { claimId: email.claimId, meta: { reason: "gave_up", reply: "421 Busy" } }),
      ),
    );
    const { data } = await ask("GET /outbox", { query: { "filter[status]": "failed" } });
    expect(Object.fromEntries(data.map((mail) => [mail.kind, mail.actions]))).toEqual({
      manual: ["retry"],
      sequence: [],
    });
    const ofStep = data.find((mail) => mail.kind === "sequence")?.id ?? "";
    expect(await refusalOf(ask("POST /outbox/:id/retry", { params: { id: ofStep } }))).toEqual(["invalid_status"]);
    await world.rows("delete from email_contents where email_id = $1", [wordless]);
    const retried = refusalOf(ask("POST /outbox/:id/retry", { params: { id: wordless } }));
    expect(await retried, "its words went by age").toEqual(["invalid_status"]);
    expect(await ask("POST /outbox/:id/retry", { params: { id } })).toMatchObject({ status: "scheduled" });
    expect((await world.claim()).map((email) => [email.id, email.first_tried_at.getTime()])).toEqual([[id, world.now]]);
  });
});
