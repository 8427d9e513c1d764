import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@haste/contract/client";
import { demoSenders } from "../../server/src/catalog/sandbox/index.ts";
import { type Database, inWorkspace, openDatabase } from "../../server/src/platform/db/index.ts";
import { testLog } from "../../tests/support/database.ts";
import { type Product, startProduct } from "../../tests/support/product.ts";
import { columns, inventPeople } from "./people.ts";
import { lastsDays, pastSequences } from "./sequences.ts";

const dayMs = 86_400_000;
/** Mails of the last days still wait for an answer. */
const unansweredDays = 5;
const advanceWithinMs = 600_000;

/** A workspace in which the past was lived, and when that began and ended on its clock. */
export interface LivedPast {
  readonly product: Product;
  readonly workspaceId: string;
  readonly from: Date;
  readonly to: Date;
}

/** Lives the past through the whole product, from a Monday on: its own mail servers, its own people, a clock that is walked. */
export async function livePast(): Promise<LivedPast> {
  const product = await startProduct();
  const { api, workspaceId } = await product.workspace();
  const database = openDatabase(product.databaseUrl, { log: testLog });
  const people = await bringPeople(database, api, workspaceId);
  await nameAccounts(api);
  const now = new Date((await api("GET /sandbox/clock")).now);
  const from = new Date(Math.ceil((now.getTime() - mondayMs) / (7 * dayMs)) * 7 * dayMs + mondayMs);
  await walkTo(api, from);
  const sequences: string[] = [];
  for (const { sequence } of pastSequences) sequences.push(await begin(api, sequence));
  const sales = new Sales(api);
  for (let day = 0; day < lastsDays; day += 1) {
    await walkTo(api, new Date(from.getTime() + day * dayMs + 5 * 3_600_000));
    for (const [at, { days, perDay }] of pastSequences.entries()) {
      if (!(days as readonly number[]).includes(day)) continue;
      const contactIds = people.splice(0, perDay);
      const job = await api("POST /sequences/:id/enroll/bulk", {
        params: { id: sequences[at] ?? "" },
        body: { contactIds },
      });
      await finished(api, job.id);
    }
    await sales.goOn(day, await interestedIn(database, workspaceId));
    console.log(`day ${day + 1} of ${lastsDays}`);
  }
  const to = new Date(from.getTime() + lastsDays * dayMs);
  await walkTo(api, to);
  await tidyInbox(api, new Date(to.getTime() - unansweredDays * dayMs));
  await database.close();
  return { product, workspaceId, from, to };
}

/** 1970-01-05 was a Monday. */
const mondayMs = 4 * dayMs;

async function bringPeople(database: Database, api: Client, workspaceId: string): Promise<string[]> {
  const count = pastSequences.reduce((sum, { days, perDay }) => sum + days.length * perDay, 0);
  const invented = inventPeople(count);
  const lines = [Object.keys(columns), ...invented.map(({ row }) => row)].map((cells) => cells.join(","));
  const made = await api("POST /imports", {
    query: { fileName: "people-met-so-far.csv" },
    body: new TextEncoder().encode(`${lines.join("\n")}\n`),
    headers: { "content-type": "text/csv" },
  });
  await api("PUT /imports/:id", { params: { id: made.id }, body: { mapping: columns } });
  await finished(api, (await api("POST /imports/:id/run", { params: { id: made.id } })).id);
  // Personas act for demo contacts only, which no request can make.
  const rows = await inWorkspace(database, workspaceId, (tx) =>
    tx.rows<{ id: string; email: string }>(
      "update contacts set is_demo = true where workspace_id = $1 returning id, email_key as email",
      [workspaceId],
    ),
  );
  const ids = new Map(rows.map(({ id, email }) => [email, id]));
  return invented.map(({ email }) => ids.get(email) ?? email);
}

function interestedIn(database: Database, workspaceId: string) {
  return inWorkspace(database, workspaceId, (tx) =>
    tx.rows<{ id: string; company: string }>(
      `select distinct c.id, o.name as company from email_activities e
        join contacts c on c.workspace_id = $1 and c.id = e.contact_id
        join companies o on o.workspace_id = $1 and o.id = c.company_id
       where e.workspace_id = $1 and e.reply_class = 'interested' order by c.id`,
      [workspaceId],
    ),
  );
}

/** The team: the sandbox's own account and two colleagues', under the names of those who have them in the demo world. */
async function nameAccounts(api: Client): Promise<void> {
  const [first = "", ...others] = demoSenders.map(({ displayName }) => displayName);
  const [own] = (await api("GET /sending-accounts")).data;
  await api("PUT /sending-accounts/:id", { params: { id: own?.id ?? "" }, body: { displayName: first } });
  for (const [at, displayName] of others.entries()) {
    const email = `colleague-${at + 1}@sandbox.haste.test`;
    await api("POST /sending-accounts", { body: { provider: "smtp", email, displayName } });
  }
}

async function begin(api: Client, body: (typeof pastSequences)[number]["sequence"]): Promise<string> {
  const { id } = await api("POST /sequences", { body });
  const { steps } = await api("POST /sequences/:id/activate", {
    params: { id },
    body: { override: ["insecure-public-url"] },
  });
  const test = steps.flatMap((step) => step.abTestId ?? [])[0];
  if (test !== undefined) await api("POST /ab-tests/:id/start", { params: { id: test }, body: {} });
  return id;
}

/** Whoever was interested becomes a deal; two of three are won nine days later, for what their yard is worth. */
class Sales {
  readonly #api: Client;
  readonly #known = new Set<string>();
  readonly #open: { readonly id: string; readonly wonOn: number; readonly stageId: string }[] = [];

  constructor(api: Client) {
    this.#api = api;
  }

  async goOn(day: number, interested: readonly { readonly id: string; readonly company: string }[]): Promise<void> {
    for (const { id, company } of interested) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      const amount = (4 + ((this.#known.size * 7) % 19)) * 100_000;
      const body = { name: `${company}, gates`, contactIds: [id], amount, currency: "EUR" };
      const deal = await this.#api("POST /deals", { body });
      const pipeline = await this.#api("GET /pipelines/:id", { params: { id: deal.pipelineId } });
      const won = pipeline.stages.find((stage) => stage.status === "won");
      if (won !== undefined && this.#known.size % 3 !== 0)
        this.#open.push({ id: deal.id, wonOn: day + 9, stageId: won.id });
    }
    for (const { id, stageId } of this.#open.filter(({ wonOn }) => wonOn === day))
      await this.#api("PUT /deals/:id", { params: { id }, body: { stageId } });
  }
}

/** A team answers its mail: what is older than the last days is put away. */
async function tidyInbox(api: Client, before: Date): Promise<void> {
  const query = { limit: 200, scope: "all" } as const;
  let page = await api("GET /inbox/threads", { query });
  for (;;) {
    for (const { id, mail } of page.data) {
      if (new Date(mail.receivedAt) >= before) continue;
      await api("PUT /inbox/threads/:id", { params: { id }, body: { isRead: true, isArchived: true } });
    }
    const cursor = page.page.nextCursor;
    if (cursor === null) return;
    page = await api("GET /inbox/threads", { query: { ...query, cursor } });
  }
}

async function walkTo(api: Client, to: Date): Promise<void> {
  const answer = await api("POST /sandbox/clock/advance", { body: { to: to.toISOString() } });
  if ("id" in answer) await finished(api, answer.id);
}

async function finished(api: Client, id: string): Promise<void> {
  const giveUpAt = performance.now() + advanceWithinMs;
  let job = await api("GET /jobs/:id", { params: { id } });
  while (job.status === "queued" || job.status === "running") {
    if (performance.now() > giveUpAt) throw new Error(`Job ${id} has not ended in ten minutes.`);
    // Rarely enough for the number of requests a key may make.
    await pause(300);
    job = await api("GET /jobs/:id", { params: { id } });
  }
  if (job.status !== "done") throw new Error(`A job of the past ended ${job.status}: ${JSON.stringify(job)}`);
}
