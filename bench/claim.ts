/**
 * The claim of 500 due emails, by the ledger's own door, in a workspace of ten thousand, a hundred thousand and a million
 * emails, each with its person and its enrollment, while the tables around it grow; and the worker's question when
 * nothing is due. Goals: the claim at the largest at most 1.3 of the one at the smallest, the empty question at most 0.2
 * of a claim.
 */
import { randomUUID } from "node:crypto";
import { asInstant } from "@haste/engine/base";
import pg from "pg";
import { dueLanes } from "../server/src/ledger/index.ts";
import { asSweep, type Database } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { claimDue, dueFrom, loadDueEmails } from "./support/due-emails.ts";
import { median, printFigures } from "./support/numbers.ts";
import { inOwnDatabase } from "./support/own-database.ts";

const sizes = [10_000, 100_000, 1_000_000] as const;
const neighbors = 1_000;
const emailsPerNeighbor = 20;
const limit = 500;
const rounds = 7;
const warmUps = 2;
const at = new Date(dueFrom + 2 * Math.max(...sizes) * 1_000);

async function claim(db: Database, workspaceId: string): Promise<number> {
  return (await claimDue(db, workspaceId, { limit, at })).took;
}

async function askForNothing(db: Database): Promise<number> {
  const from = performance.now();
  const lanes = await asSweep(db, (sweep) => dueLanes(sweep, asInstant(dueFrom - 3_600_000), 1_000));
  const took = performance.now() - from;
  if (lanes.length > 0) throw new Error(`${lanes.length} lanes are due before anything is`);
  return took;
}

async function medianOf(work: () => Promise<number>): Promise<number> {
  for (let n = 0; n < warmUps; n += 1) await work();
  const taken: number[] = [];
  for (let n = 0; n < rounds; n += 1) taken.push(await work());
  return median(taken);
}

/** The smallest is asked again at the end, so that what the growing tables cost is told from what the size does. */
async function measure(db: Database, client: pg.Client): Promise<void> {
  const claims: number[] = [];
  const smallest = randomUUID();
  let loadedIn = 0;
  for (const emails of sizes) {
    const workspaceId = emails === sizes[0] ? smallest : randomUUID();
    loadedIn = await loadDueEmails(client, [workspaceId], emails);
    if (emails === sizes[2]) {
      await loadDueEmails(
        client,
        Array.from({ length: neighbors }, () => randomUUID()),
        emailsPerNeighbor,
      );
    }
    claims.push(await medianOf(() => claim(db, workspaceId)));
  }
  const again = await medianOf(() => claim(db, smallest));
  const empty = await medianOf(() => askForNothing(db));
  const [small = 0, middle = 0, large = 0] = claims;
  const ratioTo = "10⁴ emails";
  printFigures("claim", [
    { figure: "claim of 500 at 10⁵ emails", value: middle / small, unit: "×", ratioTo },
    { figure: "claim of 500 at 10⁶ emails (goal 1.3)", value: large / small, unit: "×", ratioTo },
    { figure: "the same to 10⁴ asked beside the 10⁶", value: large / again, unit: "×", ratioTo },
    { figure: "nothing is due (goal 0.2)", value: empty / large, unit: "×", ratioTo: "a claim at 10⁶" },
    { figure: "claim of 500 at 10⁴ emails", value: small, unit: "ms" },
    { figure: "claim of 500 at 10⁶ emails", value: large, unit: "ms" },
    { figure: "nothing is due", value: empty, unit: "ms" },
    { figure: "loading 10⁶ people, enrollments and emails", value: loadedIn, unit: "s" },
  ]);
}

/** Loads and measures on a database of its own. */
export async function benchClaim(): Promise<void> {
  await inOwnDatabase(createLog("warn"), async ({ db, url }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await measure(db, client);
    } finally {
      await client.end();
    }
  });
}

if (import.meta.main) await benchClaim();
