import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutlookMailbox } from "../../server/src/flow/send/providers/doubles/outlook-mailbox.fixture.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { describeApiInbox } from "./api-inbox-contract.ts";
import { byGraph, type DoubledMailbox, openOutlook, watchRequests } from "./api-mailboxes.ts";
import { describeInbox } from "./inbox-contract.ts";
import { mailOf, replyOf } from "./inbox-mails.ts";
import { InboxWorld, sender } from "./inbox-world.ts";

watchRequests();
describeInbox("Microsoft Graph", openOutlook, byGraph);
describeApiInbox("Microsoft Graph", openOutlook, byGraph);

describe("a mailbox at Microsoft", () => {
  let database: TestDatabase;
  let mailbox: DoubledMailbox<OutlookMailbox>;
  let world: InboxWorld;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    mailbox = await openOutlook();
    world = await InboxWorld.open(database.db, mailbox, { reading: byGraph });
  });
  afterEach(() => world.close());
  afterAll(() => database.drop());

  test("is not asked for what was sent, drafted or thrown away, and knows by the conversation what an answer speaks of", async () => {
    const [person, drafted, gone] = [await world.addPerson(), await world.addPerson(), await world.addPerson()];
    const below = mailbox.service.addFolder("Old", "f-deleteditems");
    const first = mailOf({ From: sender, To: person.address, Subject: "Hello", "Message-ID": person.messageId }, "Hi");
    const conversationId = "AAQkAGI'2";
    mailbox.service.deliver(first, { folder: "sentitems", conversationId });
    mailbox.service.deliver(replyOf(drafted, "Half a wo"), { folder: "drafts" });
    mailbox.service.deliver(replyOf(gone, "No."), { folder: below });
    const renamed = { "In-Reply-To": "<x-4711@gateway.example>", References: "", From: "me@private.example" };
    mailbox.service.deliver(replyOf(person, "Yes.", renamed), { conversationId });
    await world.sync();
    expect((await world.inbound()).map((mail) => mail.email_id)).toEqual([person.sentId]);
    for (const other of [drafted, gone]) expect((await world.stateOf(other)).stop_reason).toBeNull();
  });

  test("takes from its junk what answers us, and lets the rest lie until somebody says that it is none", async () => {
    const [answered, stranger] = [await world.addPerson(), await world.addPerson()];
    const out = mailOf({ From: stranger.address, Subject: "Quick one", "Message-ID": "<f1@reader.example>" }, "Hi");
    mailbox.service.deliver(replyOf(answered, "Yes."), { folder: "junkemail" });
    const junk = mailbox.service.deliver(out, { folder: "junkemail" });
    await world.sync();
    expect((await world.inbound()).map((mail) => mail.email_id)).toEqual([answered.sentId]);
    expect((await world.stateOf(stranger)).stop_reason).toBeNull();
    mailbox.service.move(junk, "inbox");
    await world.sync();
    expect((await world.stateOf(stranger)).stop_reason).toBe("replied");
    expect(await world.inbound()).toHaveLength(2);
  });

  test("counts a mail once that its owner files away after it was read, and goes on after the folder was forgotten", async () => {
    const [first, late] = [await world.addPerson(), await world.addPerson()];
    const folder = mailbox.service.addFolder("Customers");
    await world.connectAnew();
    const id = mailbox.service.deliver(replyOf(first, "Yes."));
    await world.sync();
    mailbox.service.move(id, folder);
    mailbox.service.forget();
    mailbox.service.deliver(replyOf(late, "Me too."), { folder });
    await world.sync();
    expect(await world.inbound()).toHaveLength(2);
    expect(await world.signals()).toBe(2);
  });

  test("whose directory does not say its addresses is read all the same", async () => {
    mailbox.service.owner = null;
    await world.connectAnew();
    const person = await world.addPerson();
    await mailbox.deliver(replyOf(person, "Yes."));
    await world.sync();
    expect((await world.stateOf(person)).stop_reason).toBe("replied");
    expect(world.refused).toEqual([]);
  });

  test("is left alone for as long as it asks, and then nothing is missing", async () => {
    const person = await world.addPerson();
    await world.sync();
    const throttled = { error: { code: "ApplicationThrottled", message: "Too many requests" } };
    mailbox.double.refusals.push({ status: 429, headers: { "retry-after": "1" }, body: throttled });
    await mailbox.deliver(replyOf(person, "Yes."));
    const began = performance.now();
    await world.sync();
    expect(performance.now() - began).toBeGreaterThan(900);
    expect((await world.stateOf(person)).stop_reason).toBe("replied");
  });
});
