import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GmailMailbox } from "../../server/src/flow/send/providers/doubles/gmail-mailbox.fixture.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { describeApiInbox } from "./api-inbox-contract.ts";
import { byGmail, type DoubledMailbox, openGmail, watchRequests } from "./api-mailboxes.ts";
import { describeInbox } from "./inbox-contract.ts";
import { mailOf, replyOf } from "./inbox-mails.ts";
import { InboxWorld, now, sender } from "./inbox-world.ts";

watchRequests();
describeInbox("Gmail", openGmail, byGmail);
describeApiInbox("Gmail", openGmail, byGmail);

describe("a mailbox at Gmail", () => {
  const topic = "projects/haste/topics/mail";
  let database: TestDatabase;
  let mailbox: DoubledMailbox<GmailMailbox>;
  let world: InboxWorld;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    mailbox = await openGmail();
    world = await InboxWorld.open(database.db, mailbox, { reading: byGmail, changes: { gmailTopic: topic } });
  });
  afterEach(() => world.close());
  afterAll(() => database.drop());

  const states = async (people: Awaited<ReturnType<InboxWorld["addPerson"]>>[]) =>
    Promise.all(people.map(async (person) => (await world.stateOf(person)).stop_reason));

  test("is read wherever its owner files mail, but for what is sent, drafted, spam or thrown away", async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => world.addPerson()));
    const places = [["INBOX"], ["Label_7"], ["SENT"], ["DRAFT"], ["SPAM"], ["TRASH"]];
    const ids = people.map((person, at) =>
      mailbox.service.deliver(replyOf(person, "Yes."), { labels: places[at] ?? [] }),
    );
    await world.sync();
    expect(await states(people)).toEqual(["replied", "replied", null, null, null, null]);
    mailbox.service.label(ids[4] ?? "", { add: ["INBOX"], remove: ["SPAM"] });
    await world.sync();
    expect(await states(people)).toEqual(["replied", "replied", null, null, "replied", null]);
    expect(await world.inbound()).toHaveLength(3);
  });

  test("that never was read before is read back without what is sent or thrown away", async () => {
    world.accounts = [];
    await world.inbox.refresh();
    const [answered, spam] = [await world.addPerson(), await world.addPerson()];
    mailbox.service.deliver(replyOf(answered, "Yes."));
    mailbox.service.deliver(replyOf(spam, "Yes."), { labels: ["SPAM"] });
    mailbox.service.forget();
    world.accounts = [world.account(2)];
    await world.inbox.refresh();
    await world.sync();
    expect(await states([answered, spam])).toEqual(["replied", null]);
  });

  test("knows by its conversation what an answer without our id speaks of, and never by the subject", async () => {
    const [moved, colleague, gathered] = await Promise.all(Array.from({ length: 3 }, () => world.addPerson()));
    if (moved === undefined || colleague === undefined || gathered === undefined) throw new Error("Nobody came.");
    const inThreadOf = (person: typeof moved) => {
      const first = mailOf(
        { From: sender, To: person.address, Subject: "Hello", "Message-ID": person.messageId },
        "Hi",
      );
      return { threadId: mailbox.service.deliver(first, { labels: ["SENT"] }) };
    };
    // A gateway that gives mails other ids; a colleague at the same company; a stranger whom only the subject joins.
    const renamed = { "In-Reply-To": "<x-4711@gateway.example>", References: "", From: "me@private.example" };
    const none = { "In-Reply-To": "", References: "" };
    mailbox.service.deliver(replyOf(moved, "Yes.", renamed), inThreadOf(moved));
    mailbox.service.deliver(
      replyOf(colleague, "No.", { ...none, From: "office@reader.example" }),
      inThreadOf(colleague),
    );
    mailbox.service.deliver(replyOf(gathered, "Hello!", { ...none, From: "x@other.example" }), inThreadOf(gathered));
    await world.sync();
    expect(await states([moved, colleague, gathered])).toEqual(["replied", "replied", null]);
    expect((await world.inbound()).map((mail) => mail.email_id)).toEqual([moved.sentId, colleague.sentId, null]);
  });

  test("that says it is asked too often is left alone, and nothing is lost", async () => {
    const person = await world.addPerson();
    await world.sync();
    const limit = { error: { message: "Quota exceeded", errors: [{ reason: "userRateLimitExceeded" }] } };
    for (let times = 0; times < 12; times += 1) mailbox.double.refusals.push({ status: 403, body: limit });
    await mailbox.deliver(replyOf(person, "Yes."));
    await world.sync();
    expect(mailbox.double.refusals).toEqual([]);
    expect((await world.inbound()).map((mail) => mail.class)).toEqual(["human"]);
    expect(world.refused).toEqual([]);
  });

  test("calls us at the operator's topic, which is asked for once a day and not more", async () => {
    const watches = () => mailbox.double.heard.filter(({ path }) => path.endsWith("/watch"));
    await world.sync();
    await world.sync();
    expect(watches().map(({ body }) => JSON.parse(body.toString()))).toEqual([{ topicName: topic }]);
    await world.in((tx) =>
      tx.rows("update mailbox_positions set watched_until = $2 where workspace_id = $1", [
        world.workspaceId,
        new Date(now.getTime() + 5.9 * 86_400_000),
      ]),
    );
    await world.sync();
    expect(watches()).toHaveLength(2);
  });
});
