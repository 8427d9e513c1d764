import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { bounceOf, mailOf, originalOf, replyOf, reportOf } from "./inbox-mails.ts";
import { byImap, InboxWorld, type Mailbox, now } from "./inbox-world.ts";

/** A thousand by command: `HASTE_CUTS=1000 npm test -- tests/mail -t "cut connections"`. */
const cuts = Number(process.env.HASTE_CUTS ?? 20);

/** What the product promises of every inbox, whichever server holds it. */
export function describeInbox(name: string, openMailbox: () => Promise<Mailbox>, reading = byImap): void {
  describe(`an inbox on ${name}`, () => {
    let database: TestDatabase;
    const open: InboxWorld[] = [];

    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterEach(async () => {
      for (const world of open.splice(0)) await world.close();
    });
    afterAll(() => database.drop());

    async function openWorld(): Promise<InboxWorld> {
      const world = await InboxWorld.open(database.db, await openMailbox(), { reading });
      open.push(world);
      return world;
    }

    test(`a reply that reaches ${name} stops the sequence in the transaction that stores it`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(replyOf(person, "Yes, Thursday works."));
      await world.sync();
      expect(await world.inbound()).toHaveLength(1);
      expect(await world.stateOf(person)).toMatchObject({
        status: "stopped",
        stop_reason: "replied",
        waiting_status: "canceled",
        suppressed: null,
      });
      const [mail] = await world.inbound();
      expect(mail).toMatchObject({ class: "human", email_id: person.sentId, contact_id: person.contactId });
      const rows = await world.in((tx) =>
        tx.rows<{ transaction: string }>(
          `select xmin::text as transaction from sequence_enrollments where workspace_id = $1 and id = $2
           union select xmin::text from email_activities where workspace_id = $1 and id = $3`,
          [world.workspaceId, person.enrollmentId, person.waitingId],
        ),
      );
      expect(rows.map((row) => row.transaction)).toEqual([mail?.transaction]);
      expect(world.committed).toBe(1);
    });

    test(`a reply on ${name} from another address of the person stops them all the same (B11)`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(replyOf(person, "Write to me here.", { From: "Reader <private@elsewhere.example>" }));
      await world.sync();
      expect(await world.stateOf(person)).toMatchObject({
        status: "stopped",
        stop_reason: "replied",
        waiting_status: "canceled",
        suppressed: null,
      });
    });

    test(`a reply is heard by itself while ${name} is being listened to`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.sync();
      const heard = world.nextCommit();
      await world.mailbox.deliver(replyOf(person, "Yes."));
      await heard;
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
    });

    test(`an out-of-office on ${name} pauses until the morning after the return, and is no reply`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(
        replyOf(person, "I am out of the office and will be back on 3 December.", { "Auto-Submitted": "auto-replied" }),
      );
      await world.sync();
      expect(await world.stateOf(person)).toMatchObject({
        status: "paused",
        pause_reason: "out_of_office",
        resume_at: new Date("2026-12-04T09:00:00Z"),
        replied_at: null,
        waiting_status: "canceled",
      });
    });

    test(`a bounce that reaches ${name} suppresses the address only where it is dead`, async () => {
      const world = await openWorld();
      const [dead, full] = [await world.addPerson(), await world.addPerson()];
      await world.mailbox.deliver(bounceOf(dead, "5.1.1", "550 5.1.1 User unknown"));
      await world.mailbox.deliver(bounceOf(full, "5.7.1", "550 5.7.1 Refused by policy"));
      await world.sync();
      expect(await world.stateOf(dead)).toMatchObject({
        status: "stopped",
        stop_reason: "bounced",
        sent_status: "bounced",
        waiting_status: "canceled",
        suppressed: "hard_bounce",
      });
      expect(await world.stateOf(full)).toMatchObject({ status: "paused", pause_reason: "refused", suppressed: null });
    });

    test(`a complaint that reaches ${name} suppresses, a report of good mail does not`, async () => {
      const world = await openWorld();
      const [angry, happy] = [await world.addPerson(), await world.addPerson()];
      const fields = (type: string) => [`Feedback-Type: ${type}`, "Version: 1", "User-Agent: fbl/1", ""];
      await world.mailbox.deliver(reportOf("feedback-report", fields("abuse"), originalOf(angry)));
      await world.mailbox.deliver(reportOf("feedback-report", fields("not-spam"), originalOf(happy)));
      await world.sync();
      expect(await world.stateOf(angry)).toMatchObject({ stop_reason: "complained", suppressed: "complaint" });
      expect(await world.stateOf(happy)).toMatchObject({ status: "active", suppressed: null });
    });

    test(`a complaint on ${name} that hides recipient and Message-ID is known by our signed link`, async () => {
      const world = await openWorld();
      const [angry, other] = [await world.addPerson(), await world.addPerson()];
      const original = ["To: redacted", `List-Unsubscribe: <${world.unsubscribeUrlOf(angry)}>`];
      await world.mailbox.deliver(reportOf("feedback-report", ["Feedback-Type: abuse", ""], original));
      await world.sync();
      expect((await world.stateOf(angry)).stop_reason).toBe("complained");
      expect((await world.stateOf(other)).status).toBe("active");
    });

    test(`a late reply on ${name} belongs to the email it answers, known by the provider's id as well`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.in((tx) =>
        tx.rows("update email_activities set provider_message_id = $3 where workspace_id = $1 and id = $2", [
          world.workspaceId,
          person.sentId,
          "<0102-provider@mail.example>",
        ]),
      );
      const thread = {
        "In-Reply-To": "<0102-provider@mail.example>",
        References: `<${person.waitingId}@haste.example>`,
      };
      await world.mailbox.deliver(replyOf(person, "Yes.", { ...thread, From: "assistant@reader.example" }));
      await world.sync();
      expect((await world.inbound())[0]).toMatchObject({
        email_id: person.sentId,
        from_email: "assistant@reader.example",
      });
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
    });

    test(`accounts on ${name} are followed as they come, change and go`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.sync();
      const refused = world.nextRefusal();
      world.accounts = [world.account(2, "another-word")];
      await world.inbox.refresh();
      await refused;
      expect(world.refused).toEqual([reading.refusal]);
      await world.mailbox.deliver(replyOf(person, "Yes."));
      world.accounts = [world.account(3)];
      await world.inbox.refresh();
      await world.inbox.drain(world.workspaceId);
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
      world.accounts = [];
      await world.inbox.refresh();
      await expect(world.sync()).rejects.toThrow("No inbox");
      await world.inbox.drain(world.workspaceId);
    });

    test(`asking in words on ${name} to get no more mail beats everything else`, async () => {
      const world = await openWorld();
      const [person, away] = [await world.addPerson(), await world.addPerson()];
      await world.mailbox.deliver(replyOf(person, "Bitte nehmen Sie mich aus dem Verteiler."));
      await world.mailbox.deliver(replyOf(away, "Please remove me.", { "Auto-Submitted": "auto-replied" }));
      await world.sync();
      for (const one of [person, away]) {
        expect(await world.stateOf(one)).toMatchObject({ stop_reason: "unsubscribed", suppressed: "unsubscribe" });
      }
    });

    test(`a fresh mail on ${name} from somebody in a sequence stops them, too`, async () => {
      const world = await openWorld();
      const [person, other] = [await world.addPerson(), await world.addPerson()];
      const fresh = {
        From: person.address.toUpperCase(),
        Subject: "Quick one",
        "Message-ID": "<fresh-1@reader.example>",
      };
      await world.mailbox.deliver(mailOf(fresh, "Are you free on Thursday?"));
      await world.sync();
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
      expect((await world.stateOf(other)).status).toBe("active");
    });

    test(`our own copies and strangers' mail on ${name} stop nobody, and strangers' mail is kept`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(replyOf(person, "A copy of ours.", { From: "Amina <Amina@haste.example>" }));
      await world.mailbox.deliver(
        mailOf({ From: "news@shop.example", Subject: "Re: Hello", "Message-ID": "<n1@shop.example>" }, "Buy now"),
      );
      await world.sync();
      expect(await world.inbound()).toHaveLength(2);
      expect(await world.stateOf(person)).toMatchObject({ status: "active", waiting_status: "scheduled" });
      expect((await world.inbound()).map((mail) => [mail.class, mail.email_id === null]).toSorted()).toEqual([
        ["human", true],
        ["own", false],
      ]);
    });

    test(`reports on ${name} about mail that is old or not ours change nothing`, async () => {
      const world = await openWorld();
      const elsewhere = await openWorld();
      const [old, stranger] = [await world.addPerson(31), await elsewhere.addPerson()];
      await world.mailbox.deliver(bounceOf(old, "5.1.1", "550 5.1.1 User unknown"));
      await world.mailbox.deliver(bounceOf(stranger, "5.1.1", "550 5.1.1 User unknown"));
      await world.sync();
      expect(await world.inbound()).toHaveLength(2);
      expect(await world.stateOf(old)).toMatchObject({ status: "active", sent_status: "sent", suppressed: null });
      expect(await elsewhere.stateOf(stranger)).toMatchObject({ status: "active", sent_status: "sent" });
      expect(await world.signals()).toBe(0);
    });

    test(`reading ${name} never marks anything as read`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(replyOf(person, "Yes."));
      await world.mailbox.deliver(bounceOf(person, "5.1.1", "550 5.1.1 User unknown"));
      await world.sync();
      expect(await world.inbound()).toHaveLength(2);
      const flags = await world.mailbox.flags();
      expect(flags).toHaveLength(2);
      expect(flags.flat()).not.toContain("\\Seen");
    });

    test(`a mail that lies on ${name} twice counts once`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      const raw = replyOf(person, "Yes.");
      await world.mailbox.deliver(raw);
      await world.mailbox.deliver(raw);
      await world.sync();
      await world.mailbox.deliver(raw);
      await world.sync();
      expect(await world.inbound()).toHaveLength(1);
      expect(await world.signals()).toBe(1);
    });

    test(`a renumbered mailbox on ${name} brings nothing twice, and still brings what is new`, async () => {
      const world = await openWorld();
      const people = await addPeople(world, 3);
      for (const person of people) await world.mailbox.deliver(replyOf(person, "Yes."));
      await world.sync();
      expect(await world.inbound()).toHaveLength(3);
      const signals = await world.signals();
      await world.mailbox.renumber();
      world.road.cut();
      await world.sync();
      expect(await world.inbound()).toHaveLength(3);
      expect(await world.signals()).toBe(signals);
      const late = await world.addPerson();
      await world.mailbox.deliver(replyOf(late, "Me too."));
      await world.sync();
      expect((await world.stateOf(late)).stop_reason).toBe("replied");
      expect(await world.inbound()).toHaveLength(4);
      expect(await world.signals()).toBe(signals + 1);
    });

    const lose = async () => {
      const world = await openWorld();
      const people = await addPeople(world, cuts);
      await world.sync();
      for (const [index, person] of people.entries()) {
        // From the first octet of the greeting to the middle of a body.
        await world.road.connected();
        world.road.cutAfter((index * 173) % 2_000);
        await world.mailbox.deliver(replyOf(person, "Yes.\n".repeat(50)));
        world.road.cut();
        // Somebody looks now and then, as in the product.
        if (index % 20 === 19) await world.sync();
      }
      await world.sync();
      expect(world.road.cuts).toBeGreaterThanOrEqual(cuts);
      for (const person of people) expect((await world.stateOf(person)).stop_reason).toBe("replied");
      expect(await world.inbound()).toHaveLength(cuts);
      expect(await world.signals()).toBe(cuts);
    };
    test(`${cuts} cut connections to ${name} lose nothing and double nothing`, lose, cuts * 3_000);

    test(`a mail on ${name} that its owner marks while others are read is read once, and none before it is passed over`, async () => {
      const world = await openWorld();
      const people = await addPeople(world, 53);
      world.accounts = [];
      await world.inbox.refresh();
      for (const person of people) await world.mailbox.deliver(replyOf(person, "Yes."));
      world.road.holdOn(reading.asksWhatCame, async () => {
        await world.mailbox.markImportant([52, 53]);
        // What the first batch leaves behind is asked for by a later connection.
        world.road.holdOn(reading.asksWhatCame, async () => world.road.cut());
      });
      world.accounts = [world.account(2)];
      await world.inbox.refresh();
      await world.sync();
      for (const person of people) expect((await world.stateOf(person)).stop_reason).toBe("replied");
      expect(await world.inbound()).toHaveLength(53);
      expect(await world.signals()).toBe(53);
    });

    test(`a mail on ${name} that breaks the connection every time keeps no other from being read`, async () => {
      const world = await openWorld();
      const [broken, person] = [await world.addPerson(), await world.addPerson()];
      world.road.cutOn(reading.asksForFirst);
      await world.mailbox.deliver(replyOf(broken, "You will never read this."));
      await world.mailbox.deliver(replyOf(person, "Yes."));
      await world.sync();
      expect((await world.inbound()).map((mail) => mail.class).toSorted()).toEqual(["human", "unreadable"]);
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
    });

    test(`a reply on ${name} with a huge attachment is understood from its beginning`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      const headers = { "MIME-Version": "1.0", "Content-Type": 'multipart/mixed; boundary="m"' };
      const text = `--m\nContent-Type: text/plain\n\nYes, here is everything.\n\n--m\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n`;
      const head = replyOf(person, text, headers);
      const noise = randomBytes(57).toString("base64");
      await world.mailbox.deliver(
        Buffer.concat([head, Buffer.from(`\r\n${noise}`.repeat(345_000)), Buffer.from("\r\n--m--")]),
      );
      await world.sync();
      expect((await world.stateOf(person)).stop_reason).toBe("replied");
      expect((await world.inbound())[0]).toMatchObject({ class: "human", email_id: person.sentId });
    });

    test(`draining leaves nothing unread on ${name}`, async () => {
      const world = await openWorld();
      const people = await addPeople(world, 5);
      for (const person of people) await world.mailbox.deliver(replyOf(person, "Yes."));
      await world.inbox.drain(world.workspaceId);
      for (const person of people) expect((await world.stateOf(person)).replied_at).not.toBeNull();
      await world.inbox.drain(world.workspaceId);
      expect(await world.inbound()).toHaveLength(5);
    });

    test(`what is kept of a mail on ${name} is sealed`, async () => {
      const world = await openWorld();
      const person = await world.addPerson();
      await world.mailbox.deliver(replyOf(person, "A secret of ours."));
      await world.sync();
      const [row] = await world.in((tx) =>
        tx.rows<{ sealed: Buffer; received_at: Date }>(
          "select sealed, received_at from inbound_mails where workspace_id = $1",
          [world.workspaceId],
        ),
      );
      expect(row?.sealed.length).toBeGreaterThan(100);
      expect(row?.sealed.toString("latin1")).not.toContain("secret");
      expect(row?.received_at.getTime()).toBeLessThanOrEqual(now.getTime());
    });
  });
}

function addPeople(world: InboxWorld, count: number) {
  return Array.from({ length: count }).reduce<Promise<Awaited<ReturnType<InboxWorld["addPerson"]>>[]>>(
    async (before) => [...(await before), await world.addPerson()],
    Promise.resolve([]),
  );
}
