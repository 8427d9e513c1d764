import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { idsOf, SequenceDesk } from "../../../../tests/support/sequences.ts";
import { TemplateDesk } from "../../../../tests/support/templates.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";

const now = new Date("2026-11-23T09:20:00.000Z");

let database: TestDatabase;
let caller: Caller;
let desk: TemplateDesk;
let sequences: SequenceDesk;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now, actorId: randomUUID() };
  desk = new TemplateDesk(caller);
  sequences = new SequenceDesk(caller);
});

describe("a template", () => {
  test("comes back as it was saved, with the variables its words ask for", async () => {
    const made = await desk.create({
      name: "First contact",
      subject: "Hi {{ contact.firstName | default: 'there' }}",
      htmlContent: "<p>{{ company.name }}{% if custom.plan == 'pro' %}!{% endif %}</p>",
      textContent: "{{ company.name }}",
      category: "marketing",
      tags: ["b", "a", "b"],
      folder: " / Cold // Founders /",
    });
    expect(made).toMatchObject({
      name: "First contact",
      category: "marketing",
      tags: ["a", "b"],
      folder: "Cold/Founders",
      sharing: "workspace",
      locked: false,
      contentVersion: 1,
      version: 1,
      variables: [
        { name: "contact.firstName", fallback: "there", source: "contact", field: "firstName" },
        { name: "company.name", source: "company", field: "name" },
        { name: "custom.plan", fallback: "", source: "custom", field: "plan" },
      ],
    });
    expect(await desk.get(made.id)).toEqual(made);
    const folders = await desk.call("GET /template-folders");
    expect(folders.data).toEqual([{ folder: "Cold/Founders", templates: 1 }]);
  });

  test("whatever its words are, gives them back to the letter, also as a version", async () => {
    const words = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.replace(/[{}\0]/g, "-"));
    const { id } = await desk.create();
    await fc.assert(
      fc.asyncProperty(words, words, words, async (subject, htmlContent, textContent) => {
        const content = { subject: subject.slice(0, 500), htmlContent, textContent };
        await desk.put(id, content);
        const { contentVersion, ...kept } = await desk.get(id);
        expect(kept).toMatchObject(content);
        const { data } = await desk.call("GET /templates/:id/versions", { params: { id }, query: { limit: "1" } });
        expect(data[0]).toMatchObject({ ...content, version: contentVersion });
      }),
      { numRuns: 60 },
    );
  });

  test("with broken Liquid is refused at its line and column, and so is a snippet that is not there", async () => {
    const refused = await desk.create({ htmlContent: "<p>\n  {% if contact.title %}" }).catch((err: unknown) => err);
    expect(refused).toMatchObject({
      code: "template_syntax",
      options: { line: 2, column: 3, part: "htmlContent", errors: [{ pointer: "/htmlContent" }] },
    });
    const { id } = await desk.create();
    expect(await refusalOf(desk.put(id, { subject: "{{ contact. }" }))).toEqual([
      "template_syntax",
      "template_syntax /subject",
    ]);
    expect(await refusalOf(desk.put(id, { htmlContent: 'a {% snippet "Proof" %}' }))).toEqual([
      "invalid_request",
      "unknown_snippet /htmlContent",
    ]);
  });

  test("keeps every content it had, shows what changed and takes an earlier one back", async () => {
    const { id } = await desk.create({ htmlContent: "<p>One</p><p>Two</p><p>Three</p>" });
    await desk.put(id, { htmlContent: "<p>One</p><p>2</p><p>Three</p>" });
    // Neither its name nor its tags are content.
    expect(await desk.put(id, { tags: ["x"] })).toMatchObject({ contentVersion: 2, version: 3, touches: [] });
    const diff = await desk.call("GET /templates/:id/diff", { params: { id } });
    expect(diff).toEqual({
      from: 1,
      to: 2,
      diff: [
        {
          part: "htmlContent",
          runs: [
            { op: "same", text: "<p>One</p>" },
            { op: "removed", text: "<p>Two</p>" },
            { op: "added", text: "<p>2</p>" },
            { op: "same", text: "<p>Three</p>" },
          ],
        },
      ],
    });
    const restored = await desk.call("POST /templates/:id/restore", { params: { id }, body: { version: 1 } });
    expect(restored).toMatchObject({ htmlContent: "<p>One</p><p>Two</p><p>Three</p>", contentVersion: 3 });
    const versions = await desk.call("GET /templates/:id/versions", { params: { id }, query: { include: "total" } });
    expect(versions.page.total).toBe(3);
    expect(versions.data.map(({ version, restores, diff: part }) => [version, restores, part?.length ?? null])).toEqual(
      [
        [3, 1, 1],
        [2, null, 1],
        [1, null, null],
      ],
    );
    expect(await refusalOf(desk.call("POST /templates/:id/restore", { params: { id }, body: { version: 9 } }))).toEqual(
      ["not_found"],
    );
  });

  test("has a name of its own until it is archived, and a copy has its words without its history", async () => {
    const { id } = await desk.create({ name: "Intro", locked: true });
    await desk.put(id, { htmlContent: "<p>Second</p>" });
    expect(await refusalOf(desk.create({ name: "Intro" }))).toEqual(["name_taken"]);
    const copy = await desk.call("POST /templates/:id/duplicate", { params: { id } });
    expect(copy).toMatchObject({
      name: "Intro (copy)",
      htmlContent: "<p>Second</p>",
      contentVersion: 1,
      locked: false,
    });
    const again = await desk.call("POST /templates/:id/duplicate", { params: { id } });
    expect(again.name).toBe("Intro (copy 2)");
    await desk.call("DELETE /templates/:id", { params: { id } });
    expect((await desk.get(id)).archivedAt).not.toBeNull();
    expect(await refusalOf(desk.call("DELETE /templates/:id", { params: { id } }))).toEqual(["not_found"]);
    expect(await refusalOf(desk.put(id, { name: "Back" }))).toEqual(["invalid_status"]);
    await desk.create({ name: "Intro" });
    expect(await refusalOf(desk.put(copy.id, { name: "X" }, { ifMatch: '"v9"' }))).toEqual(["precondition_failed"]);
  });

  test("is listed page by page in every order, and found by name, subject, tag, folder and category", async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const folder = count % 2 === 0 ? "Even" : null;
      const as = { now: new Date(now.getTime() + count * 1_000) };
      made.push((await desk.create({ name: `T${count}`, tags: [`tag${count}`], folder }, as)).id);
    }
    for (const [sort, expected] of [
      ["-createdAt", made.toReversed()],
      ["createdAt", made],
      ["name", made],
      ["-name", made.toReversed()],
      ["-updatedAt", made.toReversed()],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await desk.call("GET /templates", { query: { sort, limit: "3", cursor, include: "total" } });
        expect(page.page.total).toBe(7);
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([sort, seen]).toEqual([sort, expected]);
    }
    const found = async (query: Record<string, string>) =>
      (await desk.call("GET /templates", { query: { sort: "name", ...query } })).data.map(({ name }) => name);
    expect(await found({ q: "TAG3" })).toEqual(["T3"]);
    expect(await found({ q: "firstname" })).toHaveLength(7);
    expect(await found({ "filter[tag]": "tag2" })).toEqual(["T2"]);
    expect(await found({ "filter[folder]": "Even" })).toEqual(["T0", "T2", "T4", "T6"]);
    expect(await found({ "filter[category]": "support" })).toEqual([]);
    expect(await found({ "filter[archived]": "true" })).toEqual([]);
    expect(await refusalOf(found({ sort: "size" }))).toEqual(["invalid_request", "unknown /query/sort"]);
  });

  test("of one workspace is neither read nor linked by another", async () => {
    const { id } = await desk.create();
    const stranger = { workspaceId: await seedWorkspace(database.db) };
    expect(await refusalOf(desk.get(id, stranger))).toEqual(["not_found"]);
    const theirs = new SequenceDesk({ ...caller, ...stranger });
    expect(await refusalOf(theirs.create({ steps: [{ templateId: id }] }))).toEqual([
      "invalid_request",
      "not_found /steps/0/templateId",
    ]);
  });
});

describe("sharing a template", () => {
  const rep = () => ({ role: "rep", actorId: randomUUID() }) as const;

  test("privately hides it from everybody but its owner and admins", async () => {
    const mine = rep();
    const { id } = await desk.create({ sharing: "private" }, mine);
    const listed = async (as: Partial<Caller>) => (await desk.call("GET /templates", {}, as)).data.length;
    expect([await listed(mine), await listed(rep()), await listed({ role: "admin" })]).toEqual([1, 0, 1]);
    expect(await refusalOf(desk.get(id, rep()))).toEqual(["not_found"]);
    const other = new SequenceDesk({ ...caller, ...rep() });
    expect(await refusalOf(other.create({ steps: [{ templateId: id }] }))).toEqual([
      "invalid_request",
      "not_found /steps/0/templateId",
    ]);
    const own = new SequenceDesk({ ...caller, ...mine });
    expect((await own.create({ steps: [{ templateId: id }] })).steps[0]?.templateId).toBe(id);
  });

  test("with the team hides it from viewers only", async () => {
    const { id } = await desk.create({ sharing: "team" }, rep());
    expect((await desk.get(id, rep())).id).toBe(id);
    expect(await refusalOf(desk.get(id, { role: "viewer" }))).toEqual(["not_found"]);
  });

  test("locked leaves changes to its owner and admins, and copies to everybody", async () => {
    const mine = rep();
    const { id } = await desk.create({ locked: true }, mine);
    expect(await refusalOf(desk.put(id, { subject: "x" }, rep()))).toEqual(["template_locked"]);
    expect(await refusalOf(desk.call("DELETE /templates/:id", { params: { id } }, rep()))).toEqual(["template_locked"]);
    expect(await desk.put(id, { subject: "x" }, mine)).toMatchObject({ subject: "x" });
    expect(await desk.put(id, { locked: false }, { role: "admin" })).toMatchObject({ locked: false });
    expect(await refusalOf(desk.put(id, { locked: true }, rep()))).toEqual(["forbidden"]);
    expect(await desk.call("POST /templates/:id/duplicate", { params: { id } }, rep())).toMatchObject({
      locked: false,
    });
  });
});

describe("a step with a template", () => {
  const definitionOf = async (id: string, version: number) => {
    const [row] = await inWorkspace(database.db, caller.workspaceId, (tx) =>
      tx.rows<{ definition: { steps: { content: unknown; templateVersion?: number }[] } }>(
        "select definition from sequence_versions where sequence_id = $1 and version = $2",
        [id, version],
      ),
    );
    return row?.definition;
  };

  test("takes its words when it is published, and keeps them whatever becomes of the template", async () => {
    const { id } = await desk.create({ htmlContent: "<p>First</p>", textContent: "First" });
    const sequence = await sequences.create({ steps: [{ templateId: id, content: { subject: "Own subject" } }] });
    await sequences.activate(sequence.id);
    const first = await definitionOf(sequence.id, 1);
    expect(first?.steps[0]).toMatchObject({
      content: { subject: "Own subject", htmlContent: "<p>First</p>", textContent: "First" },
      templateVersion: 1,
    });

    const changed = await desk.put(id, { htmlContent: "<p>Second</p>" });
    expect(changed.touches).toEqual([{ id: sequence.id, name: sequence.name }]);
    expect(desk.told).toEqual([sequence.id]);
    expect((await sequences.get(sequence.id)).hasUnpublishedChanges).toBe(true);
    expect(await definitionOf(sequence.id, 1)).toEqual(first);
    const { impact } = await sequences.publish(sequence.id);
    expect(impact.diff.changes[0]?.parts).toEqual(["htmlContent"]);
    expect((await definitionOf(sequence.id, 2))?.steps[0]).toMatchObject({
      content: { htmlContent: "<p>Second</p>" },
      templateVersion: 2,
    });
    const versions = await sequences.call("GET /sequences/:id/versions", { params: { id: sequence.id } });
    expect(versions.data.map(({ steps }) => steps[0]?.templateVersion)).toEqual([2, 1]);
  });

  test("is not touched by a part it says itself, nor while it is a draft or archived", async () => {
    const { id } = await desk.create();
    const live = await sequences.create({ steps: [{ templateId: id, content: { subject: "Own" } }] });
    await sequences.activate(live.id);
    const draft = await sequences.create({ steps: [{ templateId: id }] });
    const gone = await sequences.create({ steps: [{ templateId: id }] });
    await sequences.remove(gone.id);
    expect((await desk.put(id, { subject: "Another" })).touches).toEqual([]);
    expect((await sequences.get(live.id)).hasUnpublishedChanges).toBe(false);
    expect((await desk.put(id, { htmlContent: "<p>New</p>" })).touches).toEqual([{ id: live.id, name: live.name }]);
    const usage = await desk.call("GET /templates/:id/usage", { params: { id } });
    expect(usage).toMatchObject({ live: 1, sentence: "Changing this touches 1 live sequence and 1 other sequence." });
    expect(usage.sequences.map(({ id: used, isLive, stepIds }) => [used, isLive, stepIds])).toEqual([
      [live.id, true, [idsOf(live)[0]]],
      [draft.id, false, [idsOf(draft)[0]]],
    ]);
  });

  test("counts for the numbers of its template, version by version", async () => {
    const { id } = await desk.create();
    const sequence = await sequences.create({ steps: [{ templateId: id }] });
    await sequences.activate(sequence.id);
    const [stepId] = idsOf(sequence);
    const rollup = (version: number, sent: number, replied: number) =>
      inWorkspace(database.db, caller.workspaceId, (tx) =>
        tx.rows(
          `insert into email_rollups (workspace_id, sequence_id, sequence_version, step_id, variant_id,
             sending_account_id, bucket, sent, opened, opened_machine, clicked, replied)
           values ($1, $2, $3, $4, $5, $5, '2026-11-20', $6, 20, 30, 4, $7)`,
          [caller.workspaceId, sequence.id, version, stepId, randomUUID(), sent, replied],
        ),
      );
    await rollup(1, 80, 8);
    await inWorkspace(database.db, caller.workspaceId, (tx) =>
      tx.rows(
        `with reader as (insert into contacts (workspace_id, id, email, email_key)
           values ($1, gen_random_uuid(), 'a@b.example', 'a@b.example') returning id),
         account as (insert into sending_accounts (workspace_id, id, provider, email, display_name, hourly_limit,
           daily_limit, min_gap_ms) values ($1, gen_random_uuid(), 'smtp', 'us@haste.example', 'Us', 9, 9, 0) returning id)
         insert into email_activities (workspace_id, id, kind, sequence_id, sequence_version, step_id, contact_id,
           sending_account_id, message_id, to_email, status, reply_class)
         select $1, gen_random_uuid(), 'sequence', $2, 1, $3, reader.id, account.id, class, 'a@b.example', 'sent', class
         from reader, account, unnest('{interested,referral,objection}'::text[]) class`,
        [caller.workspaceId, sequence.id, stepId],
      ),
    );
    // Nobody's: this version does not exist, so its step took nothing from the template.
    await rollup(2, 1_000, 900);
    const stats = await desk.call("GET /templates/:id/stats", { params: { id } });
    expect(stats).toMatchObject({
      ...{ sent: 80, opened: 20, openedMachine: 30, clicked: 4, replied: 8, positiveReplied: 2 },
      ...{ avgOpenRate: 0.25, avgClickRate: 0.05, replyRate: 0.1, positiveReplyRate: 0.025 },
      evidence: { "/replyRate": { n: 8, of: 80, level: 0.95 } },
      reasons: {},
    });
    const listed = await desk.call("GET /templates", { query: { include: "stats" } });
    expect(listed.data[0]?.stats).toEqual(stats);
    const unused = await desk.create();
    expect(await desk.call("GET /templates/:id/stats", { params: { id: unused.id } })).toMatchObject({
      sent: 0,
      replyRate: null,
    });
  });
});

describe("importing a template", () => {
  const load = (body: Record<string, unknown>) =>
    desk.call("POST /templates/import", { body: { name: "Imported", ...body } });

  test("takes HTML without what runs or loads in it, its title as the subject, and foreign merge tags as ours", async () => {
    const source = `<html><head><title>Hi *|FNAME|*</title><script>alert(1)</script></head>
      <body onload="x()"><p>{{ company }}</p><a href="javascript:x()">a</a></body></html>`;
    const made = await load({ format: "html", source });
    expect(made.subject).toBe("Hi {{ contact.firstName }}");
    expect(made.htmlContent).toContain("<p>{{ company.name }}</p>");
    expect(made.htmlContent).not.toMatch(/script|onload|alert/i);
    expect(made.notes.length).toBeGreaterThan(3);
  });

  test("takes a text with its subject line, in paragraphs, and escapes what would be markup", async () => {
    const made = await load({ format: "text", source: "Subject: Quick one\n\nA < B & {{ contact.firstName }}\n\nBye" });
    expect(made).toMatchObject({
      subject: "Quick one",
      textContent: "A < B & {{ contact.firstName }}\n\nBye",
      htmlContent: "<p>A &lt; B &amp; {{ contact.firstName }}</p>\n<p>Bye</p>",
    });
  });

  test("says how to bring MJML", async () => {
    expect(await refusalOf(load({ format: "mjml", source: "<mjml></mjml>" }))).toEqual(["format_not_read"]);
  });
});
