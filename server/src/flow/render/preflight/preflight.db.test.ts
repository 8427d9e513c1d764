import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { nextFloat, randomFrom, seedFrom } from "@haste/engine/base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf, type Sent } from "../../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../../tests/support/database.ts";
import { idsOf, SequenceDesk } from "../../../../../tests/support/sequences.ts";
import { plainEdits, TemplateDesk } from "../../../../../tests/support/templates.ts";
import { until } from "../../../../../tests/support/until.ts";
import type { Caller } from "../../../../../tests/support/work-context.ts";
import { systemClock } from "../../../platform/clock/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { jobRoutes, startJobRunner } from "../../../platform/jobs/index.ts";
import { createLog } from "../../../platform/log/index.ts";
import { preflightPorts } from "../../../wiring/preflight-ports.ts";
import { renderRoutes } from "../routes.ts";
import type { PreflightPorts } from "./ports.ts";
import { preflightJob } from "./preflight-job.ts";

/** Batches after which the job breaks, once; null: it does not. */
let breaksAfter: number | null = null;
const ports: PreflightPorts = {
  ...preflightPorts,
  nextChosen: async (ctx, choice, at) => {
    if (breaksAfter === 0) {
      breaksAfter = null;
      throw new Error("broken on purpose");
    }
    if (breaksAfter !== null) breaksAfter -= 1;
    return preflightPorts.nextChosen(ctx, choice, at);
  },
};

const now = new Date("2026-11-23T09:20:00.000Z");
const routes = renderRoutes(preflightPorts, plainEdits);

let database: TestDatabase;
let runner: Awaited<ReturnType<typeof startJobRunner>>;
let caller: Caller;
let desk: SequenceDesk;
beforeAll(async () => {
  database = await createTestDatabase();
  const definitions = [preflightJob(ports)];
  runner = await startJobRunner({ db: database.db, clock: systemClock, log: createLog("silent"), definitions });
});
afterAll(async () => {
  await runner.stop();
  await database.drop();
});
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
  desk = new SequenceDesk(caller);
});

const call = <K extends keyof typeof routes>(
  key: K,
  sent: Sent = {},
  as: Partial<Caller> = {},
): Promise<ResponseOf<K>> => callRoute(routes, key, { ...caller, ...as }, sent);
const rows = <R extends object>(text: string, values: readonly unknown[]) =>
  inWorkspace(database.db, caller.workspaceId, (tx) => tx.rows<R>(text, [caller.workspaceId, ...values]));
const html = (htmlContent: string, subject = "Hello") => ({ content: { subject, htmlContent } });

/** Starts one and waits for its end. */
async function preflight(sequenceId: string, body: Record<string, unknown> = {}, at = now): Promise<string> {
  const { id } = await call("POST /sequences/:id/preflight", { params: { id: sequenceId }, body }, { now: at });
  await until("the pre-flight ends", async () => {
    const job = await callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
    if (job.status === "failed") throw new Error(job.error ?? "failed");
    return job.status === "done";
  });
  return id;
}

type Row = ResponseOf<"GET /preflights/:id/rows">["data"][number];

interface Someone {
  readonly firstName?: string | null;
  readonly timezone?: string | null;
  readonly fields?: Record<string, unknown>;
  readonly company?: boolean;
  readonly suppressed?: boolean;
}

async function makePeople(people: readonly Someone[]): Promise<string[]> {
  const companyId = randomUUID();
  await rows("insert into companies (workspace_id, id, name) values ($1, $2, 'Acme')", [companyId]);
  const made = people.map((person) => ({ ...person, id: randomUUID() }));
  for (const { id, firstName = "Ada", timezone = null, fields = {}, company = true, suppressed } of made) {
    const email = `${id}@example.com`;
    await rows(
      `insert into contacts (workspace_id, id, email, email_key, first_name, timezone, custom_fields, company_id)
       values ($1, $2, $3, $3, $4, $5, $6, $7)`,
      [id, email, firstName, timezone, JSON.stringify(fields), company ? companyId : null],
    );
    if (suppressed !== true) continue;
    await rows(
      "insert into suppressions (workspace_id, id, email_key, reason, source, created_at) values ($1, $2, $3, 'manual', 'test', $4)",
      [randomUUID(), email, now],
    );
  }
  return made.map(({ id }) => id);
}

describe("a pre-flight", () => {
  test("finds every planted defect, each with its email, and nothing else", async () => {
    const sequence = await desk.create({
      steps: [
        html("<p>Hi {{ contact.firstName | default: 'there' }}</p>"),
        html("<p>How is {{ company.name }}?</p>"),
        html("<a href=\"{{ custom.link | default: 'https://a.example/' }}\">here</a>"),
        html("<p>{{ custom.note | default: '' }}</p>"),
      ],
    });
    const [greeting, company, link, note] = sequence.steps.map(({ id }) => id);
    /** What is planted, and what must be said of it. */
    const defects: readonly [Someone, string | null | undefined, string][] = [
      [{ firstName: "ADA" }, greeting, "odd_casing"],
      [{ firstName: "n/a" }, greeting, "placeholder_value"],
      [{ company: false }, company, "missing_variable"],
      [{ fields: { link: "javascript:x" } }, link, "link_not_web"],
      [{ fields: { link: "https://bit.ly/x" } }, link, "short_link"],
      [{ fields: { note: " " } }, note, "empty_variable"],
      [{ fields: { note: "{{ name }}" } }, note, "leftover_markup"],
      [{ fields: { note: "é".repeat(60_000) } }, note, "over_size"],
      [{ timezone: "Mars/Olympus" }, null, "unknown_zone"],
      [{ suppressed: true }, null, "suppressed"],
    ];
    const random = randomFrom(seedFrom("planted defects"));
    const planted = Array.from({ length: 300 }, () => {
      const chosen = defects.filter(() => nextFloat(random) < 0.12);
      const fields = Object.assign({ note: "fine" }, ...chosen.map(([defect]) => defect.fields));
      const one: Someone = Object.assign({}, ...chosen.map(([defect]) => defect), { fields });
      // Where two defects meet in one value, the later one is what the person has.
      const holds = chosen.filter(([defect]) =>
        Object.entries({ ...defect, ...defect.fields }).every(
          ([name, value]) => name === "fields" || { ...one, ...one.fields }[name as keyof Someone] === value,
        ),
      );
      return { one, expected: holds.map(([, stepId, code]) => `${stepId ?? "-"} ${code}`).toSorted() };
    });
    const ids = await makePeople(planted.map(({ one }) => one));
    const id = await preflight(sequence.id, { contactIds: ids });

    const found = new Map<string, string[]>(ids.map((contactId) => [contactId, []]));
    let cursor: string | undefined;
    do {
      const page = await call("GET /preflights/:id/rows", { params: { id }, query: { limit: "50", cursor } });
      for (const row of page.data) found.get(row.contactId)?.push(`${row.stepId ?? "-"} ${row.code}`);
      cursor = page.page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    for (const [place, { expected }] of planted.entries()) {
      expect([place, found.get(ids[place] ?? "")?.toSorted()]).toEqual([place, expected]);
    }

    const all = planted.flatMap(({ expected }) => expected);
    const isError = (finding: string) => /missing_variable|link_not_web|suppressed/.test(finding);
    const numbers = await call("GET /preflights/:id", { params: { id } });
    expect(all.length).toBeGreaterThan(200);
    expect(numbers).toMatchObject({
      ...{ sequenceId: sequence.id, version: 0, isStale: false, people: 300, emails: 1_200 },
      errors: all.filter(isError).length,
      warnings: all.filter((finding) => !isError(finding)).length,
      peopleClean: planted.filter(({ expected }) => expected.length === 0).length,
      peopleWithErrors: planted.filter(({ expected }) => expected.some(isError)).length,
      finishedAt: expect.any(String),
    });
    const worst = await call("GET /preflights/:id/worst", { params: { id } });
    const errorsOf = ({ expected }: (typeof planted)[number]) => expected.filter(isError).length;
    expect(worst.data).toHaveLength(20);
    expect(worst.data[0]?.errors).toBe(Math.max(...planted.map(errorsOf)));
    expect(worst.data.map(({ errors }) => errors)).toEqual(
      worst.data.map(({ errors }) => errors).toSorted((a, b) => b - a),
    );
    const codes = [...new Set(all.map((finding) => finding.split(" ")[1] ?? ""))];
    const people = (code: string) =>
      planted.filter(({ expected }) => expected.some((one) => one.endsWith(code))).length;
    expect(numbers.byCode).toHaveLength(codes.length);
    expect(numbers.byCode).toEqual(
      expect.arrayContaining(codes.map((code) => expect.objectContaining({ code, people: people(code) }))),
    );
  });

  test("is sorted by whatever its table shows, page by page, without losing or repeating a finding", async () => {
    const sequence = await desk.create({
      steps: [html("<p>{{ contact.firstName }}</p>"), html("<p>{{ contact.firstName }} {{ company.name }}</p>")],
    });
    const shapes: Someone[] = [{ firstName: "ADA", company: false }, { suppressed: true }, { firstName: "n/a" }];
    await makePeople(Array.from({ length: 9 }, (_, at) => shapes[at % 3] ?? {}));
    const id = await preflight(sequence.id, { filter: {} });
    const order = new Map(idsOf(sequence).map((stepId, at) => [stepId, `${at + 1}`]));
    const keys = {
      contact: ({ contact }: Row) => contact?.email ?? "",
      severity: ({ severity }: Row) => severity,
      code: ({ code }: Row) => code,
      step: ({ stepId }: Row) => (stepId === null ? "" : (order.get(stepId) ?? "gone")),
    };
    for (const [name, keyOf] of Object.entries(keys)) {
      for (const sort of [name, `-${name}`]) {
        const read: Row[] = [];
        for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
          const page = await call("GET /preflights/:id/rows", { params: { id }, query: { sort, limit: "4", cursor } });
          read.push(...page.data);
          cursor = page.page.nextCursor ?? undefined;
        }
        const found = read.map(keyOf);
        const sorted = found.toSorted((a, b) => Number(a > b) - Number(a < b));
        expect([sort, found]).toEqual([sort, sort === name ? sorted : sorted.toReversed()]);
        expect(new Set(read.map((row) => JSON.stringify(row))).size).toBe(15);
      }
    }
  });

  test("tells the worst people of one step, and of a template by the sequences that use it", async () => {
    const template = await new TemplateDesk(caller).create({ subject: "Hi", htmlContent: "<p>{{ company.name }}</p>" });
    const of = { params: { id: template.id } };
    expect(await call("GET /templates/:id/worst", of)).toEqual({ data: [], asOf: null });
    const sequence = await desk.create({
      steps: [html("<p>{{ contact.firstName }}</p>"), { templateId: template.id }],
    });
    const [shouting, alone] = await makePeople([{ firstName: "ADA" }, { company: false }, {}]);
    const id = await preflight(sequence.id, { filter: {} });
    const [first = ""] = idsOf(sequence);
    const query = { "filter[stepId]": first };
    const ofStep = await call("GET /preflights/:id/worst", { params: { id }, query });
    expect(ofStep.data.map(({ contactId, codes }) => [contactId, codes])).toEqual([[shouting, ["odd_casing"]]]);
    const ofTemplate = await call("GET /templates/:id/worst", of);
    expect(ofTemplate.data.map(({ contactId, codes }) => [contactId, codes])).toEqual([[alone, ["missing_variable"]]]);
    expect(ofTemplate.asOf).not.toBeNull();
  });

  test("looks at everybody on the way where nobody is named, with what came with their enrollment", async () => {
    const sequence = await desk.create({ steps: [html("<p>{{ custom.reason }}</p>")] });
    await desk.activate(sequence.id);
    const [first = "", second = "", stranger] = await makePeople([{}, {}, {}]);
    for (const [contactId, context] of [
      [first, { reason: "You asked" }],
      [second, {}],
    ] as const) {
      await rows(
        `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, sequence_version, context)
         values ($1, $2, $3, $4, 1, $5)`,
        [randomUUID(), sequence.id, contactId, JSON.stringify(context)],
      );
    }
    const id = await preflight(sequence.id);
    const found = await call("GET /preflights/:id/rows", { params: { id }, query: { include: "total" } });
    expect(found.page.total).toBe(1);
    expect(found.data).toMatchObject([
      { contactId: second, severity: "error", code: "missing_variable", stepId: idsOf(sequence)[0] },
    ]);
    expect(found.data[0]?.contact).toMatchObject({ email: `${second}@example.com`, firstName: "Ada" });
    // Whoever is named and on the way already would only be passed by.
    const named = await preflight(sequence.id, { contactIds: [first, stranger] });
    const rowsOfNamed = await call("GET /preflights/:id/rows", { params: { id: named } });
    expect(rowsOfNamed.data.map(({ contactId, severity, code }) => [contactId, severity, code])).toEqual(
      expect.arrayContaining([
        [first, "warning", "already_active"],
        [stranger, "error", "missing_variable"],
      ]),
    );
  });

  test("reads each person the snippet that would be chosen for them, and the words of templates", async () => {
    const templates = new TemplateDesk(caller);
    const yes = await templates.snippet({ name: "Named", htmlContent: "{{ custom.only }}" });
    const no = await templates.snippet({ name: "Unnamed", htmlContent: "nothing asked" });
    const choices = [{ if: { field: "contact.firstName", op: "eq", value: "Bo" }, snippetId: yes.id }];
    await templates.snippet({ name: "Either", kind: "group", choices, otherwiseId: no.id });
    const template = await templates.create({ subject: "Hi", htmlContent: '<p>{% snippet "Either" %}</p>' });
    const sequence = await desk.create({ steps: [{ templateId: template.id }] });
    const [bo = ""] = await makePeople([{ firstName: "Bo" }, {}]);
    const id = await preflight(sequence.id, { filter: {} });
    const found = await call("GET /preflights/:id/rows", { params: { id } });
    expect(found.data.map(({ contactId, code }) => [contactId, code])).toEqual([[bo, "missing_variable"]]);
  });

  test("says of a template that loops for ever that it does, to everybody, without waiting for each", async () => {
    const loop = "{% for a in (1..9999) %}{% for b in (1..9999) %}{% assign c = b %}{% endfor %}{% endfor %}";
    const sequence = await desk.create({ steps: [html(`<p>${loop}</p>`)] });
    await makePeople(Array.from({ length: 60 }, () => ({})));
    const id = await preflight(sequence.id, { filter: {} });
    expect(await call("GET /preflights/:id", { params: { id } })).toMatchObject({ codes: { template_limit: 60 } });
  });

  test("is told by activating, goes stale with the draft, and only the newest five are kept", async () => {
    const sequence = await desk.create({ steps: [html("<p>{{ company.name }}</p>")] });
    await makePeople([{ company: false }]);
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      ids.unshift(await preflight(sequence.id, { filter: {} }, new Date(now.getTime() + count)));
    }
    const listed = await call("GET /sequences/:id/preflights", { params: { id: sequence.id } });
    expect(listed.data.map(({ id, isStale }) => [id, isStale])).toEqual(ids.slice(0, 5).map((id) => [id, false]));
    expect(await refusalOf(call("GET /preflights/:id", { params: { id: ids[5] ?? "" } }))).toEqual(["not_found"]);
    const activated = await desk.activate(sequence.id);
    expect(activated.warnings).toMatchObject([
      { code: "preflight-findings", detail: expect.stringContaining("1 of 1 people") },
    ]);
    await desk.put(sequence.id, { steps: [html("<p>None</p>")] });
    const stale = await call("GET /preflights/:id", { params: { id: ids[0] ?? "" } });
    expect(stale.isStale).toBe(true);
  });

  test("that was broken off goes on behind its last whole batch, and misses and repeats nobody", async () => {
    const sequence = await desk.create({ steps: [html("<p>{{ company.name }}</p>")] });
    await rows(
      `insert into contacts (workspace_id, id, email, email_key)
       select $1, gen_random_uuid(), 'p' || n || '@x.example', 'p' || n || '@x.example' from generate_series(1, $2::int) n`,
      [1_700],
    );
    breaksAfter = 2;
    const { id } = await call("POST /sequences/:id/preflight", { params: { id: sequence.id }, body: { filter: {} } });
    const job = () => callRoute(jobRoutes(), "GET /jobs/:id", caller, { params: { id } });
    await until("it broke", async () => (await job()).status === "failed");
    expect(await job()).toMatchObject({ progress: { done: 1_000 }, error: "broken on purpose" });
    expect(await call("GET /preflights/:id", { params: { id } })).toMatchObject({ people: 1_000, finishedAt: null });
    await callRoute(jobRoutes(), "POST /jobs/:id/resume", caller, { params: { id } });
    await until("it ended", async () => (await job()).status === "done");
    const counted = await rows<{ found: number; people: number; last: number }>(
      `select count(*)::int as found, count(distinct contact_id)::int as people, max(position) as last
         from preflight_rows where workspace_id = $1 and preflight_id = $2`,
      [id],
    );
    expect(counted).toEqual([{ found: 1_700, people: 1_700, last: 1_699 }]);
    expect(await call("GET /preflights/:id", { params: { id } })).toMatchObject({ people: 1_700, errors: 1_700 });
  });

  test("comes as a table that no spreadsheet runs, filtered by severity, code, step and contact", async () => {
    const sequence = await desk.create({ steps: [html("<p>{{ contact.firstName }}, {{ company.name }}</p>")] });
    const [first = ""] = await makePeople([
      { firstName: "=ADA", company: false },
      { firstName: "BOB", company: true },
    ]);
    const id = await preflight(sequence.id, { filter: {} });
    const csv = await call("GET /preflights/:id/rows.csv", { params: { id } });
    expect(csv.split("\r\n")).toHaveLength(4);
    expect(csv).toContain(`,${first}@example.com,'=ADA,`);
    const codes = async (query: Record<string, string>) =>
      (await call("GET /preflights/:id/rows", { params: { id }, query })).data.map(({ code }) => code);
    expect(await codes({ "filter[severity]": "error" })).toEqual(["missing_variable"]);
    expect(await codes({ "filter[code]": "odd_casing" })).toEqual(["odd_casing"]);
    expect(await codes({ "filter[contactId]": first })).toEqual(["missing_variable"]);
    expect(await codes({ "filter[stepId]": randomUUID() })).toEqual([]);
  });

  test("is refused for a draft that could not run, for nobody known, and to other workspaces", async () => {
    const broken = await desk.create({ steps: [html("{% if %}")] });
    const start = (id: string, body: Record<string, unknown> = {}, as: Partial<Caller> = {}) =>
      refusalOf(call("POST /sequences/:id/preflight", { params: { id }, body }, as));
    expect(await start(broken.id)).toEqual(["not_activatable", "broken-step /steps/0/content/htmlContent"]);
    const sound = await desk.create();
    expect(await start(sound.id, { version: "published" })).toEqual(["not_found"]);
    expect(await start(sound.id, { filter: {}, contactIds: [randomUUID()] })).toEqual([
      "invalid_request",
      "required /contactIds",
    ]);
    expect(await start(sound.id, {}, { workspaceId: await seedWorkspace(database.db) })).toEqual(["not_found"]);
  });
});
