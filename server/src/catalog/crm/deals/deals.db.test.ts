import { randomUUID } from "node:crypto";
import type { Deal, DealInput, PipelineChanges } from "@haste/contract/nouns/deals";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../../tests/support/database.ts";
import { silentLedger } from "../../../../../tests/support/silent-ledger.ts";
import { asCaller } from "../../../../../tests/support/work-context.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import type { CrmPorts } from "../ports.ts";
import { createCompany } from "../save-company.ts";
import { createContact } from "../save-contact.ts";
import { type DealQuery, findDealPage, findPipelinePage } from "./list-deals.ts";
import { archiveDeal, changeDeal, createDeal } from "./save-deal.ts";
import { archivePipeline, changePipeline, createPipeline } from "./save-pipeline.ts";
import { dealToWire, pipelineToWire } from "./to-wire.ts";

/** Each request a millisecond later, as on a real clock: lists are sorted by when things were made. */
let nowMs = Date.parse("2026-11-23T10:00:00.000Z");
const anyVersion = () => {};

let database: TestDatabase;
let workspaceId: string;
let told: string[];
const ports: CrmPorts = {
  ledger: {
    ...silentLedger,
    contactsChanged: async (_ctx, ids) => void told.push(...ids.map((id) => `changed ${id}`)),
    dealReached: async (_ctx, ids, { stage }) => void told.push(...ids.map((id) => `reached ${id} ${stage}`)),
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db);
  told = [];
});

function as<T>(work: (ctx: RequestContext) => Promise<T>): Promise<T> {
  nowMs += 1;
  return asCaller({ db: database.db, workspaceId, now: new Date(nowMs) }, work);
}

let people = 0;
async function contact(): Promise<string> {
  people += 1;
  return (await as((ctx) => createContact(ctx, ports, { email: `person${people}@example.com` }))).id;
}

const deal = (fields: Partial<DealInput> = {}) =>
  as(async (ctx) => dealToWire(await createDeal(ctx, ports, { name: "40 docks", ...fields })));
const change = (id: string, fields: Partial<DealInput>, checkVersion: (version: number) => void = anyVersion) =>
  as(async (ctx) => dealToWire(await changeDeal(ctx, ports, { id, checkVersion }, fields)));
const pipeline = (name: string, stages?: PipelineChanges["stages"]) =>
  as(async (ctx) => pipelineToWire(await createPipeline(ctx, { name, stages })));
const firstStages = async () => (await as((ctx) => findPipelinePage(ctx, { limit: 1 }))).data[0]?.stages ?? [];
const list = async (query: Partial<DealQuery> = {}) => {
  const { data } = await as((ctx) => findDealPage(ctx, { limit: 50, ...query }));
  return data.map(({ name }) => name);
};

describe("a deal", () => {
  test("is complete after one line, in the first stage of a usual sale", async () => {
    expect(await deal()).toMatchObject({
      name: "40 docks",
      stage: "Qualified",
      status: "open",
      amount: null,
      currency: null,
      contactIds: [],
      closedAt: null,
      version: 1,
    });
    const { data } = await as((ctx) => findPipelinePage(ctx, { limit: 50 }));
    const names = ["Qualified", "Meeting", "Proposal", "Negotiation", "Won", "Lost"];
    expect(data).toMatchObject([{ name: "Sales", stages: names.map((name) => ({ name })) }]);
  });

  test("begun twice at once still makes one first pipeline", async () => {
    const both = await Promise.all([deal({ name: "One" }), deal({ name: "Two" })]);
    expect(new Set(both.map(({ pipelineId }) => pipelineId)).size).toBe(1);
  });

  test("keeps what a change does not name, drops what is set to null, and knows when it was won", async () => {
    const [ann, bob] = [await contact(), await contact()];
    const company = await as((ctx) => createCompany(ctx, { name: "Acme" }));
    const { id } = await deal({
      amount: 1_250_000,
      currency: "EUR",
      contactIds: [ann, bob, ann],
      companyId: company.id,
    });
    const stages = await firstStages();
    const won = stages.find(({ status }) => status === "won")?.id as string;
    const after = await change(id, { stageId: won, contactIds: [bob, ann] });
    expect(after).toMatchObject({
      stage: "Won",
      status: "won",
      amount: 1_250_000,
      currency: "EUR",
      contactIds: [bob, ann],
      companyId: company.id,
      closedAt: new Date(nowMs).toISOString(),
      version: 2,
    });
    const renamed = await change(id, { name: "41 docks" });
    expect(renamed.closedAt).toBe(after.closedAt);
    const open = await change(id, { stageId: stages[0]?.id as string, amount: null, currency: null, companyId: null });
    expect(open).toMatchObject({ closedAt: null, amount: null, currency: null, companyId: null, name: "41 docks" });
  });

  test.each<[string, () => Partial<DealInput>, string]>([
    ["an amount without its currency", () => ({ amount: 5 }), "/currency"],
    ["a stage that is none", () => ({ stageId: randomUUID() }), "/stageId"],
    ["a pipeline that is none", () => ({ pipelineId: randomUUID() }), "/pipelineId"],
    ["a contact nobody knows", () => ({ contactIds: [randomUUID()] }), "/contactIds/0"],
    ["a company nobody knows", () => ({ companyId: randomUUID() }), "/companyId"],
    ["an owner who is no member", () => ({ ownerId: randomUUID() }), "/ownerId"],
  ])("with %s is refused at its place", async (_, fields, pointer) => {
    await expect(deal(fields())).rejects.toMatchObject({ code: "invalid_request", options: { errors: [{ pointer }] } });
  });

  test("refuses the change of whoever saw an older version, and is gone once it is archived", async () => {
    const { id } = await deal();
    const refuse = () => {
      throw new Error("stale");
    };
    await expect(change(id, { name: "Other" }, refuse)).rejects.toThrow("stale");
    await as((ctx) => archiveDeal(ctx, ports, id));
    expect(await list()).toEqual([]);
    await expect(as((ctx) => archiveDeal(ctx, ports, id))).rejects.toMatchObject({ code: "not_found" });
  });

  test("tells sequences whose deal reached a stage, once", async () => {
    const [ann, bob] = [await contact(), await contact()];
    const { id, pipelineId } = await deal({ contactIds: [ann] });
    expect(told).toEqual([`changed ${ann}`, `reached ${ann} Qualified`]);
    told = [];
    await change(id, { name: "Renamed", contactIds: [ann, bob] });
    expect(told).toEqual([`changed ${ann}`, `changed ${bob}`, `reached ${bob} Qualified`]);
    told = [];
    const other = await pipeline("Renewals", [{ name: "Due" }]);
    await change(id, { pipelineId: other.id });
    expect(told.slice(2)).toEqual([`reached ${ann} Due`, `reached ${bob} Due`]);
    told = [];
    await change(id, { contactIds: [] });
    expect(told).toEqual([`changed ${ann}`, `changed ${bob}`]);
    await expect(change(id, { pipelineId, stageId: other.stages[0]?.id as string })).rejects.toMatchObject({
      options: { errors: [{ pointer: "/stageId", code: "other_pipeline" }] },
    });
  });
});

test("deals are listed newest first, page by page, by person, company, stage, status and beginning of their name", async () => {
  const ann = await contact();
  const company = await as((ctx) => createCompany(ctx, { name: "Acme" }));
  const made: Deal[] = [];
  for (const [place, fields] of [
    { contactIds: [ann] },
    { companyId: company.id },
    {},
    { contactIds: [ann] },
  ].entries()) {
    made.push(await deal({ name: `Deal ${place}`, ...fields }));
  }
  await change(made[3]?.id as string, { stageId: (await firstStages()).at(-1)?.id as string });
  expect(await list()).toEqual(["Deal 3", "Deal 2", "Deal 1", "Deal 0"]);
  expect(await list({ "filter[contactId]": ann })).toEqual(["Deal 3", "Deal 0"]);
  expect(await list({ "filter[contactId]": ann, "filter[status]": "open" })).toEqual(["Deal 0"]);
  expect(await list({ "filter[companyId]": company.id })).toEqual(["Deal 1"]);
  expect(await list({ "filter[stageId]": made[0]?.stageId as string })).toEqual(["Deal 2", "Deal 1", "Deal 0"]);
  expect(await list({ q: "deal 2" })).toEqual(["Deal 2"]);
  const first = await as((ctx) => findDealPage(ctx, { limit: 3, include: "total" }));
  expect(first.page).toMatchObject({ hasMore: true, total: 4 });
  expect(await list({ limit: 3, cursor: first.page.nextCursor as string })).toEqual(["Deal 0"]);
});

describe("a pipeline", () => {
  test("is renamed and put in another order under its deals, which follow", async () => {
    const { id, stages } = await pipeline("Renewals", [{ name: "Due" }, { name: "Talking" }]);
    const [due, talking] = stages.map((stage) => stage.id) as [string, string];
    await deal({ stageId: talking });
    const after = await as((ctx) =>
      changePipeline(
        ctx,
        { id, checkVersion: anyVersion },
        {
          stages: [
            { id: talking, name: "In talks" },
            { id: due, name: "Due" },
            { name: "Kept", status: "won" },
          ],
        },
      ),
    );
    expect(after.stages).toMatchObject([{ id: talking, name: "In talks" }, { name: "Due" }, { status: "won" }]);
    const [shown] = (await as((ctx) => findDealPage(ctx, { limit: 1 }))).data;
    expect(shown).toMatchObject({ stage: "In talks", stageId: talking, pipelineId: id });
  });

  test("keeps a stage, and what it means, while deals stand in it", async () => {
    const { id, stages } = await pipeline("Renewals", [{ name: "Due" }, { name: "Talking" }]);
    const [due, talking] = stages.map((stage) => stage.id) as [string, string];
    const { id: dealId } = await deal({ stageId: talking });
    const changeStages = (changed: PipelineChanges["stages"]) =>
      as((ctx) => changePipeline(ctx, { id, checkVersion: anyVersion }, { stages: changed }));
    const inUse = { code: "pipeline_in_use", options: { detail: 'Deals stand in "Talking".' } };
    await expect(changeStages([{ id: due, name: "Due" }])).rejects.toMatchObject(inUse);
    const lost = { id: talking, name: "Talking", status: "lost" } as const;
    await expect(changeStages([{ id: due, name: "Due" }, lost])).rejects.toMatchObject(inUse);
    await expect(as((ctx) => archivePipeline(ctx, id))).rejects.toMatchObject(inUse);
    await change(dealId, { stageId: due });
    expect((await changeStages([{ id: due, name: "Due" }])).stages).toHaveLength(1);
    // A stage that was removed takes nobody in any more.
    await expect(deal({ stageId: talking })).rejects.toMatchObject({ options: { errors: [{ pointer: "/stageId" }] } });
    await as((ctx) => archiveDeal(ctx, ports, dealId));
    await as((ctx) => archivePipeline(ctx, id));
    await expect(as((ctx) => archivePipeline(ctx, id))).rejects.toMatchObject({ code: "not_found" });
  });

  test.each<[string, PipelineChanges["stages"], string]>([
    ["no open stage", [{ name: "Won", status: "won" }], "/stages"],
    ["two stages of one name", [{ name: "Due" }, { name: "DUE" }], "/stages/1/name"],
    ["a stage of nobody", [{ id: randomUUID(), name: "Due" }], "/stages/0/id"],
  ])("with %s is refused at its place", async (_, stages, pointer) => {
    await expect(pipeline("Odd", stages)).rejects.toMatchObject({ options: { errors: [{ pointer }] } });
  });

  test("has a name of its own, whatever the case", async () => {
    await pipeline("Renewals");
    await expect(pipeline("RENEWALS")).rejects.toMatchObject({ code: "name_taken" });
    const { id } = await pipeline("Partners");
    const renamed = as((ctx) => changePipeline(ctx, { id, checkVersion: anyVersion }, { name: "renewals" }));
    await expect(renamed).rejects.toMatchObject({ code: "name_taken" });
  });
});
