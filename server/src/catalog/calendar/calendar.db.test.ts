import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import type { DefinitionHolidays } from "@haste/engine/sequence";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { SequenceDesk } from "../../../../tests/support/sequences.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { calendarChanged } from "../sequences/index.ts";
import { calendarRoutes } from "./index.ts";

const now = new Date("2026-11-23T09:20:00.000Z");
/** Days since 1970: Christmas of 2026, and the day before. */
const christmas = 20_812;

let database: TestDatabase;
let caller: Caller;
let desk: SequenceDesk;
let told: string[] = [];
const ledger = { sequenceChanged: async (_ctx: unknown, id: string) => void told.push(id) };
const routes = calendarRoutes({ calendarChanged: (ctx, id) => calendarChanged(ctx, ledger, id) });
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  told = [];
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
  desk = new SequenceDesk(caller);
});

const call = <K extends keyof typeof routes>(
  key: K,
  sent: Sent = {},
  as: Partial<Caller> = {},
): Promise<ResponseOf<K>> => callRoute(routes, key, { ...caller, ...as }, sent);
const create = (body: Record<string, unknown> = {}) =>
  call("POST /holiday-calendars", { body: { name: "Office", ...body } });
const put = (id: string, body: Record<string, unknown>, as: Partial<Caller> = {}) =>
  call("PUT /holiday-calendars/:id", { params: { id }, body }, as);
const get = (id: string, as: Partial<Caller> = {}) => call("GET /holiday-calendars/:id", { params: { id } }, as);
const remove = (id: string) => call("DELETE /holiday-calendars/:id", { params: { id } });

async function publishedHolidays(sequenceId: string, version: number): Promise<DefinitionHolidays | null> {
  const [row] = await inWorkspace(database.db, caller.workspaceId, (tx) =>
    tx.rows<{ holidays: DefinitionHolidays | null }>(
      "select definition->'settings'->'holidays' as holidays from sequence_versions where sequence_id = $1 and version = $2",
      [sequenceId, version],
    ),
  );
  return row?.holidays ?? null;
}

describe("a holiday calendar", () => {
  test("keeps its countries once each and its own days in their order", async () => {
    const calendar = await create({
      regions: ["FR", "DE-BY", "FR"],
      days: [
        { date: "2026-12-31", name: "Inventory" },
        { date: "2026-12-24", name: "Christmas Eve" },
      ],
    });
    expect(calendar).toMatchObject({
      name: "Office",
      regions: ["DE-BY", "FR"],
      byContactRegion: false,
      days: [{ date: "2026-12-24" }, { date: "2026-12-31" }],
      sequences: 0,
      version: 1,
    });
    expect(await get(calendar.id)).toEqual(calendar);
  });

  test("changes only what is named, and null empties it", async () => {
    const { id } = await create({ regions: ["US"], byContactRegion: true });
    expect(await put(id, { name: "Everywhere" })).toMatchObject({ regions: ["US"], byContactRegion: true, version: 2 });
    expect(await put(id, { regions: null, byContactRegion: null })).toMatchObject({
      name: "Everywhere",
      regions: [],
      byContactRegion: false,
    });
    expect(await refusalOf(put(id, { name: "Late" }, { ifMatch: '"v1"' }))).toEqual(["precondition_failed"]);
  });

  test("has a name of its own until it is removed, and is listed newest first by a part of it", async () => {
    const { id } = await create();
    expect(await refusalOf(create())).toEqual(["name_taken"]);
    const later = { now: new Date(now.getTime() + 1_000) };
    const other = await call("POST /holiday-calendars", { body: { name: "Abroad" } }, later);
    expect(await refusalOf(put(other.id, { name: "Office" }))).toEqual(["name_taken"]);
    const listed = await call("GET /holiday-calendars", { query: { include: "total" } });
    expect(listed).toMatchObject({ data: [{ id: other.id }, { id }], page: { total: 2, hasMore: false } });
    const found = await call("GET /holiday-calendars", { query: { q: "OFF" } });
    expect(found.data.map((calendar) => calendar.id)).toEqual([id]);
    await remove(id);
    expect((await get(id)).archivedAt).not.toBeNull();
    expect(await refusalOf(remove(id))).toEqual(["not_found"]);
    await create();
  });

  test.each([
    [{ regions: ["XX"] }, "regions"],
    [{ days: [{ date: "2026-02-30", name: "Never" }] }, "date"],
    [{ days: [{ date: "2026-12-24", name: " " }] }, "name"],
  ])("refuses %j, naming the field", async (body, field) => {
    await expect(create(body)).rejects.toThrow(field);
  });

  test("of one workspace is neither read nor changed by another", async () => {
    const { id } = await create();
    const stranger = { workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(get(id, stranger))).toEqual(["not_found"]);
    expect(await refusalOf(put(id, { name: "Mine" }, stranger))).toEqual(["not_found"]);
  });
});

describe("a sequence's holiday calendar", () => {
  test("is none by default, must exist, and is taken away by null", async () => {
    const sequence = await desk.create();
    expect(sequence.settings.holidayCalendarId).toBeNull();
    const wrong = { settings: { holidayCalendarId: randomUUID() } };
    const refusal = ["invalid_request", "not_found /settings/holidayCalendarId"];
    expect(await refusalOf(desk.put(sequence.id, wrong))).toEqual(refusal);
    expect(await refusalOf(desk.create(wrong))).toEqual(refusal);
    const { id } = await create();
    const set = await desk.put(sequence.id, { settings: { holidayCalendarId: id } });
    expect(set.settings.holidayCalendarId).toBe(id);
    const unset = await desk.put(sequence.id, { settings: { holidayCalendarId: null } });
    expect(unset.settings.holidayCalendarId).toBeNull();
  });

  test("is copied into the version, as plain days of countries or of each person's region", async () => {
    const days = [{ date: "2026-12-24", name: "Christmas Eve" }];
    const office = await create({ regions: ["DE"], days });
    const sequence = await desk.create({ settings: { holidayCalendarId: office.id } });
    await desk.activate(sequence.id);
    const first = await publishedHolidays(sequence.id, 1);
    expect(first).toMatchObject({ calendarId: office.id, otherwise: [], byRegion: {} });
    expect(first?.always).toEqual(expect.arrayContaining([christmas - 1, christmas]));

    await put(office.id, { byContactRegion: true });
    await desk.publish(sequence.id);
    const second = await publishedHolidays(sequence.id, 2);
    expect(second?.always).toEqual([christmas - 1]);
    expect(second?.otherwise).toContain(christmas);
    expect(Object.keys(second?.byRegion ?? {})).toHaveLength(30);
    const versions = await desk.call("GET /sequences/:id/versions", { params: { id: sequence.id } });
    expect(versions.data.map((version) => version.settings.holidayCalendarId)).toEqual([office.id, office.id]);
    expect(versions.data[0]?.settings).not.toHaveProperty("holidays");
  });

  test("that changes its days leaves what runs as it is and shows as something to publish", async () => {
    const { id } = await create({ regions: ["DE"] });
    const sequence = await desk.create({ settings: { holidayCalendarId: id } });
    await desk.activate(sequence.id);
    const before = await publishedHolidays(sequence.id, 1);
    await put(id, { name: "Renamed" });
    expect(told).toEqual([]);
    expect((await desk.get(sequence.id)).hasUnpublishedChanges).toBe(false);
    await put(id, { days: [{ date: "2026-12-31", name: "Inventory" }] });
    expect(told).toEqual([sequence.id]);
    expect((await desk.get(sequence.id)).hasUnpublishedChanges).toBe(true);
    expect(await publishedHolidays(sequence.id, 1)).toEqual(before);
    await desk.publish(sequence.id);
    expect((await publishedHolidays(sequence.id, 2))?.always).toContain(christmas + 6);
  });

  test("is not removed while a sequence names it, and after that keeps its days in what was published", async () => {
    const { id } = await create({ regions: ["DE"] });
    const sequence = await desk.create({ name: "Founders", settings: { holidayCalendarId: id } });
    await desk.activate(sequence.id);
    expect((await get(id)).sequences).toBe(1);
    await expect(remove(id)).rejects.toMatchObject({
      code: "calendar_in_use",
      options: { detail: expect.stringContaining('"Founders"') },
    });
    await desk.remove(sequence.id);
    await remove(id);
    expect((await publishedHolidays(sequence.id, 1))?.calendarId).toBe(id);
    const other = await desk.create();
    expect(await refusalOf(desk.put(other.id, { settings: { holidayCalendarId: id } }))).toEqual([
      "invalid_request",
      "not_found /settings/holidayCalendarId",
    ]);
    // A copy of one that still names it is whole.
    const copy = await desk.call("POST /sequences/:id/duplicate", { params: { id: sequence.id }, body: {} });
    expect(copy.settings.holidayCalendarId).toBe(id);
  });
});
