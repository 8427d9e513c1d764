import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createTestDatabase,
  seedWorkspace,
  type TestDatabase,
  testLog,
} from "../../../../../tests/support/database.ts";
import { silentLedger } from "../../../../../tests/support/silent-ledger.ts";
import { asCaller } from "../../../../../tests/support/work-context.ts";
import { systemClock } from "../../../platform/clock/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { importCsv } from "../../crm/index.ts";
import { createSnippet, createTemplate } from "../../templates/index.ts";
import { buildDemoWorld, type DemoWorldPorts } from "./build-demo-world.ts";

let database: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await seedWorkspace(database.db);
});
afterAll(() => database.drop());

const caller = () => ({ db: database.db, workspaceId, now: systemClock.machineNow() });
const query = <R extends object>(text: string, ...values: unknown[]) =>
  inWorkspace(database.db, workspaceId, (tx) => tx.rows<R>(text, [workspaceId, ...values]));

test("the demo world is made by the product's own import and use cases, and completed after a crash, not doubled", async () => {
  const done: string[] = [];
  let crashAt = "enroll The dock queue";
  const step = (what: string) => {
    done.push(what);
    if (what === crashAt) throw new Error("crashed");
  };
  const ports: DemoWorldPorts = {
    restorePast: null,
    async importDemoContacts(file) {
      const crm = { ledger: silentLedger };
      const { fileName, bytes, mapping } = file;
      const options = { fileName, mapping, isDemo: true };
      await importCsv({ db: database.db, clock: systemClock, log: testLog, crm }, workspaceId, bytes, options);
    },
    createSnippet: ({ choices, ...snippet }) =>
      asCaller(caller(), (ctx) =>
        createSnippet(ctx, { ...snippet, ...(choices && { kind: "group", choices: [...choices] }) }),
      ),
    async createTemplate({ tags, ...template }) {
      await asCaller(caller(), (ctx) => createTemplate(ctx, { ...template, tags: [...tags] }));
    },
    async createSequence({ name }) {
      step(`create ${name}`);
      const id = randomUUID();
      await query("insert into email_sequences (workspace_id, id, name) values ($1, $2, $3)", id, name);
      return { id };
    },
    async activateSequence(id) {
      const [row] = await query<{ name: string }>(
        "update email_sequences set status = 'active' where workspace_id = $1 and id = $2 returning name",
        id,
      );
      step(`activate ${row?.name}`);
    },
    async enroll(id, contactIds) {
      const [row] = await query<{ name: string }>(
        "select name from email_sequences where workspace_id = $1 and id = $2",
        id,
      );
      step(`enroll ${row?.name}`);
      await query(
        `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version)
         select $1, gen_random_uuid(), $2, unnest($3::uuid[]), 1`,
        id,
        contactIds,
      );
    },
  };
  const place = { db: database.db, workspaceId };
  await expect(buildDemoWorld(place, ports)).rejects.toThrow("crashed");
  crashAt = "";
  await buildDemoWorld(place, ports);
  await buildDemoWorld(place, ports);
  expect(done).toEqual([
    ...["Big yards, by hand", "After the port fair", "Winter plan", "The dock queue"].flatMap((name) => [
      `create ${name}`,
      `activate ${name}`,
      `enroll ${name}`,
    ]),
    "enroll The dock queue",
  ]);
  const people = await query<{ n: number; demo: number; spoken: number; placed: number; zoned: number }>(
    `select count(*)::int as n, (count(*) filter (where is_demo))::int as demo,
            (count(*) filter (where custom_fields ? 'language'))::int as spoken,
            count(company_id)::int as placed, count(timezone)::int as zoned from contacts where workspace_id = $1`,
  );
  expect(people).toEqual([{ n: 200, demo: 200, spoken: 200, placed: 200, zoned: 200 }]);
  const words = await query<{ templates: number; snippets: number; groups: number }>(
    `select (select count(*) from email_templates where workspace_id = $1)::int as templates,
            count(*)::int as snippets, (count(*) filter (where kind = 'group'))::int as groups
       from snippets where workspace_id = $1`,
  );
  expect(words).toEqual([{ templates: 5, snippets: 5, groups: 1 }]);
  const enrolled = await query<{ n: number }>(
    "select count(*)::int as n from sequence_enrollments where workspace_id = $1",
  );
  expect(enrolled).toEqual([{ n: 132 }]);
});
