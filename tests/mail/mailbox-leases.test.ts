import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInboxSync, type InboxSync } from "../../server/src/flow/track/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { until } from "../support/until.ts";
import { byGmail, openGmail, watchRequests } from "./api-mailboxes.ts";
import { replyOf } from "./inbox-mails.ts";
import { InboxWorld, type Mailbox } from "./inbox-world.ts";

watchRequests();

describe("a mailbox that several processes could read", () => {
  let database: TestDatabase;
  let mailbox: Mailbox;
  /** Its inbox is the first process, the other one the second. */
  let world: InboxWorld;
  let second: InboxSync;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    mailbox = await openGmail();
    world = await InboxWorld.open(database.db, mailbox, { reading: byGmail });
    second = createInboxSync({ ...world.parts, holder: 2, leaseMs: 30_000 });
  });
  afterEach(async () => {
    await second.stop();
    await world.close();
  });
  afterAll(() => database.drop());

  const syncSecond = () => second.syncNow(world.workspaceId, world.accountId);

  test("is read by one of them, and by the other as soon as the first one stops", async () => {
    await world.sync();
    await second.refresh();
    await expect(syncSecond()).rejects.toThrow("No inbox");
    await world.inbox.stop();
    const person = await world.addPerson();
    await mailbox.deliver(replyOf(person, "Yes."));
    await second.refresh();
    await syncSecond();
    expect((await world.stateOf(person)).stop_reason).toBe("replied");
  });

  test("is handed over when the process that held it says nothing more", async () => {
    const dying = createInboxSync({ ...world.parts, holder: 3, leaseMs: 40 });
    await world.inbox.stop();
    await dying.refresh();
    await second.refresh();
    await expect(syncSecond()).rejects.toThrow("No inbox");
    await until("the second process reads the mailbox", async () => {
      await second.refresh();
      return syncSecond().then(
        () => true,
        () => false,
      );
    });
    // It lives after all, and finds its place taken.
    await dying.refresh();
    await expect(dying.syncNow(world.workspaceId, world.accountId)).rejects.toThrow("No inbox");
    await dying.stop();
    await second.refresh();
    expect(await syncSecond()).toBe(0);
  });

  test("is read by all of them where it stands in the process itself, and nothing counts twice", async () => {
    world.accounts = [{ ...world.account(2), isOutside: false }];
    await world.inbox.refresh();
    await second.refresh();
    const person = await world.addPerson();
    await mailbox.deliver(replyOf(person, "Yes."));
    await Promise.all([syncSecond(), world.sync()]);
    expect((await world.stateOf(person)).stop_reason).toBe("replied");
    expect(await world.signals()).toBe(1);
  });
});
