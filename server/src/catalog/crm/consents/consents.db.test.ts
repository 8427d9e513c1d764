import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { onServer } from "../../../../../tests/support/cluster.ts";
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
import { importCsv } from "../imports/import-csv.ts";
import type { CrmPorts } from "../ports.ts";
import { listConsents } from "../queries/consents.ts";
import { findContactIdByKey } from "../queries/contacts.ts";
import { changeContact, createContact } from "../save-contact.ts";
import { type ConsentInput, recordConsent, recordConsents } from "./record-consent.ts";

const clock = manualClock(new Date("2026-11-23T10:00:00.000Z"));
let database: TestDatabase;
let workspaceId: string;
let told: string[];
const ports: CrmPorts = {
  ledger: { ...silentLedger, contactsChanged: async (_ctx, ids) => void told.push(...ids) },
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db);
  told = [];
});

function as<T>(work: (ctx: RequestContext) => Promise<T>): Promise<T> {
  return asCaller({ db: database.db, workspaceId, now: clock.machineNow() }, work);
}

async function create(customFields: Record<string, unknown> = {}): Promise<string> {
  const email = `${randomUUID()}@reader.example`;
  return (await as((ctx) => createContact(ctx, ports, { email, customFields }))).id;
}

const record = (id: string, input: ConsentInput) => as((ctx) => recordConsent(ctx, ports, id, input));
/** `purchase 2026-01-02 Shop`, the newest first. */
async function historyOf(id: string): Promise<string[]> {
  const rows = await as((ctx) => listConsents(ctx.tx, id, 10));
  return rows.map(({ basis, kind, givenOn, source }) => [kind ?? basis, givenOn, source].filter(Boolean).join(" "));
}

test("what custom fields of contacts said before becomes their first record, and nothing is made of what says nothing", async () => {
  const asked: [Record<string, unknown>, string[]][] = [
    [
      { legalBasis: " Inquiry ", consentDate: "2026-05-02T10:00:00Z", consentSource: "Fair" },
      ["inquiry 2026-05-02 Fair"],
    ],
    [{ legalBasis: "legitimate_interest", consentDate: "2026-02-30" }, ["legitimate_interest"]],
    [{ legalBasis: "sure" }, []],
    [{ consentDate: "2026-05-02", consentSource: "Fair" }, []],
    [{ legalBasis: ["express"] }, []],
  ];
  const ids = asked.map(() => randomUUID());
  for (const [at, [fields]] of asked.entries())
    await as((ctx) =>
      ctx.tx.rows(
        `insert into contacts (workspace_id, id, email, email_key, custom_fields) values ($1, $2, $3, $3, $4)`,
        [workspaceId, ids[at], `old${at}@reader.example`, JSON.stringify(fields)],
      ),
    );
  const migration = new URL("../../../../migrations/0084_consents_of_custom_fields.sql", import.meta.url);
  await onServer(database.url, readFileSync(migration, "utf8"));
  for (const [at, [, expected]] of asked.entries()) expect(await historyOf(ids[at] ?? "")).toEqual(expected);
});

test("a record replaces the one before as a whole, which stays; the same again changes nothing", async () => {
  const id = await create();
  const purchase = { basis: "consent", kind: "purchase", givenOn: "2026-01-02", source: " Shop " } as const;
  await record(id, purchase);
  await record(id, purchase);
  await record(id, { basis: "consent", kind: "express" });
  await record(id, { basis: "none" });
  expect(await historyOf(id)).toEqual(["none", "express", "purchase 2026-01-02 Shop"]);
  expect(told).toEqual([id, id, id]);
});

test.each([
  [{ basis: "consent" }, "/kind"],
  [{ basis: "consent", kind: "inquiry" }, "/givenOn"],
  [{ basis: "contract", givenOn: "2026-12-24" }, "/givenOn"],
  [{ basis: "contract", proof: "a\0b" }, "/proof"],
] satisfies [ConsentInput, string][])("a record of %j is refused at %s", async (input, pointer) => {
  const id = await create();
  await expect(record(id, input)).rejects.toMatchObject({ options: { errors: [{ pointer }] } });
});

test("nobody can change or remove a record, not even the product", async () => {
  const id = await create();
  await record(id, { basis: "contract" });
  for (const statement of ["update consents set basis = 'none'", "delete from consents"])
    await expect(as((ctx) => ctx.tx.rows(statement, []))).rejects.toThrow("permission denied");
});

test("many get the same record at once, and whoever has it or is not there is left as they are", async () => {
  const [first, second] = [await create(), await create()];
  const input = { basis: "legitimate_interest", source: "Their site" } as const;
  await record(first, input);
  const answer = await as((ctx) => recordConsents(ctx, ports, [first, second, randomUUID()], input));
  expect(answer).toEqual({ recorded: 1, unchanged: 1 });
  expect(await historyOf(second)).toEqual(["legitimate_interest Their site"]);
});

test("programs that still write the custom fields make records, and what they take away is withdrawn", async () => {
  const id = await create({ legalBasis: "express", consentDate: "2026-03-01", plan: "Pro" });
  const change = (customFields: Record<string, unknown>) =>
    as((ctx) => changeContact(ctx, ports, { id, checkVersion: () => {} }, { customFields }));
  await change({ legalBasis: "express", consentDate: "2026-03-01", plan: "Free" });
  await change({ legalBasis: "purchase", consentDate: "2026-04-01" });
  await change({ plan: "Free" });
  await change({ plan: "Free", consentSource: "Fair" });
  await change({ legalBasis: "contract" });
  await change({ legalBasis: "see contract" });
  expect(await historyOf(id)).toEqual(["none", "contract", "none", "purchase 2026-04-01", "express 2026-03-01"]);
});

test("a list records what its columns say of consent, again only where it says something else", async () => {
  const all = { db: database.db, clock, log: testLog, crm: ports };
  const importText = (text: string) => importCsv(all, workspaceId, Buffer.from(text), { fileName: "people.csv" });
  const header = "Email,Legal basis,Consent date,Consent source\n";
  const ada = "ada@acme.example,inquiry,2026-11-02,Fair\n";
  expect((await importText(`${header}${ada}bob@acme.example,yes,,\ncy@acme.example,,,\n`)).counts).toEqual({
    ...{ create: 2, invalid: 1 },
  });
  expect((await importText(`${header}${ada}cy@acme.example,contract,,\n`)).counts).toEqual({ unchanged: 1, update: 1 });
  const idOf = (email: string) => as(async (ctx) => (await findContactIdByKey(ctx.tx, email)) ?? "");
  expect(await historyOf(await idOf("ada@acme.example"))).toEqual(["inquiry 2026-11-02 Fair"]);
  expect(await historyOf(await idOf("cy@acme.example"))).toEqual(["contract"]);
});
