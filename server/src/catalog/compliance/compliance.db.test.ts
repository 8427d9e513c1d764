import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { asCaller, type Caller } from "../../../../tests/support/work-context.ts";
import { getWorkspace } from "../identity/index.ts";
import { complianceRoutes } from "./index.ts";

let database: TestDatabase;
let caller: Caller;
beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await seedWorkspace(database.db, { mode: "live" });
  caller = { db: database.db, workspaceId, now: new Date("2026-11-23T09:20:00Z") };
});
afterAll(() => database.drop());

describe("what every mail keeps to", () => {
  test("holds the postal address that the gate, the footer and the settings read", async () => {
    const body = { physicalAddress: "1 Wharf Road, Hull" };
    expect(await callRoute(complianceRoutes, "PUT /compliance", caller, { body })).toMatchObject({
      ...body,
      unsubscribeLink: "required",
      includePhysicalAddress: true,
      globalSuppressionList: [],
      globalSuppressionTotal: 0,
    });
    const stored = await asCaller(caller, (ctx) => getWorkspace(ctx.tx));
    expect(stored.postalAddress).toBe(body.physicalAddress);
    expect(await callRoute(complianceRoutes, "GET /compliance", caller)).toMatchObject(body);
  });

  test("keeps what is set and adds to the lists what is written there", async () => {
    const body = {
      ...{ unsubscribeLink: "optional", unsubscribeText: "No more, please", includePhysicalAddress: false },
      ...{ maxEmailsPerDay: 2, maxEmailsPerWeek: 5, cooldownPeriod: 1.5 },
      ...{ spamKeywords: ["free money"], linkWhitelist: ["acme.example"] },
    };
    await callRoute(complianceRoutes, "PUT /compliance", caller, { body: { domainSuppressionList: ["b.example"] } });
    const lists = { globalSuppressionList: ["a@b.example"], domainSuppressionList: ["c.example"] };
    const saved = await callRoute(complianceRoutes, "PUT /compliance", caller, { body: { ...body, ...lists } });
    expect(saved).toMatchObject({ ...body, version: 1, physicalAddress: "1 Wharf Road, Hull" });
    expect(saved).toMatchObject({ globalSuppressionTotal: 1, domainSuppressionTotal: 2 });
    expect([...saved.domainSuppressionList].sort()).toEqual(["b.example", "c.example"]);
    expect(await callRoute(complianceRoutes, "PUT /compliance", caller, { body: {} })).toEqual(saved);
  });

  test.each([{ maxEmailsPerDay: -1 }, { unsubscribeLink: "maybe" }, { noSuchRule: true }])(
    "refuses %j, which nothing would keep to",
    async (body) => {
      await expect(callRoute(complianceRoutes, "PUT /compliance", caller, { body })).rejects.toThrow();
    },
  );
});
