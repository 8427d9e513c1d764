/**
 * A list of people from its bytes to validated, deduplicated contacts with their companies, against PostgreSQL's own
 * COPY of the same people into the same table with all its keys, in one run. Prints one JSON line; the ratio is the
 * result (goal: 0.3 or more), the absolute numbers are this machine's.
 *
 * COPY gets every advantage: it reads a file of the finished rows on the server's side, in one transaction, without
 * row-level security. The import reads, guesses, checks, stores each row as it stood, looks for duplicates and
 * suppressions, finds or makes the companies, writes the verdicts, and is resumable every 1,000 rows.
 */

import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { importCsv } from "../server/src/catalog/crm/index.ts";
import { systemClock } from "../server/src/platform/clock/index.ts";
import { newIdAt } from "../server/src/platform/context/index.ts";
import { type Database, inWorkspace } from "../server/src/platform/db/index.ts";
import { createLog, type Log } from "../server/src/platform/log/index.ts";
import { silentLedger } from "../tests/support/silent-ledger.ts";
import { inOwnDatabase } from "./support/own-database.ts";

const companies = 2_000;
const rounds = 3;
const goal = 0.3;

interface Person {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly company: number;
}

/** Addresses in no order, as lists have them: sorted ones would flatter every index. */
function makePeople(count: number, round: number): Person[] {
  return Array.from({ length: count }, (_, n) => {
    const mixed = (Math.imul(n + 1, 2_654_435_761) >>> 0).toString(36);
    return {
      email: `${mixed}.person${n}@example${n % companies}.test`,
      first: `First${mixed}`,
      last: `Last${round}-${n % 50_000}`,
      title: n % 3 === 0 ? "Head of Operations, Europe" : "Engineer",
      company: n % companies,
    };
  });
}

function csvOf(people: readonly Person[]): Buffer {
  const rows = people.map(
    ({ email, first, last, title, company }) =>
      `${email},${first},${last},"${title}","Company ${company}, Inc.",company${company}.test\n`,
  );
  return Buffer.from(`Email,First name,Last name,Title,Company,Website\n${rows.join("")}`);
}

/** The finished rows in COPY's text format, with the companies they belong to. */
function copyFileOf(workspaceId: string, people: readonly Person[], companyIds: readonly string[]): string {
  const machineNow = systemClock.machineNow();
  return people
    .map(({ email, first, last, title, company }) => {
      const values = [workspaceId, newIdAt(machineNow), email, email, first, last, title, companyIds[company]];
      return `${values.join("\t")}\t{}\n`;
    })
    .join("");
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

async function makeWorkspace(db: Database): Promise<string> {
  const id = randomUUID();
  await inWorkspace(db, id, (tx) =>
    tx.rows("insert into workspaces (id, name, mode) values ($1, 'bench', 'live')", [id]),
  );
  return id;
}

async function secondsOfCopy(db: Database, folder: string, people: readonly Person[]): Promise<number> {
  const workspaceId = await makeWorkspace(db);
  const companyIds = Array.from({ length: companies }, () => randomUUID());
  const file = join(folder, "people.copy");
  writeFileSync(file, copyFileOf(workspaceId, people, companyIds), { mode: 0o644 });
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query(
      "insert into companies (workspace_id, id, name) select $1, id, 'Company' from unnest($2::uuid[]) as n (id)",
      [workspaceId, companyIds],
    );
    // Else COPY would check its foreign keys by the plan of an empty table, four times slower.
    await client.query("analyze companies");
    return await timed(() =>
      client.query(
        `copy contacts (workspace_id, id, email, email_key, first_name, last_name, title, company_id, custom_fields)
         from '${file}'`,
      ),
    );
  } finally {
    await client.end();
  }
}

async function secondsOfImport(db: Database, log: Log, people: readonly Person[]): Promise<number> {
  const workspaceId = await makeWorkspace(db);
  const bytes = csvOf(people);
  const crm = { ledger: silentLedger };
  const seconds = await timed(async () => {
    const ports = { db, clock: systemClock, log, crm };
    const { counts } = await importCsv(ports, workspaceId, bytes, { fileName: "bench.csv" });
    if (counts.create !== people.length) throw new Error(`made ${JSON.stringify(counts)} of ${people.length} people`);
  });
  return seconds;
}

/** Measures both sides in turn on a database of its own; the ratio is the median of the rounds. */
export async function benchImport(rows = 100_000) {
  const log = createLog("warn");
  return inOwnDatabase(log, ({ db, folder }) => measure(db, { log, folder, rows }));
}

async function measure(db: Database, run: { log: Log; folder: string; rows: number }) {
  const measured: { copy: number; imported: number; ratio: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const people = makePeople(run.rows, round);
    // In turn first and second, so that neither always finds the warmer machine.
    const isCopyFirst = round % 2 === 0;
    const before = isCopyFirst ? await secondsOfCopy(db, run.folder, people) : null;
    const imported = await secondsOfImport(db, run.log, people);
    const copy = before ?? (await secondsOfCopy(db, run.folder, people));
    measured.push({ copy: run.rows / copy, imported: run.rows / imported, ratio: copy / imported });
  }
  const median = measured.sort((a, b) => a.ratio - b.ratio)[Math.floor(rounds / 2)];
  if (median === undefined) throw new Error("nothing was measured");
  return {
    bench: "import",
    rows: run.rows,
    copyRowsPerSecond: Math.round(median.copy),
    importRowsPerSecond: Math.round(median.imported),
    ratio: Number(median.ratio.toFixed(2)),
    goal,
  };
}

if (import.meta.main) console.log(JSON.stringify(await benchImport(Number(process.argv[2] ?? 100_000))));
