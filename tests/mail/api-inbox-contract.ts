import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import type { DoubledMailbox } from "./api-mailboxes.ts";
import { replyOf } from "./inbox-mails.ts";
import { InboxWorld, type Reading } from "./inbox-world.ts";

/** What the product promises of mailboxes beside that, whose providers know their owners' folders and addresses. */
export function describeApiInbox(name: string, openMailbox: () => Promise<DoubledMailbox<unknown>>, reading: Reading) {
  describe(`what ${name} knows of a mailbox beside its mails`, () => {
    let database: TestDatabase;
    let mailbox: DoubledMailbox<unknown>;
    let world: InboxWorld;

    beforeAll(async () => {
      database = await createTestDatabase();
    });
    beforeEach(async () => {
      mailbox = await openMailbox();
      world = await InboxWorld.open(database.db, mailbox, { reading });
    });
    afterEach(() => world.close());
    afterAll(() => database.drop());

    test(`a reply on ${name} that a rule files away stops the sequence like one in the inbox`, async () => {
      const [filed, plain] = [await world.addPerson(), await world.addPerson()];
      await mailbox.deliverFiled(replyOf(filed, "Yes."));
      await mailbox.deliver(replyOf(plain, "Yes."));
      await world.sync();
      expect((await world.stateOf(filed)).stop_reason).toBe("replied");
      expect((await world.stateOf(plain)).stop_reason).toBe("replied");
      await world.sync();
      expect(await world.inbound()).toHaveLength(2);
    });

    test(`mail from another address of a mailbox on ${name} is nobody's reply, in a colleague's mailbox neither`, async () => {
      mailbox.sendAs(["Hello@Amina.example"]);
      const person = await world.addPerson();
      const copy = replyOf(person, "Just checking.", { From: "hello@amina.example" });
      await world.connectAnew();
      await mailbox.deliver(copy);
      await world.sync();
      expect((await world.inbound()).map((mail) => mail.class)).toEqual(["own"]);
      const colleague = { ...world.account(), accountId: randomUUID(), email: "ben@haste.example" };
      await world.in((tx) =>
        tx.rows(
          "insert into sending_accounts (workspace_id, id, provider, email, display_name) values ($1, $2, 'smtp', $3, 'Ben')",
          [world.workspaceId, colleague.accountId, colleague.email],
        ),
      );
      mailbox.sendAs([]);
      world.accounts = [colleague];
      await world.inbox.refresh();
      await world.inbox.drain(world.workspaceId);
      expect((await world.inbound()).map((mail) => mail.class)).toEqual(["own", "own"]);
      expect((await world.stateOf(person)).stop_reason).toBeNull();
    });
  });
}
