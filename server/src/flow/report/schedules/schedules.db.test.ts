import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { addMs, asInstant, DAY_MS, HOUR_MS, MINUTE_MS } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { until } from "../../../../../tests/support/until.ts";
import { asCaller, type Caller } from "../../../../../tests/support/work-context.ts";
import { eraseReader } from "../../../catalog/privacy/queries/erasing.ts";
import { createView } from "../../../catalog/saved-views/save-view.ts";
import { manualClock, systemClock } from "../../../platform/clock/index.ts";
import { makeSigningKey, openSigningKeys } from "../../../platform/crypto/index.ts";
import { jobRoutes, startJobRunner } from "../../../platform/jobs/index.ts";
import type { ContentSeal, StoredEmail } from "../../send/index.ts";
import { queueReport } from "../../send/index.ts";
import { mailReportJob } from "./mail-report.ts";
import { reportByMailRoutes as routes } from "./routes.ts";
import { startDueReports } from "./start-due.ts";

let database: TestDatabase;
let world: LedgerWorld;
let caller: Caller;
let viewId: string;
let runner: Awaited<ReturnType<typeof startJobRunner>>;
/** After how many mails of a run the process dies; null: it does not. */
let diesAfter: number | null = null;

const seal: ContentSeal = {
  seal: (_emailId, content) => Buffer.from(JSON.stringify(content)),
  open: async (_emailId, sealed) => JSON.parse(Buffer.from(sealed).toString()) as StoredEmail,
  sealTrace: () => Buffer.alloc(0),
  openTrace: () => Promise.reject(new Error("Nobody asks.")),
};

beforeAll(async () => {
  database = await createTestDatabase();
  world = await LedgerWorld.create(database.db);
  caller = { db: database.db, workspaceId: world.workspaceId, now: new Date(world.now), actorId: randomUUID() };
  const { emails } = await world.toTheWire(3);
  await world.results(
    emails.map((email) => signalOf(email, "sent", { claimId: email.claimId, occurredAt: world.now })),
  );
  const query = { tab: "emails", by: "step", days: "7" };
  viewId = (await asCaller(caller, (ctx) => createView(ctx, { screen: "reports", name: "Week & steps", query }))).id;
  const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const signingKeys = openSigningKeys(master, [makeSigningKey(master, 1)]);
  const ports = { signingKeys, publicUrl: () => "https://crm.example", openSeal: async () => seal };
  const job = mailReportJob({
    queueReport: async (ctx, mail) => {
      if (diesAfter !== null && diesAfter-- === 0) throw new Error("killed on purpose");
      return queueReport(ctx, ports, mail);
    },
  });
  runner = await startJobRunner({ db: database.db, clock: systemClock, log: testLog, definitions: [job] });
});
afterAll(async () => {
  await runner?.stop();
  await database?.drop();
});

/** Every Monday at eight; the world begins on a Monday at nine. */
const weekly = () => ({
  viewId,
  rhythm: { every: "week", weekday: "mon" },
  hour: 8,
  timezone: "UTC",
  format: "csv",
  sendingAccountId: world.accountId,
  recipients: ["Grace@Team.example", "lin@team.example"],
});
const make = (body: object = {}) =>
  callRoute(routes, "POST /report-schedules", caller, { body: { ...weekly(), ...body } });
const show = (id: string) => callRoute(routes, "GET /report-schedules/:id", caller, { params: { id } });
const lookAt = (at: number) =>
  startDueReports({ database: database.db, clock: manualClock(new Date(at)), log: testLog });
const reportsTo = async () =>
  (
    await world.rows<{ to_email: string }>("select to_email from email_activities where kind = 'report' order by id")
  ).map((row) => row.to_email);
const ended = (id: string, status: "done" | "failed") =>
  until(`its job is ${status}`, async () => {
    const found = await show(id);
    return found.last?.status === status ? found : null;
  });

const monday = asInstant(Date.parse("2026-11-30T08:00:00Z"));

describe("a report by mail", () => {
  test("comes once for each occasion, however often and from how many sides somebody looks", async () => {
    const { id, nextAt, recipients } = await make();
    expect([nextAt, recipients]).toEqual(["2026-11-30T08:00:00.000Z", ["grace@team.example", "lin@team.example"]]);
    await lookAt(addMs(monday, -1));
    expect((await show(id)).last).toBeNull();
    await Promise.all([lookAt(monday), lookAt(addMs(monday, MINUTE_MS)), lookAt(addMs(monday, HOUR_MS))]);
    const { last, nextAt: after } = await ended(id, "done");
    expect(last).toMatchObject({ dueAt: "2026-11-30T08:00:00.000Z", mails: 2, error: null });
    expect(after).toBe("2026-12-07T08:00:00.000Z");
    expect(await reportsTo()).toEqual(["grace@team.example", "lin@team.example"]);

    const [email] = await world.rows<{
      sealed: Buffer;
      subject: string;
      contact_id: string | null;
      reserved_day: Date | null;
    }>(
      `select c.sealed, e.subject, e.contact_id, e.reserved_day from email_activities e
         join email_contents c on c.workspace_id = e.workspace_id and c.email_id = e.id where e.kind = 'report' limit 1`,
    );
    expect(email).toMatchObject({ subject: "Report: Week & steps", contact_id: null, reserved_day: null });
    const words = JSON.parse(String(email?.sealed)) as StoredEmail;
    expect(words.text).toContain("0 of 3 mails were answered.");
    expect(words.html).not.toMatch(/\/t\/[oc]\//);
    expect(words.attachments?.[0]?.name).toMatch(/^Week-steps-.*\.csv$/);
    await callRoute(routes, "DELETE /report-schedules/:id", caller, { params: { id } });
  });

  test("comes to everybody or to nobody where the process dies between two mails, and then to each once", async () => {
    const before = (await reportsTo()).length;
    const { id } = await make();
    diesAfter = 1;
    await lookAt(monday);
    const { last } = await ended(id, "failed");
    expect(last).toMatchObject({ error: "killed on purpose", mails: 0 });
    expect(await reportsTo()).toHaveLength(before);
    diesAfter = null;
    await callRoute(jobRoutes(), "POST /jobs/:id/resume", caller, { params: { id: last?.jobId ?? "" }, body: {} });
    expect((await ended(id, "done")).last?.mails).toBe(2);
    expect(await reportsTo()).toHaveLength(before + 2);
    await callRoute(routes, "DELETE /report-schedules/:id", caller, { params: { id } });
  });

  test("comes once where several occasions were missed, and no more to whoever unsubscribed from one", async () => {
    const { id } = await make({ rhythm: { every: "day" } });
    await lookAt(addMs(monday, 3 * DAY_MS));
    expect((await ended(id, "done")).last?.dueAt).toBe("2026-12-03T08:00:00.000Z");
    await world.rows(
      `update email_activities set unsubscribed = true where to_email = 'lin@team.example' and id in
         (select email_id from report_mails where schedule_id = $1)`,
      [id],
    );
    await lookAt(addMs(monday, 4 * DAY_MS));
    const { last } = await until("the next one is out", async () => {
      const found = await show(id);
      return found.last?.dueAt === "2026-12-04T08:00:00.000Z" && found.last.status === "done" ? found : null;
    });
    expect(last?.mails).toBe(1);
    expect(await world.in((tx) => eraseReader(tx, { address: "lin@team.example" }))).toBe(1);
    expect((await show(id)).recipients).toEqual(["grace@team.example"]);
  });

  test("of a private view is its owner's alone, and needs a view of a report", async () => {
    const { id } = await make();
    const bo = { ...caller, actorId: randomUUID() };
    const params = { id };
    expect(await refusalOf(callRoute(routes, "GET /report-schedules/:id", bo, { params }))).toEqual(["not_found"]);
    const list = await asCaller(caller, (ctx) => createView(ctx, { screen: "sequences", name: "Stuck" }));
    expect(await refusalOf(make({ viewId: list.id }))).toEqual(["invalid_request", "not_a_report /viewId"]);
    expect(await refusalOf(make({ timezone: "Mars/Base" }))).toEqual(["zone_unknown"]);
    const off = await callRoute(routes, "PUT /report-schedules/:id", caller, { params, body: { isOn: false } });
    expect(off).toMatchObject({ isOn: false, nextAt: null, version: 2 });
  });
});
