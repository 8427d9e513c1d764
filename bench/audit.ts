/**
 * The audit log: what it adds to a write, and how quickly `haste verify-audit` proves 1,000,000 rows of a running product.
 * A contact is changed in turn over the API, and by the use case in this process with and without the log. Goals: the
 * append at most 0.05 of a write; 100,000 rows a second by the clock.
 */
import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { endpoints } from "@haste/contract/endpoints";
import { crmRoutes } from "../server/src/catalog/crm/index.ts";
import { writeNotes } from "../server/src/platform/audit/audit.ts";
import { writeTrail } from "../server/src/platform/audit/index.ts";
import { type Database, inWorkspace, openDatabase } from "../server/src/platform/db/index.ts";
import type { RequestContext } from "../server/src/platform/http/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { ledgerPorts } from "../server/src/wiring/ledger-ports.ts";
import { type Place, type Product, startProduct } from "../tests/support/product.ts";
import { asCaller } from "../tests/support/work-context.ts";
import { median, printFigures } from "./support/numbers.ts";
import { vacuum } from "./support/vacuum.ts";

const rows = 1_000_000;
const rowsPerCommit = 5_000;
const rounds = 400;
const warmUps = 40;
const verifications = 3;

const main = fileURLToPath(new URL("../server/src/main.ts", import.meta.url));
const routes = crmRoutes(ledgerPorts.crm);
const endpoint = endpoints["PUT /contacts/:id"];

/** A change of a contact as the server makes it, but for what ends the request. */
async function change(ctx: RequestContext, id: string, title: string): Promise<object> {
  const input = { params: { id }, query: {}, body: endpoint.body.parse({ title }) };
  return endpoint.response.parse(await routes["PUT /contacts/:id"](ctx, input as never)) as object;
}

interface Times {
  readonly overApi: number[];
  readonly silent: number[];
  readonly logged: number[];
  /** Of the logged ones, the append alone, before the commit. */
  readonly append: number[];
}

async function measureAppend(place: Place, db: Database): Promise<Times> {
  const { api, workspaceId } = place;
  const { id } = await api("POST /contacts", { body: { email: "ada@bench.example", firstName: "Ada" } });
  const times: Times = { overApi: [], silent: [], logged: [], append: [] };
  const timed = async (into: number[], round: number, work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    if (round >= 0) into.push(performance.now() - from);
  };
  const caller = { db, workspaceId, now: new Date() };
  for (let round = -warmUps; round < rounds; round += 1) {
    const title = (kind: string) => `${kind} ${round}`;
    await timed(times.overApi, round, () => api("PUT /contacts/:id", { params: { id }, body: { title: title("VP") } }));
    await timed(times.silent, round, () =>
      asCaller(caller, (ctx) => change({ ...ctx, auditTrail: [] }, id, title("CTO"))),
    );
    await timed(times.logged, round, () =>
      asCaller(caller, async (context) => {
        const ctx = { ...context, auditTrail: [] };
        const after = await change(ctx, id, title("CEO"));
        const request = { key: "PUT /contacts/:id", params: { id }, reason: null };
        const state = { before: { ...after, title: "CTO" }, after };
        await timed(times.append, round, () => writeTrail(ctx, { ...request, state }));
      }),
    );
  }
  return times;
}

function reportAppend(times: Times): void {
  const [overApi, silent, logged, append] = [times.overApi, times.silent, times.logged, times.append].map(median);
  if (overApi === undefined || silent === undefined || logged === undefined || append === undefined) return;
  const ratioTo = "PUT /contacts/:id";
  printFigures("audit", [
    { figure: "the append (goal 0.05)", value: append / overApi, unit: "×", ratioTo },
    { figure: "what it makes the transaction longer", value: (logged - silent) / overApi, unit: "×", ratioTo },
    { figure: "PUT /contacts/:id", value: overApi, unit: "ms" },
    { figure: "the use case alone, with its commit", value: silent, unit: "ms" },
    { figure: "the append", value: append, unit: "ms" },
  ]);
}

/** Writes rows as use cases do, and waits until each has its place in the chain. */
async function fill({ workspaceId }: Place, db: Database): Promise<number> {
  for (let written = 0; written < rows; written += rowsPerCommit) {
    await asCaller({ db, workspaceId, now: new Date() }, (ctx) =>
      writeNotes(
        ctx,
        Array.from({ length: rowsPerCommit }, (_, n) => ({
          ...{ id: ctx.newId(), at: ctx.now, action: "contact.changed", subject: { kind: "contact", id: ctx.newId() } },
          detail: { fields: ["title"], changes: { title: { before: `VP ${n}`, after: `CTO ${written}` } } },
        })),
      ),
    );
  }
  const from = performance.now();
  const count = () =>
    inWorkspace(db, workspaceId, (tx) => tx.rows<{ n: number }>("select count(*)::int as n from audit_queue"));
  while (((await count())[0]?.n ?? 0) > 0) await pause(500);
  await vacuum(db.url, ["audit_log", "audit_details", "audit_links", "audit_queue"]);
  return (performance.now() - from) / 1_000;
}

interface Verified {
  readonly isWhole: boolean;
  readonly tookMs: number;
  readonly workspaces: readonly { readonly rows: number }[];
}

/** As the operator asks it, in a process of its own beside the product. */
async function verify(product: Product): Promise<number> {
  const args = [main, "verify-audit", "--data-dir", product.dataDir, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const told = JSON.parse(stdout) as Verified;
  if (!told.isWhole) throw new Error("the log of the bench is not whole");
  return told.workspaces.reduce((sum, one) => sum + one.rows, 0) / (told.tookMs / 1_000);
}

/** Loads and measures beside a product of its own. */
export async function benchAudit(): Promise<void> {
  const product = await startProduct();
  const db = openDatabase(product.databaseUrl, { log: createLog("warn") });
  try {
    const place = await product.workspace();
    reportAppend(await measureAppend(place, db));
    const chainedIn = await fill(place, db);
    const rates: number[] = [];
    for (let n = 0; n < verifications; n += 1) rates.push(await verify(product));
    printFigures("audit", [
      { figure: "haste verify-audit, by the clock (goal 100,000)", value: median(rates), unit: "rows/s" },
      { figure: "waiting until 1,000,000 rows have their places", value: chainedIn, unit: "s" },
    ]);
  } finally {
    await db.close();
    await product.stop();
  }
}

if (import.meta.main) await benchAudit();
