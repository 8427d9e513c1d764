import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import rateLimit from "@fastify/rate-limit";
import type { ReportLink } from "@haste/contract/nouns/report-links";
import { DAY_MS } from "@haste/engine/base";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../../tests/support/database.ts";
import { LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { asCaller, type Caller } from "../../../../../tests/support/work-context.ts";
import { createView } from "../../../catalog/saved-views/save-view.ts";
import { makeSigningKey, openSigningKeys } from "../../../platform/crypto/index.ts";
import { linkToken } from "./link-token.ts";
import { sharedRoute } from "./public-route.ts";
import { reportLinkRoutes } from "./routes.ts";

const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
const signingKeys = openSigningKeys(master, [makeSigningKey(master, 1)]);
const routes = reportLinkRoutes({ signingKeys, publicUrl: () => "https://crm.example" });

let database: TestDatabase;
let world: LedgerWorld;
let caller: Caller;
let app: FastifyInstance;
let machineNow: Date;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await LedgerWorld.create(database.db);
  const { emails } = await world.toTheWire(40);
  await world.results(
    emails.map((email) => signalOf(email, "sent", { claimId: email.claimId, occurredAt: world.now })),
  );
  await world.record(
    emails.slice(0, 3).map((email) => signalOf(email, "replied", { actor: "human", occurredAt: world.now })),
  );
  await world.record(
    emails.slice(0, 12).map((email) => signalOf(email, "opened", { actor: "human", occurredAt: world.now })),
  );
  machineNow = new Date(world.now + 1);
  caller = { db: database.db, workspaceId: world.workspaceId, now: machineNow, actorId: randomUUID() };
  app = fastify();
  await app.register(rateLimit, { global: false });
  sharedRoute({ database: database.db, signingKeys, machineNow: () => machineNow, log: testLog })(app);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

let views = 0;
async function share(query: Record<string, string>, more: object = {}): Promise<ReportLink> {
  views += 1;
  const view = { screen: "reports", name: `View ${views} <b>`, query } as const;
  const { id: viewId } = await asCaller(caller, (ctx) => createView(ctx, view));
  return callRoute(routes, "POST /report-links", caller, { body: { viewId, ...more } });
}
const open = (url: string) => app.inject(url.replace("https://crm.example", ""));

test("whoever has the link reads sums without a login, and no number so small that it tells of somebody", async () => {
  const { url } = await share({ tab: "emails", by: "sequence" });
  const { statusCode, body, headers } = await open(url);
  expect(statusCode).toBe(200);
  expect(body).toContain("View 1 &lt;b&gt;");
  expect(body).toMatch(/>40<.*>12<.*>fewer than 5</s);
  expect(body).toContain("30.0 %");
  expect(body).not.toMatch(/>3<|7\.5 %|@|<script/);
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["cache-control"]).toBe("no-store");

  const steps = await share({ tab: "emails", by: "day" });
  await world.rows("update email_rollups set sent = 9");
  expect((await open(steps.url)).body).toContain("Rows of fewer than 10 mails are left out, here 1.");
  await world.rows("update email_rollups set sent = 40");
});

test("only the named pages may show it within themselves", async () => {
  const { url } = await share({ tab: "trends" }, { embedOrigins: ["https://wiki.example"] });
  const { headers } = await open(url);
  expect(headers["content-security-policy"]).toContain("frame-ancestors https://wiki.example");
  const bad = share({ tab: "trends" }, { embedOrigins: ["https://wiki.example/; script-src *"] });
  await expect(bad).rejects.toThrow("must be an origin");
});

test("a link that was revoked, has ended, was forged or is another workspace's leads nowhere, always in the same words", async () => {
  const revoked = await share({ tab: "emails" });
  await callRoute(routes, "DELETE /report-links/:id", caller, { params: { id: revoked.id } });
  const ended = await share({ tab: "emails" }, { days: 1 });
  const kept = await share({ tab: "emails" }, { days: 2 });
  machineNow = new Date(machineNow.getTime() + DAY_MS);
  const other = await LedgerWorld.create(database.db);
  const theirs = linkToken(signingKeys, { workspaceId: other.workspaceId, linkId: kept.id });
  const answers = await Promise.all([revoked.url, ended.url, `${kept.url}A`, `/share/${theirs}`].map(open));
  for (const { statusCode, body, headers } of answers) {
    expect(statusCode).toBe(404);
    expect(body).toBe(answers[0]?.body);
    expect(headers["content-security-policy"]).toBe(answers[0]?.headers["content-security-policy"]);
  }
  expect((await open(kept.url)).statusCode).toBe(200);
  expect(await refusalOf(callRoute(routes, "GET /report-links/:id", caller, { params: { id: revoked.id } }))).toEqual([
    "not_found",
  ]);
});

test("a view that tells colleagues apart is not shared, nor shown once it was changed to one", async () => {
  expect(await refusalOf(share({ tab: "emails", by: "sender" }))).toEqual(["invalid_request", "names_people /viewId"]);
  // What single people paid cannot be told as a sum of many.
  expect(await refusalOf(share({ tab: "conversions" }))).toEqual(["invalid_request", "tells_of_few /viewId"]);
  const { url, viewId } = await share({ tab: "emails", by: "sequence" });
  await world.rows(`update saved_views set query = '{"by":"sender"}' where id = $1`, [viewId]);
  expect((await open(url)).statusCode).toBe(404);
});

test("whoever asks too often for shared reports is turned away for a while", async () => {
  const { url } = await share({ tab: "emails" });
  let last = 0;
  for (let asked = 0; asked <= 60 && last !== 429; asked += 1) last = (await open(url)).statusCode;
  expect(last).toBe(429);
});
