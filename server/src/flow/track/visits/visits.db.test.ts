import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { DAY_MS } from "@haste/engine/base";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../../tests/support/ledger-world.ts";
import { goalRoutes } from "../../../catalog/goals/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { addVisitor, visitRoutes } from "./public-routes.ts";
import { visitScript } from "./script.ts";
import { scriptToken, visitorToken } from "./tokens.ts";

let database: TestDatabase;
let world: LedgerWorld;
let app: FastifyInstance;
let emails: readonly Claimed[];
const keys: SigningKeys = { newest: 1, byId: new Map([[1, createSecretKey(randomBytes(32))]]) };

beforeAll(async () => {
  database = await createTestDatabase();
  world = await LedgerWorld.create(database.db);
  ({ emails } = await world.toTheWire(2));
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  const machineNow = () => new Date(world.now);
  visitRoutes({ database: world.db, signingKeys: keys, machineNow, onCommitted: () => {} })(app);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const addressOf = (workspaceId = world.workspaceId) => `/t/v/${scriptToken(keys, workspaceId)}.js`;
const tokenOf = (email: Claimed | undefined, more: { workspaceId?: string; link?: number } = {}) =>
  visitorToken(keys, { workspaceId: world.workspaceId, emailId: (email as Claimed).id, link: 0, ...more });
async function tell(token: string, page: string, more: { origin?: string; to?: string; body?: string } = {}) {
  const { statusCode } = await app.inject({
    ...{ method: "POST", url: more.to ?? addressOf(), payload: more.body ?? JSON.stringify({ token, page }) },
    headers: { "content-type": "text/plain;charset=UTF-8", origin: more.origin ?? "https://shop.example" },
  });
  return statusCode;
}
const counted = async () => (await world.rows("select id from conversions")).length;

test("visits of people who clicked count once a goal and person; whatever else is told is answered alike and counts nothing", async () => {
  const [human, machine] = emails;
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  expect((await app.inject(addressOf())).statusCode).toBe(404);
  const wrong = { name: "Thanks", kind: "page_visit" as const, page: "shop.example/a*b" };
  expect(await refusalOf(callRoute(goalRoutes, "POST /goals", caller, { body: wrong }))).toEqual([
    "invalid_request",
    "no_page /page",
  ]);
  const goal = { ...wrong, page: "shop.example/thanks*" };
  expect(await callRoute(goalRoutes, "POST /goals", caller, { body: goal })).toMatchObject({ page: goal.page });
  expect((await app.inject(addressOf())).body).toBe(visitScript);

  const page = "shop.example/thanks/1";
  // Nobody has clicked yet; then a scanner did, and a click that is not judged yet.
  expect(await tell(tokenOf(human), page)).toBe(204);
  await world.results([
    signalOf(machine as Claimed, "clicked", { link: 0, actor: "machine" }),
    signalOf(human as Claimed, "clicked", { link: 1, actor: "unknown" }),
  ]);
  expect(await tell(tokenOf(machine), page)).toBe(204);
  expect(await tell(tokenOf(human, { link: 1 }), page)).toBe(204);
  expect(await counted()).toBe(0);

  await world.results([signalOf(human as Claimed, "clicked", { link: 0, actor: "human" })]);
  const token = tokenOf(human);
  for (const hostile of [
    tell(`${token.slice(0, -2)}${token.at(-2) === "A" ? "BA" : "AA"}`, page),
    tell(scriptToken(keys, world.workspaceId), page),
    tell(tokenOf(human, { workspaceId: randomUUID() }), page),
    tell(token, page, { to: addressOf(randomUUID()) }),
    tell(token, page, { to: "/t/v/forged.js" }),
    tell(token, page, { origin: "https://evil.example" }),
    tell(token, "evil.example/thanks", { origin: "https://evil.example" }),
    tell(token, "shop.example/other"),
    tell(token, `${page}\u0000`),
    ...["", "null", "{", `"${"x".repeat(5_000)}"`].map((body) => tell(token, page, { body })),
  ]) {
    expect(await hostile).toBe(204);
  }
  expect(await counted()).toBe(0);

  await Promise.all(Array.from({ length: 5 }, () => tell(token, page)));
  expect(await tell(token, "shop.example/thanks/2")).toBe(204);
  expect(await counted()).toBe(1);
  expect(await world.rows("select meta->>'page' as page from signals where kind = 36")).toHaveLength(1);
});

test("visits end thirty days after their click", async () => {
  const before = await counted();
  const other = { name: "Later", kind: "page_visit" as const, page: "shop.example/later" };
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  await callRoute(goalRoutes, "POST /goals", caller, { body: other });
  const now = world.now;
  world.now = (now + 31 * DAY_MS) as typeof now;
  await tell(tokenOf(emails[0]), other.page);
  expect(await counted()).toBe(before);
});

test("only links to hosts of goals say who came, and what they asked for stays", () => {
  const ref = { workspaceId: randomUUID(), emailId: randomUUID(), link: 3 };
  const wanted = [{ goalId: "g", page: "shop.example/thanks" }];
  const there = new URL(addVisitor(keys, ref, { target: "https://shop.example/a?b=1#c", wanted }));
  expect([there.pathname, there.searchParams.get("b"), there.hash]).toEqual(["/a", "1", "#c"]);
  expect(there.searchParams.get("hc")).toBe(visitorToken(keys, ref));
  for (const target of [
    "https://evil.example/?u=shop.example",
    "https://shop.example.evil/",
    "mailto:a@shop.example",
  ]) {
    expect(addVisitor(keys, ref, { target, wanted })).toBe(target);
  }
});

test("the script has at most a kilobyte", () => {
  expect(Buffer.byteLength(visitScript)).toBeLessThanOrEqual(1_000);
});
