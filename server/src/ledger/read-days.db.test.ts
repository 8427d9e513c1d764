import { randomUUID } from "node:crypto";
import { asInstant, DAY_MS, findZone, toInstant, toLocal, type Zone } from "@haste/engine/base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../tests/support/database.ts";
import { analyze, inWorkspace } from "../platform/db/index.ts";
import { countedIn, sumDays } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const timezone = "America/New_York";
const days = 60;
const steps = 10;
const told = 3;
const now = new Date("2026-11-24T19:30:00Z");

/** A workspace that sent a mail of each step in so many quarters of each day; something was told of three of them since they were summed. */
async function seed(quartersADay: number): Promise<string> {
  const workspaceId = await seedWorkspace(database.db, { timezone });
  await inWorkspace(database.db, workspaceId, async (tx) => {
    await tx.rows(
      `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id, sending_account_id, bucket, sent)
       select $1, $2, 1, s, '00000000-0000-0000-0000-000000000000', $2, at, 1
       from unnest($3::uuid[]) s, generate_series(0, $4::int - 1) day, generate_series(0, $5::int - 1) q,
         lateral (select timestamptz '2026-11-24T05:00:00Z' - day * interval '24 hours' + q * interval '15 minutes' as at) t`,
      [workspaceId, randomUUID(), Array.from({ length: steps }, () => randomUUID()), days, quartersADay],
    );
  });
  for (let turn = 0; turn * 10 < days; turn += 1) await inWorkspace(database.db, workspaceId, (tx) => sumDays(tx, now));
  await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows(
      `update email_rollups set is_summed = false, as_summed = array[sent] where workspace_id = $1 and ctid = any(array(
         select ctid from email_rollups where workspace_id = $1 and is_summed order by bucket, step_id limit $2))`,
      [workspaceId, told],
    ),
  );
  await analyze(database.db, ["email_rollups", "email_days"]);
  return workspaceId;
}

interface Node {
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly Node[];
}

/** How many rows of tables a plan looked at. */
function rowsOf(node: Node): number {
  const own = ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 0);
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + rowsOf(plan), 0);
  return below + (node["Relation Name"] === undefined ? 0 : own);
}

/** What the mails of all days add up to, and how many rows were looked at for it. */
async function read(workspaceId: string): Promise<{ sent: number; rows: number }> {
  const zone = (findZone(timezone) as { value: Zone }).value;
  const { epochDay } = toLocal(zone, asInstant(now.getTime()));
  const from = new Date(toInstant(zone, epochDay - days + 1, 0));
  return inWorkspace(database.db, workspaceId, async (tx) => {
    const period = {
      from,
      to: new Date(now.getTime() + DAY_MS),
      now,
      zone: timezone,
      sequenceId: null,
      accountId: null,
    };
    const { ctes, values } = countedIn(tx, "email_rollups", period, { by: ["step_id"] });
    const asked = `${ctes} select coalesce(sum(sent), 0)::int as sent from counted`;
    const [sum] = await tx.rows<{ sent: number }>(asked, values);
    const [plan] = await tx.rows<{ "QUERY PLAN": [{ Plan: Node }] }>(
      `explain (analyze, format json, timing off) ${asked}`,
      values,
    );
    return { sent: sum?.sent ?? 0, rows: rowsOf(plan?.["QUERY PLAN"][0].Plan ?? {}) };
  });
}

describe("a report of two months", () => {
  test("looks at its days and at what was told since, however many mails left on a day", async () => {
    const few = await read(await seed(4));
    const many = await read(await seed(56));
    expect([few.sent, many.sent]).toEqual([days * steps * 4, days * steps * 56]);
    // Rows of a whole month and of 29 other days, the quarters of the last two hours, and those that something was told of.
    const allowed = 30 * steps + 100;
    expect(few.rows).toBeLessThan(allowed);
    expect(many.rows).toBeLessThan(allowed);
  });
});
