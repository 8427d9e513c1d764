import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutlookMailbox } from "../../server/src/flow/send/providers/doubles/outlook-mailbox.fixture.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { byGraph, type DoubledMailbox, openOutlook, watchRequests } from "./api-mailboxes.ts";
import { describeInbox } from "./inbox-contract.ts";
import { mailOf, replyOf } from "./inbox-mails.ts";
import { InboxWorld, sender } from "./inbox-world.ts";

watchRequests();
describeInbox("Microsoft Graph", openOutlook, byGraph);

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

  test("is asked for its inbox alone, and knows by the conversation what an answer speaks of", async () => {
    const [person, drafted] = [await world.addPerson(), await world.addPerson()];
    const first = mailOf({ From: sender, To: person.address, Subject: "Hello", "Message-ID": person.messageId }, "Hi");
    const conversationId = "AAQkAGI'2";
    mailbox.service.deliver(first, { folder: "sentitems", conversationId });
    mailbox.service.deliver(replyOf(drafted, "Half a wo"), { folder: "drafts" });
    const renamed = { "In-Reply-To": "<x-4711@gateway.example>", References: "", From: "me@private.example" };
    mailbox.service.deliver(replyOf(person, "Yes.", renamed), { conversationId });
    await world.sync();
    expect((await world.inbound()).map((mail) => mail.email_id)).toEqual([person.sentId]);
    expect((await world.stateOf(drafted)).stop_reason).toBeNull();
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
