import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf } from "../../../../tests/support/ledger-world.ts";
import { reportRoutes } from "./routes.ts";

let database: TestDatabase;
let world: LedgerWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await LedgerWorld.create(database.db);
});
afterAll(() => database.drop());

function ask(query: Record<string, string> = {}, stepId: string = world.stepIds[0]) {
  const caller = { db: world.db, workspaceId: world.workspaceId, now: new Date(world.now) };
  const params = { id: world.sequenceId, stepId };
  return callRoute(reportRoutes, "GET /sequences/:id/steps/:stepId/link-map", caller, { params, query });
}

/** A version whose first step says this, and mails of it. */
async function sent(version: number, html: string, count: number): Promise<Claimed[]> {
  await world.rows(
    `insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at)
     select workspace_id, sequence_id, $1::int,
       jsonb_set(jsonb_set(definition, '{version}', to_jsonb($1::int)), '{steps,0,content,htmlContent}', to_jsonb($2::text)), $3
     from sequence_versions where version = 1`,
    [version, html, new Date(world.now)],
  );
  await world.enroll(count, version);
  await world.plan();
  const emails = await world.claim();
  await world.mark(emails);
  await world.results(emails.map((email) => signalOf(email, "sent", { claimId: email.claimId })));
  return emails;
}

describe("the map of a step's links", () => {
  test("tells who clicked which address of a version, people once, machines apart, and never another version's", async () => {
    expect(await ask()).toMatchObject({ chosen: null, wordings: [], links: [] });
    const a = (url: string) => `<a href="https://${url}.example">${url}</a>`;
    const [old] = (await sent(2, `<p>${a("demo")}</p>`, 1)) as [Claimed];
    const [ada, ben] = (await sent(3, `<p>${a("prices")} ${a("demo")}</p>`, 4)) as [Claimed, Claimed];
    const click = (email: Claimed, link: number, actor: "human" | "machine" = "human") =>
      signalOf(email, "clicked", { actor, link });
    await world.record([
      ...[click(old, 0), click(ada, 0), click(ada, 0), click(ada, 1), click(ben, 0)],
      ...[click(ben, 1, "machine"), click(ben, 5)],
    ]);
    const map = await ask();
    expect(map.chosen).toEqual({ version: 3, variantId: null, variantName: null, sent: 4 });
    expect(map.wordings.map(({ version }) => version)).toEqual([3, 2]);
    expect(map.html).toContain('href="#link-1"');
    expect(map.links).toEqual([
      {
        link: 0,
        address: "https://prices.example",
        text: "prices",
        people: 2,
        clicks: 3,
        machineClicks: 0,
        clickRate: 0.5,
      },
      {
        link: 1,
        address: "https://demo.example",
        text: "demo",
        people: 1,
        clicks: 1,
        machineClicks: 1,
        clickRate: 0.25,
      },
      { link: 5, address: null, text: null, people: 1, clicks: 1, machineClicks: 0, clickRate: 0.25 },
    ]);
    expect(map.evidence["/links/0/clickRate"]).toMatchObject({ n: 2, of: 4, level: 0.95 });
    const before = await ask({ version: "2", variantId: "own" });
    expect(before.links).toMatchObject([{ address: "https://demo.example", people: 1, clickRate: 1 }]);
    expect(await refusalOf(ask({ version: "1" }))).toEqual(["not_found"]);
  });
});
