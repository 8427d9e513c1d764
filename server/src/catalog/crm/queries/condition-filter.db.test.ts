import { randomUUID } from "node:crypto";
import { asInstant } from "@haste/engine/base";
import { type Condition, conditionFields, customValue, type Facts, findField, holds } from "@haste/engine/condition";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  anyConditionOf,
  anyFact,
  anyTestOf,
  askableFields,
} from "../../../../../tests/support/condition-arbitraries.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../../tests/support/database.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { filterOf, type Walk, walkMatching } from "./condition-filter.ts";

const now = asInstant(Date.UTC(2026, 10, 5, 9, 30));
const around = { now, seed: "" };
const PEOPLE = 150;

let database: TestDatabase;
let workspaceId: string;
const people = new Map<string, Facts>();

/** A field that SQL can judge alone. */
const fields = askableFields.filter(({ name }) => filterOf({ field: name, op: "isSet" }, now, []).ok);

const text = fc.oneof(
  fc.constantFrom(
    "VP Sales",
    "sales",
    "Logistics",
    "Ærø",
    "İstanbul",
    "ΟΔΟΣ",
    "οδος",
    "a%b_c\\",
    "12.0",
    "007",
    "  ",
    "",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((raw) => raw.replaceAll("\0", "")),
);
const nullable = fc.option(text, { nil: null });
const customFields = fc.dictionary(fc.constantFrom("plan", "seats", "renewal", "a b", "__proto__"), anyFact);
const person = fc.record({
  firstName: nullable,
  lastName: nullable,
  title: nullable,
  timezone: fc.constantFrom(null, "Europe/Berlin", "UTC"),
  createdAt: fc.integer({ min: 0, max: now + 1e9 }),
  custom: customFields,
  tags: fc.array(text, { maxLength: 3 }),
  country: fc.constantFrom(null, "CA", "de"),
  consent: fc.option(
    fc.record({
      basis: fc.constantFrom("consent", "contract", "none"),
      day: fc.constantFrom(null, "2026-11-04", "2026-11-05", "2026-10-01", "2025-02-28"),
      source: nullable,
    }),
    { nil: null },
  ),
  company: fc.option(fc.record({ name: text, industry: nullable, custom: customFields }), { nil: null }),
});
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await seedWorkspace(database.db);
  for (const [at, drawn] of fc.sample(person, PEOPLE).entries()) await store(drawn, at);
});
afterAll(() => database.drop());

interface Stored {
  readonly basis: string;
  readonly kind: string | null;
  readonly day?: string | null;
  readonly source?: string | null;
}

/** The last of them stands. */
async function storeConsents(contactId: string, rows: readonly Stored[]): Promise<void> {
  for (const [at, { basis, kind, day = "2020-01-01", source = "Before" }] of rows.entries())
    await inWorkspace(database.db, workspaceId, (tx) =>
      tx.rows(
        `insert into consents (workspace_id, contact_id, number, basis, kind, given_on, source, origin, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'hand', 'Ada', $8)`,
        [workspaceId, contactId, at + 1, basis, kind, day, source, new Date(now)],
      ),
    );
}

async function store(drawn: Person, at: number): Promise<void> {
  const id = randomUUID();
  const email = `Person${at}@${at % 3 === 0 ? "example.com" : "sales.example"}`;
  const domain = at % 2 === 0 ? `acme${at}.example` : null;
  const companyId = drawn.company === null ? null : randomUUID();
  const json = (value: unknown) => JSON.stringify(value);
  await inWorkspace(database.db, workspaceId, async (tx) => {
    if (drawn.company !== null) {
      const { name, industry, custom } = drawn.company;
      await tx.rows(
        "insert into companies (workspace_id, id, name, domain, industry, custom_fields) values ($1, $2, $3, $4, $5, $6)",
        [workspaceId, companyId, name, domain, industry, json(custom)],
      );
    }
    await tx.rows(
      `insert into contacts (workspace_id, id, email, email_key, first_name, last_name, title, timezone, company_id,
         custom_fields, tags, created_at, archived_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        workspaceId,
        id,
        email,
        email.toLowerCase(),
        drawn.firstName,
        drawn.lastName,
        drawn.title,
        drawn.timezone,
        companyId,
        json({ ...drawn.custom, ...(drawn.country === null ? {} : { country: drawn.country }) }),
        drawn.tags,
        new Date(drawn.createdAt),
        isArchived(at) ? new Date(now) : null,
      ],
    );
  });
  const { consent } = drawn;
  const kind = consent?.basis === "consent" ? "inquiry" : null;
  if (consent !== null)
    await storeConsents(id, [
      { basis: "contract", kind: null },
      { ...consent, kind },
    ]);
  const stands = consent === null || consent.basis === "none" ? null : consent;
  // As JSON carries them: what it leaves out was never stored.
  const stored = (custom: object) => JSON.parse(json(custom)) as Record<string, unknown>;
  const custom = [stored(drawn.custom), drawn.company === null ? null : stored(drawn.company.custom)];
  const columns: Record<string, unknown> = {
    "contact.firstName": drawn.firstName,
    "contact.lastName": drawn.lastName,
    "contact.email": email,
    "contact.domain": email.split("@")[1],
    "contact.title": drawn.title,
    "contact.timezone": drawn.timezone,
    "contact.owner": null,
    "contact.tags": drawn.tags,
    "contact.createdAt": new Date(drawn.createdAt).toISOString(),
    "contact.country": drawn.country,
    "contact.legalBasis": stands?.basis ?? null,
    "contact.consentKind": stands === null ? null : kind,
    "contact.consentDate": stands?.day ?? null,
    "contact.consentSource": stands?.source ?? null,
    "company.name": drawn.company?.name ?? null,
    "company.domain": drawn.company === null ? null : domain,
    "company.industry": drawn.company?.industry ?? null,
  };
  if (isArchived(at)) return;
  people.set(id, {
    valueOf: (field) => (field.startsWith("custom.") ? customValue(field.slice(7), custom) : columns[field]),
  });
}

async function found(condition: Condition, batch = PEOPLE): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const walk: Walk = { condition, now, after, batch };
    const walked = await inWorkspace(database.db, workspaceId, (tx) => walkMatching(tx, walk));
    if (!walked.ok) throw new Error(`${walked.error.field} is not filterable`);
    ids.push(...walked.value.matching);
    after = walked.value.next;
  } while (after !== null);
  return ids;
}

/** Nobody whom a filter shows. */
function isArchived(at: number): boolean {
  return at % 10 === 9;
}

function expected(condition: Condition): string[] {
  return [...people]
    .filter(([, facts]) => holds(condition, facts, around))
    .map(([id]) => id)
    .sort();
}

test("a filter finds exactly the people for whom its one test holds", async () => {
  expect(fields.length).toBeGreaterThan(13);
  await fc.assert(
    fc.asyncProperty(anyTestOf(fields), async (one) => {
      expect(await found(one)).toEqual(expected(one));
    }),
    { numRuns: 400 },
  );
});

test("a filter of several tests finds exactly the people for whom all of it holds", async () => {
  await fc.assert(
    fc.asyncProperty(anyConditionOf(fields), async (condition) => {
      expect(await found(condition)).toEqual(expected(condition));
    }),
    { numRuns: 150 },
  );
});

test("people found batch by batch are the people found at once", async () => {
  const condition: Condition = { field: "contact.domain", op: "eq", value: "example.com" };
  expect(await found(condition, 7)).toEqual(expected(condition));
  expect(expected(condition)).toHaveLength((PEOPLE / 3) * 0.9);
});

test("what somebody filters by is compared, never run", async () => {
  for (const value of ["'; drop table contacts; --", "\\'", "$1", "\0", "%", "_"]) {
    for (const field of ["contact.title", "custom.plan", `custom.'); drop table contacts; --`]) {
      const condition: Condition = { field, op: "contains", value };
      expect(await found(condition)).toEqual(expected(condition));
    }
  }
});

test("a filter by what only a sequence knows is refused by the name of the field", () => {
  const enrolled = conditionFields.filter(({ about }) => about === "enrollment");
  expect(enrolled.length).toBeGreaterThan(5);
  for (const { name } of enrolled) {
    expect(filterOf({ any: [{ field: name, op: "isSet" }] }, now, [])).toEqual({
      ok: false,
      error: { code: "not_filterable", field: name },
    });
  }
  expect(findField("custom.plan")?.about).toBe("person");
});
