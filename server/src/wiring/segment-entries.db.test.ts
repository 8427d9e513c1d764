import type { Condition } from "@haste/engine/condition";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import type { Person } from "../../../tests/support/ledger-world.ts";
import { SegmentWorld } from "../../../tests/support/segment-world.ts";
import { asCaller } from "../../../tests/support/work-context.ts";
import { crmRoutes } from "../catalog/crm/index.ts";
import { ledgerPorts } from "./ledger-ports.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const vip: Condition = { field: "contact.title", op: "startsWith", value: "VP" };
const inFreight: Condition = { field: "company.industry", op: "eq", value: "Freight" };
const at = (condition: Condition) => SegmentWorld.create(database.db, condition);
const once = (...people: readonly Person[]) => Object.fromEntries(people.map(({ contactId }) => [contactId, 1]));

/** Waited for in the segment, and at a company where that is said. */
async function somebody(place: SegmentWorld, fields: Parameters<SegmentWorld["change"]>[1] = {}): Promise<Person> {
  const [person] = (await place.world.enroll(1)) as [Person];
  await place.change(person, fields);
  return person;
}

describe("a trigger that waits for people to enter a segment", () => {
  test("fires when a change makes somebody match, and not for who matched before or has left again", async () => {
    const place = await at(vip);
    const [ada, bob, eve] = (await place.world.enroll(3)) as [Person, Person, Person];
    await place.world.rows("update contacts set title = 'VP Sales' where id = $1", [bob.contactId]);
    await place.change(ada, { lastName: "Frost" });
    expect(await place.entries()).toBe(0);
    await place.change(ada, { title: "VP Ops" });
    await place.change(bob, { title: "VP of everything" });
    await place.change(eve, { title: "CEO" });
    expect(await place.fired()).toEqual(once(ada));
    await place.change(ada, { title: null });
    await place.change(ada, { title: "VP again" });
    expect(await place.entries(), "entered twice").toBe(2);
    expect(await place.fired(), "and fired once in this episode").toEqual(once(ada));
  });

  test("stops as other triggers do, in the transaction of the change", async () => {
    const place = await SegmentWorld.create(database.db, vip, { action: "stop" });
    const ada = await somebody(place);
    await place.world.plan();
    await place.change(ada, { title: "VP" });
    const rows = await place.world.rows(
      `select n.status, n.stop_reason as reason, e.status as email from sequence_enrollments n
         join email_activities e on e.workspace_id = n.workspace_id and e.enrollment_id = n.id`,
    );
    expect(rows).toEqual([{ status: "stopped", reason: "trigger", email: "canceled" }]);
  });

  test("hears of everybody in a company that changes, and of nobody elsewhere", async () => {
    const place = await at({ all: [vip, inFreight] });
    const [harborline, elsewhere] = [await place.company(), await place.company()];
    const ada = await somebody(place, { title: "VP", companyId: harborline });
    const bob = await somebody(place, { title: "VP", companyId: harborline });
    await somebody(place, { title: "CEO", companyId: harborline });
    const eve = await somebody(place, { title: "VP", companyId: elsewhere });
    await place.changeCompany(harborline, { industry: "Freight" });
    expect(await place.fired()).toEqual(once(ada, bob));
    await place.change(eve, { companyId: harborline });
    expect(await place.fired(), "moved there").toEqual(once(ada, bob, eve));
  });

  test("hears of a company whose domain another contact has brought", async () => {
    const place = await at({ field: "company.domain", op: "eq", value: "harborline.example" });
    const ada = await somebody(place, { company: { name: "Harborline" } });
    expect(await place.entries()).toBe(0);
    const company = { name: "Harborline", domain: "harborline.example" };
    await place.create({ email: "new@harborline.example", company });
    expect([await place.entries(), await place.fired()]).toEqual([1, once(ada)]);
  });

  test("hears of an import, once for each of its people", async () => {
    const place = await at(vip);
    const people = await place.world.enroll(3);
    const rows = people.map(({ contactId }, n) => `${contactId}@example.com,${n === 0 ? "CEO" : "VP"}`);
    for (let pass = 0; pass < 2; pass += 1) await place.import(["email,title", ...rows, "stranger@example.com,VP"]);
    expect([await place.entries(), await place.fired()]).toEqual([2, once(...people.slice(1))]);
  });

  test("is set off neither by a segment that changes nor by days that pass", async () => {
    const place = await at({ field: "contact.createdAt", op: "olderThan", value: 5 });
    const ada = await somebody(place);
    await place.world.rows("update contacts set created_at = $1", [new Date(place.world.now - 6 * 86_400_000)]);
    await place.change(ada, { title: "VP" });
    await place.redefine(vip);
    await place.change(ada, { lastName: "Frost" });
    expect([await place.entries(), await place.fired()]).toEqual([0, {}]);
  });

  test("fires for nobody of another workspace, and for nobody once the segment is archived", async () => {
    const [place, other] = [await at(vip), await at(vip)];
    const [ada] = [await somebody(place), await somebody(other)];
    await place.world.rows("update segments set archived_at = now()");
    await place.change(ada, { title: "VP" });
    expect([await place.entries(), await other.entries()]).toEqual([0, 0]);
  });
});

describe("two changes at once", () => {
  test("that only together make somebody match set the trigger off once", async () => {
    const place = await at({ all: [vip, inFreight] });
    const companyId = await place.company();
    const ada = await somebody(place, { companyId });
    await place.whileChanging(ada, { title: "VP" }, () => place.changeCompany(companyId, { industry: "Freight" }));
    expect([await place.entries(), await place.fired()]).toEqual([1, once(ada)]);
  });

  test("that bring somebody to a company just as it changes miss nobody", async () => {
    const place = await at(inFreight);
    const companyId = await place.company();
    const ada = await somebody(place);
    await place.whileChanging(ada, { companyId }, () => place.changeCompany(companyId, { industry: "Freight" }));
    expect([await place.entries(), await place.fired()]).toEqual([1, once(ada)]);
  });

  test("that bring somebody to a company just as an import learns more of it miss nobody", async () => {
    const place = await at(inFreight);
    const companyId = await place.company({ name: "Harborline" });
    const ada = await somebody(place);
    const file = ["email,company,industry", "new@harborline.example,Harborline,Freight"];
    await place.whileChanging(ada, { companyId }, () => place.import(file));
    expect([await place.entries(), await place.fired()]).toEqual([1, once(ada)]);
  });

  test("of which one takes somebody out and an import brings them back are an entry", async () => {
    const place = await at(vip);
    const ada = await somebody(place);
    await place.world.rows("update contacts set title = 'VP'");
    const file = ["email,title,last name", `${ada.contactId}@example.com,VP,Frost`];
    await place.whileChanging(ada, { title: "CEO" }, () => place.import(file));
    expect(await place.entries()).toBe(1);
  });

  test("by dozens, in any order, fire once for each person", async () => {
    const place = await at({ all: [vip, inFreight] });
    const people = await place.world.enroll(12);
    const companies = await Promise.all(people.map(() => place.company()));
    await Promise.all(people.map((person, n) => place.change(person, { companyId: companies[n] })));
    await Promise.all(
      people.flatMap((person, n) => [
        ...Array.from({ length: 3 }, () => place.change(person, { title: `VP ${n}` })),
        place.changeCompany(companies[n] ?? "", { industry: "Freight" }),
      ]),
    );
    expect([await place.entries(), await place.fired()]).toEqual([people.length, once(...people)]);
  });
});

test("a process that dies before its commit has neither changed anybody nor fired, and repeating it fires once", async () => {
  const place = await at(vip);
  const ada = await somebody(place);
  const routes = crmRoutes(ledgerPorts.crm);
  const dying = asCaller(place.caller, async (ctx) => {
    const input = { params: { id: ada.contactId }, body: { title: "VP" }, query: {} };
    await routes["PUT /contacts/:id"](ctx, input as never);
    const [row] = await ctx.tx.rows<{ n: number; pid: number }>(
      "select count(*)::int as n, pg_backend_pid() as pid from tasks",
    );
    expect(row?.n, "fired, as far as this transaction sees").toBe(1);
    const killer = new pg.Client(database.url);
    await killer.connect();
    await killer.query("select pg_terminate_backend($1)", [row?.pid]);
    await killer.end();
  });
  await expect(dying).rejects.toThrow();
  expect([await place.entries(), await place.fired()]).toEqual([0, {}]);
  await place.change(ada, { title: "VP" });
  expect([await place.entries(), await place.fired()]).toEqual([1, once(ada)]);
});
