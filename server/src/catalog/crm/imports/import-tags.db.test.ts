import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
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
import { findContactPage } from "../list-contacts.ts";
import type { CrmPorts } from "../ports.ts";
import { createContact } from "../save-contact.ts";
import { type ImportCsvOptions, importCsv } from "./import-csv.ts";
import { findRowPage } from "./list.ts";

const clock = manualClock(new Date("2026-11-23T10:00:00.000Z"));
let database: TestDatabase;
let workspaceId: string;
let changed: string[];
const ports: CrmPorts = {
  ledger: {
    ...silentLedger,
    contactsChanged: async (_ctx, ids) => void changed.push(...ids),
    tagged: async (_ctx, put) => void changed.push(...put.map(({ tags }) => `tagged ${tags.join()}`)),
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db);
  changed = [];
});

function as<T>(work: (ctx: RequestContext) => Promise<T>): Promise<T> {
  clock.advance(1);
  return asCaller({ db: database.db, workspaceId, now: clock.machineNow() }, work);
}

function importText(text: string, options: Partial<ImportCsvOptions> = {}) {
  const all = { db: database.db, clock, log: testLog, crm: ports };
  return importCsv(all, workspaceId, Buffer.from(text), { fileName: "people.csv", ...options });
}

const people = async () => (await as((ctx) => findContactPage(ctx, { limit: 50 }))).data;
const rowsOf = async (importId: string) => (await as((ctx) => findRowPage(ctx, importId, { limit: 50 }))).data;

test("tags of a column are put on people, added on the next list and never taken off by one", async () => {
  const first = await importText('email,tags\nada@example.com,"Fair 2026, VIP, vip"\nbob@example.com,\n');
  expect(first.counts).toEqual({ create: 2 });
  expect(changed).toEqual([]);
  const again = 'email,Labels\nADA@example.com,"Customer; Berlin, Mitte;VIP"\nbob@example.com,\n';
  const dry = await importText(again, { isDry: true });
  expect(dry.counts).toEqual({ update: 1, unchanged: 1 });
  expect((await rowsOf(dry.importId))[0]?.detail).toBe("Adds the tags Customer, Berlin, Mitte.");
  await importText(again);
  const tags = (await people()).map((contact) => [contact.email, contact.tags]);
  expect(Object.fromEntries(tags)).toEqual({
    "ada@example.com": ["Fair 2026", "VIP", "Customer", "Berlin, Mitte"],
    "bob@example.com": [],
  });
  expect(changed.slice(1)).toEqual(["tagged Customer,Berlin, Mitte"]);
  expect((await importText(again)).counts).toEqual({ unchanged: 2 });
});

test("a cell with a tag too long, or with too many for its contact, keeps the row out", async () => {
  await as((ctx) =>
    createContact(ctx, ports, { email: "bob@example.com", tags: Array.from({ length: 99 }, (_, n) => `t${n}`) }),
  );
  const { importId } = await importText(`email,tags\nada@example.com,${"x".repeat(101)}\nbob@example.com,T1;one;two\n`);
  expect((await rowsOf(importId)).map((row) => [row.verdict, row.code])).toEqual([
    ["invalid", "tag_too_long"],
    ["invalid", "too_many_tags"],
  ]);
});
