import { randomUUID } from "node:crypto";
import type { ImportVerdict } from "@haste/contract/nouns/crm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { silentLedger } from "../../../../../tests/support/silent-ledger.ts";
import { asCaller } from "../../../../../tests/support/work-context.ts";
import { manualClock } from "../../../platform/clock/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import type { JobRun } from "../../../platform/jobs/index.ts";
import { findContactPage } from "../list-contacts.ts";
import type { CrmPorts } from "../ports.ts";
import { findImport } from "../queries/imports.ts";
import { createContact } from "../save-contact.ts";
import { changeMapping, correctRow } from "./change.ts";
import { writeErrorFile } from "./error-file.ts";
import { type ImportCsvOptions, importCsv } from "./import-csv.ts";
import { findRowPage } from "./list.ts";
import { crmJobs, startImport } from "./run.ts";
import { importToWire } from "./to-wire.ts";
import { uploadImport } from "./upload.ts";

const clock = manualClock(new Date("2026-11-23T10:00:00.000Z"));
let database: TestDatabase;
let workspaceId: string;
let changed: string[];
const ports: CrmPorts = {
  ledger: { ...silentLedger, contactsChanged: async (_ctx, ids) => void changed.push(...ids) },
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db);
  changed = [];
});

function as<T>(work: (ctx: RequestContext) => Promise<T>, workspace = workspaceId): Promise<T> {
  clock.advance(1);
  return asCaller({ db: database.db, workspaceId: workspace, now: clock.machineNow() }, work);
}

function importText(text: string, options: Partial<ImportCsvOptions> = {}, workspace = workspaceId) {
  clock.advance(1);
  const all = { db: database.db, clock, log: testLog, crm: ports };
  return importCsv(all, workspace, Buffer.from(text), { fileName: "people.csv", ...options });
}

function upload(text: string) {
  return as((ctx) => uploadImport(ctx, { fileName: "people.csv", bytes: Buffer.from(text) }));
}

/** Runs the started job as the queue would; `until` ends a batch in the middle. */
async function runJob(jobId: string, until: (batches: number) => void = () => {}): Promise<void> {
  const [job] = crmJobs(ports);
  const row = await as((ctx) => ctx.tx.rows<{ input: unknown }>("select input from jobs where id = $1", [jobId]));
  let batches = 0;
  const run: Partial<JobRun> = {
    input: row[0]?.input,
    saveProgress: async () => {},
    batch: (work) =>
      as(async (ctx) => {
        const result = await work(ctx);
        batches += 1;
        until(batches);
        return result;
      }),
  };
  await job?.run(run as JobRun);
}

async function rowsOf(importId: string, verdict?: ImportVerdict) {
  const page = await as((ctx) => findRowPage(ctx, importId, { limit: 200, "filter[verdict]": verdict }));
  return page.data;
}

async function people(workspace = workspaceId) {
  const page = await as((ctx) => findContactPage(ctx, { limit: 200, include: "total", sort: "createdAt" }), workspace);
  return page.data;
}

async function suppress(emailKey: string): Promise<void> {
  await as((ctx) =>
    ctx.tx.rows(
      `insert into suppressions (workspace_id, id, email_key, reason, source, created_at)
       values ($1, $2, $3, 'unsubscribe', 'test', $4)`,
      [workspaceId, randomUUID(), emailKey, ctx.now],
    ),
  );
}

const header = "E-Mail;Vorname;Firma;Webseite\n";

describe("importing", () => {
  test("a list becomes contacts and companies, in the order of the file", async () => {
    const { counts } = await importText(
      `\uFEFF${header}ada@example.com;Ada;"Müller; Söhne";www.mueller.de\nbob@example.com;Bob;Müller;mueller.de\n`,
    );
    expect(counts).toEqual({ create: 2 });
    const [ada, bob] = await people();
    expect(ada).toMatchObject({ email: "ada@example.com", firstName: "Ada", company: { name: "Müller; Söhne" } });
    expect(bob?.companyId).toBe(ada?.companyId);
  });

  test("the same file twice changes nobody", async () => {
    const text = `${header}ada@example.com;Ada;Acme;acme.com\nbob@example.com;Bob;Acme;\ncy@example.com;;;\n`;
    await importText(text);
    const before = await people();
    expect((await importText(text)).counts).toEqual({ unchanged: 3 });
    expect(await people()).toEqual(before);
    expect(changed).toEqual([]);
  });

  test("empty cells fill nothing away, new ones are taken, and held emails of changed people are planned again", async () => {
    const old = await as((ctx) =>
      createContact(ctx, ports, { email: "ada@example.com", title: "CTO", customFields: { shoe: 38, phone: "1" } }),
    );
    const { counts } = await importText("Email,First Name,Title,Phone\nADA@example.com,Ada,,2\n", {
      mapping: { Email: "email", "First Name": "firstName", Title: "title", Phone: "custom.phone" },
    });
    expect(counts).toEqual({ update: 1 });
    expect((await people())[0]).toMatchObject({
      id: old.id,
      firstName: "Ada",
      title: "CTO",
      customFields: { shoe: 38, phone: "2" },
      version: 2,
    });
    expect(changed).toEqual([old.id]);
  });

  test("broken rows are kept with their reason and stop nobody else", async () => {
    const text =
      "email,first,note\n" +
      "a@example.com,A,x\n" +
      'b@example.com,"B,x\n' +
      "c@example.com,C\n" +
      "d@example.com,D,x,y\n" +
      "e@example.com,E\0,x\n" +
      `f@example.com,F,${"x".repeat(1_000_000)}\n` +
      "nonsense,G,x\n" +
      ",H,x\n" +
      'i@example.com,I,"two\nlines"\n';
    const { importId, counts, rowCount } = await importText(text, { mapping: { email: "email", first: "firstName" } });
    expect(rowCount).toBe(9);
    expect(counts).toEqual({ create: 2, invalid: 7 });
    expect((await people()).map((contact) => contact.email)).toEqual(["a@example.com", "i@example.com"]);
    expect((await rowsOf(importId, "invalid")).map((row) => [row.row, row.code])).toEqual([
      [2, "unclosed_quote"],
      [3, "too_few_columns"],
      [4, "too_many_columns"],
      [5, "nul_character"],
      [6, "cell_too_long"],
      [7, "address_without_at"],
      [8, "address_missing"],
    ]);
    expect((await rowsOf(importId, "invalid"))[2]?.cells).toEqual({
      email: "d@example.com",
      first: "D",
      note: "x",
      "(extra 1)": "y",
    });
  });

  test("of several rows with one address the first is taken and the others are told, across batches too", async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => `p${n % 1_200}@example.com,P${n}\n`);
    const { importId, counts } = await importText(`email,first name\n${rows.join("")}`);
    expect(counts).toEqual({ create: 1_200, invalid: 1_300 });
    const [first] = await rowsOf(importId, "invalid");
    expect(first).toMatchObject({ row: 1_201, code: "duplicate_in_file" });
    expect(first?.detail).toContain("Row 1 ");
  });

  test("duplicates are found by the column that is mapped, whichever was guessed", async () => {
    const rows = Array.from({ length: 1_500 }, (_, n) => `a${n}@example.com,b${n % 1_200}@example.com\n`).join("");
    const file = await upload(`email,private mail\n${rows}`);
    expect(file.mapping).toEqual({ email: "email" });
    await as((ctx) => changeMapping(ctx, file.id, { "private mail": "email" }));
    await runJob((await as((ctx) => startImport(ctx, file.id, false))).id);
    const counts = { create: 1_200, invalid: 300 };
    expect(await as((ctx) => findImport(ctx.tx, file.id))).toMatchObject({ counts, keyedBy: "private mail" });
    await runJob((await as((ctx) => startImport(ctx, file.id, false))).id);
    expect(await as((ctx) => findImport(ctx.tx, file.id))).toMatchObject({
      counts: { unchanged: 1_200, invalid: 300 },
    });
  });

  test("each row that became somebody leads to the contact", async () => {
    const known = await as((ctx) => createContact(ctx, ports, { email: "bob@example.com" }));
    const { importId } = await importText("email,first name\nada@example.com,Ada\nbob@example.com,\n");
    const [ada] = (await people()).filter((contact) => contact.email === "ada@example.com");
    expect((await rowsOf(importId)).map((row) => [row.verdict, row.contactId])).toEqual([
      ["create", ada?.id],
      ["unchanged", known.id],
    ]);
    expect((await rowsOf(importId, "create")).map((row) => row.row)).toEqual([1]);
  });

  test("whoever unsubscribed is not brought back and not changed by any list", async () => {
    await as((ctx) => createContact(ctx, ports, { email: "ada@example.com", firstName: "Ada" }));
    await suppress("ada@example.com");
    await suppress("new@example.com");
    const { counts, importId } = await importText("email,first name\nADA@example.com,Changed\nnew@example.com,New\n");
    expect(counts).toEqual({ suppressed: 2 });
    expect(await people()).toMatchObject([
      { firstName: "Ada", version: 1, mailable: { ok: false, reason: "unsubscribe" } },
    ]);
    expect((await rowsOf(importId))[0]).toMatchObject({ verdict: "suppressed", code: "unsubscribe" });
  });

  test("a dry run tells what would happen and touches nobody; the run then does just that", async () => {
    await as((ctx) => createContact(ctx, ports, { email: "bob@example.com" }));
    await suppress("cy@example.com");
    const text = `${header}ada@example.com;Ada;Acme;\nbob@example.com;Bob;;\ncy@example.com;;;\nada@example.com;;;\n`;
    const dry = await importText(text, { isDry: true });
    expect(dry.counts).toEqual({ create: 1, update: 1, suppressed: 1, invalid: 1 });
    expect(await people()).toHaveLength(1);
    const job = await as((ctx) => startImport(ctx, dry.importId, false));
    await runJob(job.id);
    const file = importToWire((await as((ctx) => findImport(ctx.tx, dry.importId))) as never);
    expect(file).toMatchObject({ status: "done", counts: { ...dry.counts, unchanged: 0 } });
    expect(await people()).toHaveLength(2);
  });

  test("people made by somebody else in the middle of a run are updated instead of lost or doubled", async () => {
    const rows = Array.from({ length: 300 }, (_, n) => `p${n}@example.com,List\n`).join("");
    const both = await Promise.all([
      importText(`email,first name\n${rows}`),
      importText(`email,last name\n${rows.replaceAll("List", "Other")}`),
    ]);
    expect(both[0].counts.create ?? 0).toBe(300 - (both[0].counts.update ?? 0));
    const everybody = await as((ctx) =>
      ctx.tx.rows<{ first: string; last: string }>(
        "select first_name as first, last_name as last from contacts where workspace_id = $1",
        [workspaceId],
      ),
    );
    expect(everybody).toHaveLength(300);
    expect(everybody.every(({ first, last }) => first === "List" && last === "Other")).toBe(true);
  });

  test("a file that cannot be read is refused with a sentence and leaves nothing behind", async () => {
    await expect(importText("")).rejects.toMatchObject({ code: "import_unreadable" });
    await expect(importText("email,name\n")).rejects.toMatchObject({ code: "import_unreadable" });
    await expect(importText("a,b\nc,d\n")).rejects.toMatchObject({ code: "mapping_incomplete" });
    expect(await as((ctx) => ctx.tx.rows("select 1 from import_rows where workspace_id = $1", [workspaceId]))).toEqual(
      [],
    );
  });

  test("another workspace sees neither the file nor its rows, and may have the same people", async () => {
    const { importId } = await importText(`${header}ada@example.com;Ada;Acme;acme.com\n`);
    const other = await seedWorkspace(database.db);
    expect(await as((ctx) => findImport(ctx.tx, importId), other)).toBeNull();
    for (const attempt of [
      (ctx: RequestContext) => findRowPage(ctx, importId, { limit: 9 }),
      (ctx: RequestContext) => writeErrorFile(ctx, importId),
      (ctx: RequestContext) => startImport(ctx, importId, false),
      (ctx: RequestContext) => changeMapping(ctx, importId, {}),
      (ctx: RequestContext) => correctRow(ctx, ports, { importId, rowNo: 1, cells: {} }),
    ]) {
      await expect(as<unknown>(attempt, other)).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await importText(`${header}ada@example.com;Ada;Acme;acme.com\n`, {}, other)).counts).toEqual({ create: 1 });
    expect((await people(other))[0]?.companyId).not.toBe((await people())[0]?.companyId);
  });
});

describe("imports as jobs", () => {
  const manyRows = `email,first name\n${Array.from({ length: 2_500 }, (_, n) => `p${n}@example.com,P${n}\n`).join("")}`;

  test("a run that was killed goes on behind its last whole batch and counts nobody twice", async () => {
    const { id } = await upload(manyRows);
    const job = await as((ctx) => startImport(ctx, id, false));
    const killed = runJob(job.id, (batches) => {
      if (batches === 2) throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    expect(await as((ctx) => findImport(ctx.tx, id))).toMatchObject({ judged: 1_000, counts: { create: 1_000 } });
    await runJob(job.id);
    expect(await as((ctx) => findImport(ctx.tx, id))).toMatchObject({
      status: "done",
      judged: 2_500,
      counts: { create: 2_500 },
    });
  });

  test("while a run is open a second one and a new mapping are refused; a canceled one says so and can begin anew", async () => {
    const { id } = await upload(manyRows);
    const job = await as((ctx) => startImport(ctx, id, true));
    const refused = { code: "invalid_status" };
    await expect(as((ctx) => startImport(ctx, id, false))).rejects.toMatchObject(refused);
    await expect(as((ctx) => changeMapping(ctx, id, { email: "email" }))).rejects.toMatchObject(refused);
    await as((ctx) => ctx.tx.rows("update jobs set status = 'canceled' where workspace_id = $1", [workspaceId]));
    expect(importToWire((await as((ctx) => findImport(ctx.tx, id))) as never).status).toBe("canceled");
    const second = await as((ctx) => startImport(ctx, id, true));
    await runJob(job.id);
    expect(await as((ctx) => findImport(ctx.tx, id))).toMatchObject({ judged: 0, counts: {} });
    await runJob(second.id);
    expect(await as((ctx) => findImport(ctx.tx, id))).toMatchObject({ status: "checked", counts: { create: 2_500 } });
  });

  test("without a column of addresses nothing is started", async () => {
    const { id } = await upload("a,b\n1,2\n");
    await expect(as((ctx) => startImport(ctx, id, true))).rejects.toMatchObject({ code: "mapping_incomplete" });
  });

  test("a new mapping makes every verdict undone", async () => {
    const { importId } = await importText("email,other\nada@example.com,x@example.com\n", { isDry: true });
    expect((await rowsOf(importId))[0]?.verdict).toBe("create");
    const file = await as((ctx) => changeMapping(ctx, importId, { other: "email" }));
    expect(importToWire(file)).toMatchObject({ status: "uploaded", counts: { create: 0 } });
    expect((await rowsOf(importId))[0]?.verdict).toBeNull();
  });

  test("rows are walked page by page, by verdict, with a total that costs no counting", async () => {
    const { importId } = await importText(
      `email\n${Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? `p${n}@example.com\n` : `x${n}\n`)).join("")}`,
    );
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, cursor, include: "total", "filter[verdict]": "invalid" as const };
      const page = await as((ctx) => findRowPage(ctx, importId, query));
      expect(page.page.total).toBe(5);
      seen.push(...page.data.map((row) => row.row));
      cursor = page.page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([2, 4, 6, 8, 10]);
  });
});

describe("mending rows", () => {
  test("a row corrected before the run is checked at once and imported by the run", async () => {
    const { importId } = await importText('email,first name\n"ada@example.com,Ada\n', { isDry: true });
    expect((await rowsOf(importId))[0]).toMatchObject({ verdict: "invalid", code: "unclosed_quote" });
    const cells = { email: "ada@example.com", "first name": '"Ada", =1' };
    const { row } = await as((ctx) => correctRow(ctx, ports, { importId, rowNo: 1, cells }));
    expect(row).toMatchObject({ verdict: "create", fault: null });
    expect(await as((ctx) => findImport(ctx.tx, importId))).toMatchObject({ counts: { create: 1, invalid: 0 } });
    expect((await rowsOf(importId))[0]?.cells).toEqual(cells);
    await runJob((await as((ctx) => startImport(ctx, importId, false))).id);
    expect(await people()).toMatchObject([{ firstName: '"Ada", =1' }]);
  });

  test("a row corrected after the run is imported at once", async () => {
    const { importId } = await importText("email,first name\nada(at)example.com,Ada\n");
    const correct = (email: string) => as((ctx) => correctRow(ctx, ports, { importId, rowNo: 1, cells: { email } }));
    expect((await correct("ada@")).row).toMatchObject({ verdict: "invalid", code: "address_without_at" });
    expect((await correct("ada@example.com")).row).toMatchObject({ verdict: "create" });
    expect(await people()).toMatchObject([{ email: "ada@example.com", firstName: "Ada" }]);
    expect(await as((ctx) => findImport(ctx.tx, importId))).toMatchObject({ counts: { create: 1, invalid: 0 } });
  });

  test("a correction that names no column of the file is refused", async () => {
    const { importId } = await importText("email\nx\n");
    const wrong = as((ctx) => correctRow(ctx, ports, { importId, rowNo: 1, cells: { nope: "x" } }));
    await expect(wrong).rejects.toMatchObject({ code: "invalid_request" });
    const nowhere = as((ctx) => correctRow(ctx, ports, { importId, rowNo: 9, cells: {} }));
    await expect(nowhere).rejects.toMatchObject({ code: "not_found" });
  });

  test("the file of errors keeps the original columns, runs no formula, and imports again to the original values", async () => {
    const text = `Email;Phone;"Note; long"\nnonsense;+49 30;=HYPERLINK("http://evil.example")\nada@example.com;1\n-x;@y;'=z\n`;
    const { importId } = await importText(text, { mapping: { Email: "email", Phone: "custom.phone" } });
    const { fileName, text: errors } = await as((ctx) => writeErrorFile(ctx, importId));
    expect(fileName).toBe("people-errors.csv");
    const lines = errors.replace("\uFEFF", "").split("\r\n");
    expect(lines[0]).toBe('Import error;Import error detail;Email;Phone;"Note; long"');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.replaceAll('"', "")).not.toMatch(/(?:^|;)[=+\-@\t\r]/);
    const again = await upload(errors);
    expect(again.mapping).toEqual({ Email: "email" });
    const rows = await rowsOf(again.id);
    expect(rows.map((row) => [row.cells.Email, row.cells.Phone, row.cells["Note; long"]])).toEqual([
      ["nonsense", "+49 30", '=HYPERLINK("http://evil.example")'],
      ["ada@example.com", "1", undefined],
      ["-x", "@y", "=z"],
    ]);
    expect(rows[1]?.code).toBe("too_few_columns");
    const thrice = await as((ctx) => writeErrorFile(ctx, again.id));
    expect(thrice.text.split("\r\n")[0]).toBe(errors.split("\r\n")[0]);
  });
});
