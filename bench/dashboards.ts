/**
 * Every dashboard over the API of the running product, with 10,000,000 signals of 2,000,000 emails to 1,000,000 contacts behind it
 * (a year; `support/mailing-year.ts`). Goal: the 95th percentile of each is at most 500 ms. Each is asked in turn with all others,
 * so that none finds its rows laid out by its own last question.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@haste/contract/client";
import { openDatabase } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { type Product, startProduct } from "../tests/support/product.ts";
import { emailsPerContact, signalsPerEmail, writeYear } from "./support/mailing-year.ts";
import { median, printFigures } from "./support/numbers.ts";

const contacts = 1_000_000;
const sequences = 10;
const steps = 5;
const accounts = 20;
const rounds = 20;
const goalMs = 500;
const timezone = "Europe/Berlin";

async function createSequence(api: Client, name: string) {
  const words = {
    content: { subject: "A word, {{ contact.firstName }}", htmlContent: "<p>Hello <a href='https://x.test'>x</a></p>" },
  };
  const body = { name, steps: Array.from({ length: steps }, () => words) };
  const { id } = await api("POST /sequences", { body });
  const published = await api("POST /sequences/:id/activate", { params: { id } });
  return { id, stepIds: published.steps.map((step) => step.id) };
}

type Question = readonly [name: string, ask: () => Promise<unknown>];

function questionsOf(api: Client, sequence: { readonly id: string; readonly stepIds: readonly string[] }): Question[] {
  const params = { id: sequence.id };
  const sides = ["sequence", "step", "template", "sender", "domain", "provider", "day", "bounceClass"] as const;
  return [
    ["home", () => api("GET /home")],
    ["sequences", () => api("GET /sequences", { query: { include: "numbers" } })],
    ["sequence, analytics", () => api("GET /sequences/:id/analytics", { params })],
    ["sequence, analytics by week", () => api("GET /sequences/:id/analytics", { params, query: { groupBy: "week" } })],
    ["sequence, hours of its zone", () => api("GET /sequences/:id/analytics", { params, query: { timezone } })],
    [
      "sequence, hours of another zone",
      () => api("GET /sequences/:id/analytics", { params, query: { timezone: "UTC" } }),
    ],
    ["sequence, funnel", () => api("GET /sequences/:id/funnel", { params })],
    ["sequence, lanes", () => api("GET /sequences/:id/lanes", { params })],
    ["sequence, reply curves", () => api("GET /sequences/:id/reply-curves", { params, query: { by: "month" } })],
    ["sequence, conversions", () => api("GET /sequences/:id/conversions", { params })],
    ["sequence, hold-out", () => api("GET /sequences/:id/hold-out", { params })],
    ["sequence, tests", () => api("GET /sequences/:id/ab-tests", { params })],
    ["sequence, people", () => api("GET /sequences/:id/enrollments", { params })],
    ["sequence, emails", () => api("GET /sequences/:id/email-activities", { params })],
    [
      "sequence, links of a step",
      () =>
        api("GET /sequences/:id/steps/:stepId/link-map", {
          params: { id: sequence.id, stepId: sequence.stepIds[0] ?? "" },
        }),
    ],
    ...sides.flatMap((groupBy): Question[] => [
      [`report by ${groupBy}`, () => api("GET /reports/email-performance", { query: { groupBy } })],
      [`report by ${groupBy}, a year`, () => api("GET /reports/email-performance", { query: { groupBy, days: 365 } })],
    ]),
    [
      "emails behind a report",
      () =>
        api("GET /reports/email-performance/emails", {
          query: { groupBy: "sequence", key: sequence.id, outcome: "replied" },
        }),
    ],
    ...(["day", "week", "month"] as const).flatMap((interval): Question[] =>
      (["sent", "happened"] as const).map((question) => [
        `trend by ${interval}, ${question}`,
        () => api("GET /reports/engagement-trends", { query: { interval, question } }),
      ]),
    ),
    ["practices", () => api("GET /reports/best-practices")],
    ["devices", () => api("GET /reports/email-clients", { query: { side: "device" } })],
    ["goals", () => api("GET /goals")],
    ["contacts", () => api("GET /contacts")],
    ["contacts, searched", () => api("GET /contacts", { query: { q: "Lovelace19" } })],
    ["inbox", () => api("GET /inbox/threads")],
    ["inbox, counts", () => api("GET /inbox/counts")],
    ["outbox", () => api("GET /outbox")],
    ["outbox, counts", () => api("GET /outbox/counts")],
    ["sending accounts", () => api("GET /sending-accounts")],
    ["templates", () => api("GET /templates")],
    ["deliverability", () => api("GET /deliverability/score")],
    ["suppressions", () => api("GET /suppressions")],
    ["events", () => api("GET /events")],
  ];
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}

async function timesOf(questions: readonly Question[]): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map<string, number[]>();
  for (let round = -2; round < rounds; round += 1)
    for (const [name, ask] of questions) {
      const startedAt = performance.now();
      try {
        await ask();
      } catch (err) {
        throw new Error(`${name} was refused`, { cause: err });
      }
      const ms = performance.now() - startedAt;
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  return times;
}

/** What is asked about. Written beside the database, so that a folder that was filled is asked again. */
interface World {
  readonly apiKey: string;
  readonly sequence: { readonly id: string; readonly stepIds: readonly string[] };
}

async function fill(product: Product): Promise<World> {
  const { api, apiKey, workspaceId } = await product.workspace("sandbox", timezone);
  const made: Awaited<ReturnType<typeof createSequence>>[] = [];
  for (let n = 1; n <= sequences; n += 1) made.push(await createSequence(api, `Sequence ${n}`));
  const goal = await api("POST /goals", {
    body: { name: "Demo", kind: "custom_event", event: "demo", sequenceIds: made.map(({ id }) => id) },
  });
  const startedAt = performance.now();
  const db = openDatabase(product.databaseUrl, { log: createLog("warn"), statementTimeoutMs: 3_600_000 });
  try {
    await writeYear(db, { workspaceId, contacts, sequences: made, accounts, goalId: goal.id });
  } finally {
    await db.close();
  }
  printFigures("dashboards", [
    { figure: "signals", value: contacts * emailsPerContact * signalsPerEmail, unit: "" },
    { figure: "time to write them", value: (performance.now() - startedAt) / 1_000, unit: "s" },
  ]);
  return { apiKey, sequence: made[0] as (typeof made)[number] };
}

if (import.meta.main) {
  const kept = process.env.HASTE_BENCH_FOLDER;
  // The database runs as a user of its own, who passes it.
  if (kept !== undefined) mkdirSync(kept, { recursive: true, mode: 0o711 });
  const product = await startProduct({ keepsFolder: kept !== undefined }, kept);
  try {
    const file = join(product.dataDir, "world.json");
    if (!existsSync(file)) writeFileSync(file, JSON.stringify(await fill(product)));
    const { apiKey, sequence } = JSON.parse(readFileSync(file, "utf8")) as World;
    const times = await timesOf(questionsOf(product.apiWith(apiKey), sequence));
    for (const [name, all] of times)
      printFigures("dashboards", [
        { figure: `${name}, p50`, value: median(all), unit: "ms" },
        { figure: `${name}, p95 (goal ${goalMs})`, value: p95(all), unit: "ms" },
      ]);
    process.exitCode = [...times.values()].every((all) => p95(all) <= goalMs) ? 0 : 1;
  } finally {
    await (kept === undefined ? product.stop() : product.interrupt());
  }
}
