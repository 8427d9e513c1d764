import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { silentLedger } from "../../../../tests/support/silent-ledger.ts";
import { asCaller } from "../../../../tests/support/work-context.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { archiveContact } from "./archive-contact.ts";
import { findCompanyPage } from "./list-companies.ts";
import { type ContactQuery, findContactPage } from "./list-contacts.ts";
import type { CrmPorts } from "./ports.ts";
import { findCompany } from "./queries/companies.ts";
import { findContact } from "./queries/contacts.ts";
import { archiveCompany, changeCompany, createCompany } from "./save-company.ts";
import { type ContactFields, changeContact, createContact } from "./save-contact.ts";
import { contactToWire } from "./to-wire.ts";

const now = new Date("2026-11-23T10:00:00.000Z");
/** Each request a millisecond later, as on a real clock: lists are sorted by when people were made. */
let elapsedMs = 0;
const anyVersion = () => {};

let database: TestDatabase;
let workspaceId: string;
let told: string[];
const ports: CrmPorts = {
  ledger: {
    ...silentLedger,
    stopContact: async (_ctx, contactId, reason) => void told.push(`stop ${contactId} ${reason}`),
    contactsChanged: async (_ctx, ids) => void told.push(`changed ${ids.join()}`),
    dealReached: async (_ctx, ids, { stage }) => void told.push(`reached ${ids.join()} ${stage}`),
    tagged: async (_ctx, put) =>
      void told.push(...put.map(({ contactId, tags }) => `tagged ${contactId} ${tags.join()}`)),
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspaceId = await seedWorkspace(database.db);
  told = [];
});

function as<T>(work: (ctx: RequestContext) => Promise<T>, workspace = workspaceId): Promise<T> {
  elapsedMs += 1;
  return asCaller({ db: database.db, workspaceId: workspace, now: new Date(now.getTime() + elapsedMs) }, work);
}

function create(fields: ContactFields & { email: string }) {
  return as(async (ctx) => contactToWire(await createContact(ctx, ports, fields)));
}

/** Walks all pages; fails when a page repeats somebody. */
async function walk(query: Partial<ContactQuery>, onPage = async () => {}): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await as((ctx) => findContactPage(ctx, { limit: 3, ...query, cursor }));
    seen.push(...page.data.map((contact) => contact.email));
    cursor = page.page.nextCursor ?? undefined;
    await onPage();
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(seen.length);
  return seen;
}

describe("one contact", () => {
  test("an address is stored as written and known in any case", async () => {
    const ada = await create({ email: "Ada <Ada@Example.COM>", firstName: "Ada\r\n", timezone: "Europe/London" });
    expect(ada).toMatchObject({
      email: "Ada@example.com",
      firstName: "Ada",
      timezoneProblem: null,
      mailable: { ok: true, reason: null },
      version: 1,
    });
    await expect(create({ email: "ada@EXAMPLE.com" })).rejects.toMatchObject({
      code: "email_taken",
      options: { existingId: ada.id },
    });
  });

  test("what is no address is refused with its reason and place", async () => {
    await expect(create({ email: "ada at example.com" })).rejects.toMatchObject({
      code: "invalid_request",
      options: { errors: [{ pointer: "/email", code: "address_without_at" }] },
    });
  });

  test("an unknown time zone is told on the contact and refuses nobody", async () => {
    const contact = await create({ email: "ada@example.com", timezone: "Mars/Olympus" });
    expect(contact.timezone).toBe("Mars/Olympus");
    expect(contact.timezoneProblem).toContain("Mars/Olympus");
  });

  test("present fields are replaced, absent ones stay, null empties, and held emails are planned again", async () => {
    const { id } = await create({ email: "a@b.co", firstName: "Ada", title: "CTO", customFields: { x: 1, y: [2] } });
    const change = { firstName: null, lastName: "Lovelace", customFields: { x: 3 } };
    const row = await as((ctx) => changeContact(ctx, ports, { id, checkVersion: anyVersion }, change));
    expect(contactToWire(row)).toMatchObject({
      email: "a@b.co",
      firstName: null,
      lastName: "Lovelace",
      title: "CTO",
      customFields: { x: 3 },
      version: 2,
    });
    expect(told).toEqual([`changed ${id}`]);
  });

  test("tags are kept as first written, each once, and only those newly put on are told of", async () => {
    const { id, tags } = await create({ email: "a@b.co", tags: ["VIP", " vip ", "Berlin"] });
    expect(tags).toEqual(["VIP", "Berlin"]);
    const change = (fields: ContactFields) =>
      as((ctx) => changeContact(ctx, ports, { id, checkVersion: anyVersion }, fields)).then(contactToWire);
    expect((await change({ tags: ["vip", "Customer"] })).tags).toEqual(["vip", "Customer"]);
    expect((await change({ title: "CTO" })).tags).toEqual(["vip", "Customer"]);
    expect((await change({ tags: null })).tags).toEqual([]);
    expect(told.filter((line) => line.startsWith("tagged"))).toEqual([`tagged ${id} Customer`]);
  });

  test("moving to somebody else's address is refused and changes nothing", async () => {
    const first = await create({ email: "a@b.co" });
    const { id } = await create({ email: "c@d.co" });
    const moving = as((ctx) =>
      changeContact(ctx, ports, { id, checkVersion: anyVersion }, { email: "A@B.co", title: "X" }),
    );
    await expect(moving).rejects.toMatchObject({ code: "email_taken", options: { existingId: first.id } });
    expect(await as((ctx) => findContact(ctx.tx, id))).toMatchObject({ title: null, version: 1 });
  });

  test("whoever unsubscribed or has a dead address is shown as not mailable, with the reason", async () => {
    const { id } = await create({ email: "a@b.co" });
    await as((ctx) =>
      ctx.tx.rows(
        `insert into suppressions (workspace_id, id, email_key, reason, source, created_at)
         values ($1, $2, 'a@b.co', 'hard_bounce', 'test', $3)`,
        [workspaceId, randomUUID(), now],
      ),
    );
    const reasonNow = () => as(async (ctx) => (await findContact(ctx.tx, id)) as never).then(contactToWire);
    expect((await reasonNow()).mailable).toEqual({ ok: false, reason: "address_dead" });
    const set = (what: string) =>
      as((ctx) => ctx.tx.rows(`update suppressions set ${what} where workspace_id = $1`, [workspaceId]));
    await set("source = 'refused_again'");
    expect((await reasonNow()).mailable).toEqual({ ok: false, reason: "hard_bounce" });
    await set("reason = 'unsubscribe'");
    expect((await reasonNow()).mailable).toEqual({ ok: false, reason: "unsubscribe" });
  });

  test("an archived contact leaves lists and sequences, stays readable, and frees its address", async () => {
    const { id } = await create({ email: "a@b.co" });
    await as((ctx) => archiveContact(ctx, ports, id));
    expect(told).toEqual([`stop ${id} archived`]);
    expect(await walk({})).toEqual([]);
    expect(await as((ctx) => findContact(ctx.tx, id))).toMatchObject({ archivedAt: expect.any(Date) });
    await expect(as((ctx) => archiveContact(ctx, ports, id))).rejects.toMatchObject({ code: "not_found" });
    expect((await create({ email: "a@b.co" })).id).not.toBe(id);
  });

  test("every change of a contact leaves one row in the audit log", async () => {
    const { id } = await create({ email: "a@b.co" });
    await as((ctx) => changeContact(ctx, ports, { id, checkVersion: anyVersion }, { title: "X" }));
    await as((ctx) => archiveContact(ctx, ports, id));
    const rows = await as((ctx) =>
      ctx.tx.rows("select action from audit_log where workspace_id = $1 and subject_id = $2 order by id", [
        workspaceId,
        id,
      ]),
    );
    expect(rows.map((row) => (row as { action: string }).action).sort()).toEqual([
      "contact.archived",
      "contact.changed",
      "contact.created",
    ]);
  });
});

describe("companies", () => {
  test("a company named beside contacts is made once, by domain and else by name", async () => {
    const first = await create({ email: "a@x.co", company: { name: "Acme", domain: "ACME.com" } });
    const second = await create({ email: "b@x.co", company: { name: "Acme Incorporated", domain: "acme.com" } });
    const third = await create({ email: "c@x.co", company: { name: "ACME" } });
    const other = await create({ email: "d@x.co", company: { name: "Acme", domain: "acme.co.uk" } });
    expect(second.companyId).toBe(first.companyId);
    expect(third.companyId).toBe(first.companyId);
    expect(other.companyId).not.toBe(first.companyId);
    expect(third.company).toEqual({ id: first.companyId, name: "Acme", domain: "acme.com" });
  });

  test("a company that was known by name only gets its domain from the next contact", async () => {
    const first = await create({ email: "a@x.co", company: { name: "Acme" } });
    const second = await create({ email: "b@x.co", company: { name: "acme", domain: "acme.com" } });
    expect(second.company).toEqual({ id: first.companyId, name: "Acme", domain: "acme.com" });
  });

  test("twenty contacts of a new company made at the same instant share one company", async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => create({ email: `p${n}@x.co`, company: { name: "Acme" } })),
    );
    expect(new Set(made.map((contact) => contact.companyId)).size).toBe(1);
  });

  test("two companies cannot have one domain, and the refusal names the one that has it", async () => {
    const acme = await as((ctx) => createCompany(ctx, { name: "Acme", domain: "acme.com" }));
    const taken = { code: "name_taken", options: { existingId: acme.id } };
    await expect(as((ctx) => createCompany(ctx, { name: "B", domain: "Acme.com" }))).rejects.toMatchObject(taken);
    const b = await as((ctx) => createCompany(ctx, { name: "B" }));
    const change = as((ctx) =>
      changeCompany(ctx, ports, { id: b.id, checkVersion: anyVersion }, { domain: "acme.com" }),
    );
    await expect(change).rejects.toMatchObject(taken);
  });

  test("an archived company leaves the list and is not matched again, its contacts keep it", async () => {
    const { companyId, id } = await create({ email: "a@x.co", company: { name: "Acme", domain: "acme.com" } });
    await as((ctx) => archiveCompany(ctx, companyId as string));
    const page = await as((ctx) => findCompanyPage(ctx, { limit: 10, include: "total" }));
    expect(page).toMatchObject({ data: [], page: { total: 0 } });
    expect(await as((ctx) => findContact(ctx.tx, id))).toMatchObject({ companyId });
    const again = await create({ email: "b@x.co", company: { name: "Acme", domain: "acme.com" } });
    expect(again.companyId).not.toBe(companyId);
  });
});

describe("lists", () => {
  test("pages show everybody once, newest first, while people come and go", async () => {
    for (let n = 0; n < 10; n += 1) await create({ email: `p${n}@b.co` });
    let late = 0;
    const seen = await walk({}, async () => {
      late += 1;
      await create({ email: `late${late}@b.co` });
    });
    expect(seen).toEqual(["p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0"].map((name) => `${name}@b.co`));
    expect((await walk({ sort: "createdAt" })).slice(0, 3)).toEqual(["p0@b.co", "p1@b.co", "p2@b.co"]);
  });

  test("a search finds beginnings of address, name, last name and company, everybody once", async () => {
    await create({ email: "zed@b.co", firstName: "Anna" });
    await create({ email: "anna.k@b.co", firstName: "Anna", lastName: "Karenina" });
    await create({ email: "y@b.co", firstName: "Bob", lastName: "ANNAN" });
    await create({ email: "x@b.co", firstName: "Cy", company: { name: "Annapurna" } });
    await create({ email: "w@b.co", firstName: "Hanna", lastName: "Savanna" });
    for (const limit of [1, 2, 50]) {
      expect(await walk({ q: "aNNa", limit })).toEqual(["anna.k@b.co", "zed@b.co", "y@b.co", "x@b.co"]);
    }
    expect(await walk({ q: "anna kar" })).toEqual(["anna.k@b.co"]);
    expect(await walk({ q: "%" })).toEqual([]);
    const page = await as((ctx) => findContactPage(ctx, { limit: 2, q: "anna", include: "total" }));
    expect(page.page).toMatchObject({ hasMore: true, total: 4 });
  });

  test("namesakes are all found, page by page", async () => {
    for (let n = 0; n < 7; n += 1) await create({ email: `p${n}@b.co`, firstName: "John", lastName: "Smith" });
    expect((await walk({ q: "john smith" })).sort()).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `p${n}@b.co`));
  });

  test("filters by address and company leave everybody else out", async () => {
    const ada = await create({ email: "ada@b.co", company: { name: "Acme" } });
    await create({ email: "bob@b.co" });
    expect(await walk({ "filter[email]": "ADA@b.co" })).toEqual(["ada@b.co"]);
    expect(await walk({ "filter[email]": "nonsense" })).toEqual([]);
    expect(await walk({ "filter[companyId]": ada.companyId as string })).toEqual(["ada@b.co"]);
    expect(await walk({ "filter[companyId]": ada.companyId as string, q: "bob" })).toEqual([]);
  });

  test("a cursor of another search is refused instead of answering nonsense", async () => {
    for (let n = 0; n < 4; n += 1) await create({ email: `p${n}@b.co` });
    const first = await as((ctx) => findContactPage(ctx, { limit: 2, q: "p" }));
    const cursor = first.page.nextCursor ?? undefined;
    await expect(as((ctx) => findContactPage(ctx, { limit: 2, q: "x", cursor }))).rejects.toMatchObject({
      code: "invalid_cursor",
    });
    await expect(as((ctx) => findContactPage(ctx, { limit: 2, cursor }))).rejects.toMatchObject({
      code: "invalid_cursor",
    });
  });

  test("another workspace sees nothing, finds nothing and may have the same people", async () => {
    const ada = await create({ email: "ada@b.co", company: { name: "Acme", domain: "acme.com" } });
    const other = await seedWorkspace(database.db);
    expect(await as((ctx) => findContact(ctx.tx, ada.id), other)).toBeNull();
    expect(await as((ctx) => findCompany(ctx.tx, ada.companyId as string), other)).toBeNull();
    expect((await as((ctx) => findContactPage(ctx, { limit: 9, q: "ada" }), other)).data).toEqual([]);
    const refused = as((ctx) => createContact(ctx, ports, { email: "x@b.co", companyId: ada.companyId }), other);
    await expect(refused).rejects.toMatchObject({
      options: { errors: [{ pointer: "/companyId", code: "not_found" }] },
    });
    const twin = await as((ctx) => createContact(ctx, ports, { email: "ada@b.co", company: { name: "Acme" } }), other);
    expect(twin.companyId).not.toBe(ada.companyId);
  });
});

test("deep pages and searches read an index and never the whole table, under row-level security", async () => {
  await as((ctx) =>
    ctx.tx.rows(
      `insert into contacts (workspace_id, id, email, email_key, first_name, last_name)
       select $1, gen_random_uuid(), 'p' || n || '@b.co', 'p' || n || '@b.co', 'First' || n, 'Last' || n
         from generate_series(1, 20000) n`,
      [workspaceId],
    ),
  );
  const plans = await as(async (ctx) => {
    await ctx.tx.rows("set local enable_seqscan = on");
    const explained: string[] = [];
    const tx = new Proxy(ctx.tx, {
      get: (target, name) =>
        name !== "rows"
          ? Reflect.get(target, name)
          : async (text: string, values: unknown[]) => {
              const plan = await target.rows<{ "QUERY PLAN": string }>(`explain ${text}`, values);
              explained.push(plan.map((row) => row["QUERY PLAN"]).join("\n"));
              return target.rows(text, values);
            },
    });
    const first = await findContactPage({ ...ctx, tx }, { limit: 50 });
    await findContactPage({ ...ctx, tx }, { limit: 50, cursor: first.page.nextCursor ?? undefined });
    for (const q of ["p1999", "first1999", "last1999"]) await findContactPage({ ...ctx, tx }, { limit: 50, q });
    return explained;
  });
  expect(plans.length).toBeGreaterThan(10);
  for (const plan of plans) expect(plan).not.toContain("Seq Scan on contacts");
  expect(plans.some((plan) => plan.includes("contacts_name") && plan.includes("~>=~"))).toBe(true);
  expect(plans.some((plan) => plan.includes("contacts_email") && plan.includes("~>=~"))).toBe(true);
});
