import { randomUUID } from "node:crypto";
import { actorCodes, signalKinds } from "@haste/engine/track";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { manualClock } from "../../platform/clock/index.ts";
import { loadWorkspace, makeContext, systemActor, type WorkContext } from "../../platform/context/index.ts";
import { inWorkspace, type Tx } from "../../platform/db/index.ts";
import { listDays } from "./list-days.ts";
import { listMails } from "./list-mails.ts";
import { createIntake } from "./smtp/intake.ts";
import { traceMail } from "./trace-mail.ts";

const clock = manualClock(new Date("2026-11-24T09:30:00Z"));
const emailId = "0193f0c1-2222-7abc-8def-0123456789ab";
let database: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await seedWorkspace(database.db, { timezone: "Europe/Copenhagen" });
  await inWorkspace(database.db, workspaceId, seedPipeline);
  const raw = `From: a@sandbox.haste.test\r\nTo: b@c.test\r\nMessage-ID: <${emailId}@sandbox.haste.test>\r\nSubject: Hi\r\n\r\nHi\r\n`;
  await createIntake({ db: database.db, clock, onActsPlanned: () => {} }).accept(workspaceId, {
    account: "a@sandbox.haste.test",
    from: "a@sandbox.haste.test",
    recipients: ["b@c.test"],
    raw: Buffer.from(raw),
  });
});
afterAll(() => database.drop());

async function seedPipeline(tx: Tx): Promise<void> {
  const [sequence, contact, enrollment, account] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const run = (text: string, ...values: unknown[]) => tx.rows(text, [workspaceId, ...values]);
  await run(
    "insert into contacts (workspace_id, id, email, email_key) values ($1, $2, 'b@c.test', 'b@c.test')",
    contact,
  );
  await run(
    "insert into email_sequences (workspace_id, id, name, status, sending_days) values ($1, $2, 'Dock', 'active', '{tue,wed}')",
    sequence,
  );
  await run(
    `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, enrolled_at, due_at)
     values ($1, $2, $3, $4, 2, '2026-11-23T15:04:00Z', '2026-11-26T08:00:00Z')`,
    enrollment,
    sequence,
    contact,
  );
  await run(
    `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id, contact_id,
       sending_account_id, message_id, to_email, status, send_at, sent_at, smtp_reply, created_at)
     values ($1, $2, $3, $4, 2, $5, $6, $7, $8, 'b@c.test', 'sent', '2026-11-24T09:26:32Z', '2026-11-24T09:26:33Z',
       '250 2.0.0 Caught', '2026-11-24T08:00:00Z')`,
    emailId,
    enrollment,
    sequence,
    randomUUID(),
    contact,
    account,
    `<${emailId}@sandbox.haste.test>`,
  );
  for (const [actor, at, rule] of [
    ["machine", "2026-11-24T09:26:41Z", "mail proxy after 8 s"],
    ["human", "2026-11-24T09:29:02Z", null],
  ] as const) {
    await run(
      "insert into signals (workspace_id, occurred_at, id, email_id, contact_id, kind, actor, meta) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      at,
      randomUUID(),
      emailId,
      contact,
      signalKinds.opened,
      actorCodes[actor],
      JSON.stringify(rule === null ? {} : { rule }),
    );
  }
  await run(
    "insert into happening_rollups (workspace_id, sequence_id, sending_account_id, bucket, sent) values ($1, $2, $3, '2026-11-24T09:15:00Z', 7)",
    sequence,
    account,
  );
}

function read<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
  return inWorkspace(database.db, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) throw new Error("no workspace");
    const common = { workspace, actor: systemActor("test"), machineNow: clock.machineNow(), requestId: "r" };
    return work(makeContext({ ...common, log: testLog, tx, afterCommit: () => {} }));
  });
}

test("the trace of a sequence mail goes from enrolled to opened, tells machines from people and says what comes next", async () => {
  const { data } = await read((ctx) => listMails(ctx, { limit: 1 }));
  expect(data[0]?.emailId).toBe(emailId);
  const trace = await read((ctx) => traceMail(ctx, data[0]?.id ?? ""));
  expect(trace.stage).toBe(5);
  expect(trace.events.map((event) => [event.code, event.actor])).toEqual([
    ["caught", null],
    ["opened", "human"],
    ["opened", "machine"],
    ["sent", null],
    ["scheduled", null],
    ["enrolled", null],
  ]);
  expect(trace.events[2]?.detail).toBe("not counted · mail proxy after 8 s");
  expect(trace.events[5]?.detail).toBe("Dock, version 2");
  expect(trace.next).toMatchObject({ at: "2026-11-26T08:00:00.000Z" });
});

test("the strip of days counts what was sent and what falls due, and shades days on which nobody sends", async () => {
  const { days } = await read((ctx) => listDays(ctx));
  const byDay = new Map(days.map((day) => [day.day, day]));
  expect(byDay.get("2026-11-24")).toMatchObject({ sent: 7, planned: 0, open: true });
  expect(byDay.get("2026-11-26")).toMatchObject({ sent: 0, planned: 1, open: false });
});
