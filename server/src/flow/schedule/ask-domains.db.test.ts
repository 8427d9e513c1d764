import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, testLog } from "../../../../tests/support/database.ts";
import { LedgerWorld } from "../../../../tests/support/ledger-world.ts";
import { until } from "../../../../tests/support/until.ts";
import { createDomainLookUps } from "./ask-domains.ts";
import { planWorkspace } from "./plan-workspace.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const day = 86_400_000;

/** One person at each of these domains, all due now. */
async function enrollAt(world: LedgerWorld, domains: readonly string[]) {
  const people = await world.enroll(domains.length);
  await world.rows(
    `update contacts c set email = c.id || '@' || x.domain, email_key = c.id || '@' || x.domain
     from unnest($2::uuid[], $3::text[]) x(id, domain) where c.workspace_id = $1 and c.id = x.id`,
    [world.workspaceId, people.map(({ contactId }) => contactId), domains],
  );
}

async function unaskedOf(world: LedgerWorld, domains: readonly string[]) {
  await enrollAt(world, domains);
  const planned = await planWorkspace(world.db, world.workspaceId, new Date(world.now));
  return planned?.unasked.toSorted();
}

test("a plan in a live workspace names the domains whose mail hosts nobody knows, and the DNS is asked once a month", async () => {
  const world = await LedgerWorld.create(database.db);
  const domains = ["acme.example", "globex.example", "gmail.com", "gone.example"];
  await world.rows("update workspaces set mode = 'sandbox' where id = $1", [world.workspaceId]);
  expect(await unaskedOf(world, domains)).toEqual([]);
  await world.rows("update workspaces set mode = 'live' where id = $1", [world.workspaceId]);
  const unasked = await unaskedOf(world, domains);
  expect(unasked).toEqual(["acme.example", "globex.example", "gone.example"]);

  const asked: string[] = [];
  const lookUps = createDomainLookUps({
    database: database.db,
    log: testLog,
    machineNow: () => new Date(world.now),
    resolveMx: async (domain) => {
      asked.push(domain);
      if (domain === "globex.example") throw new Error("No name server answers.");
      if (domain === "gone.example") throw Object.assign(new Error("queryMx ENOTFOUND"), { code: "ENOTFOUND" });
      return ["aspmx.l.google.com"];
    },
  });
  const known = () =>
    world.rows("select domain, provider from mail_domains where workspace_id = $1 order by 1", [world.workspaceId]);
  lookUps.ask(world.workspaceId, unasked ?? []);
  await until("two answers were kept", async () => (await known()).length === 2);
  expect(await known()).toEqual([
    { domain: "acme.example", provider: "google" },
    { domain: "gone.example", provider: null },
  ]);
  // The name server that was silent is left alone for a while.
  lookUps.ask(world.workspaceId, ["globex.example"]);
  await lookUps.stop();
  expect(asked.toSorted()).toEqual(unasked);

  expect(await unaskedOf(world, domains)).toEqual(["globex.example"]);
  const read = await world.rows(
    "select recipient_provider as provider from email_activities where workspace_id = $1 and to_email like '%@acme.example'",
    [world.workspaceId],
  );
  expect(read).toContainEqual({ provider: "google" });
  await world.rows("update mail_domains set looked_up_at = looked_up_at - $2::interval where workspace_id = $1", [
    world.workspaceId,
    `${(31 * day) / 1_000} seconds`,
  ]);
  expect(await unaskedOf(world, domains)).toEqual(unasked);
});
