import { randomUUID } from "node:crypto";
import type { Definition } from "@haste/engine/sequence";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { SequenceDesk } from "../../../../tests/support/sequences.ts";
import { TemplateDesk } from "../../../../tests/support/templates.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";

let database: TestDatabase;
let caller: Caller;
let desk: TemplateDesk;
let sequences: SequenceDesk;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const now = new Date("2026-11-23T09:20:00.000Z");
  caller = { db: database.db, workspaceId: await seedWorkspace(database.db), now };
  desk = new TemplateDesk(caller);
  sequences = new SequenceDesk(caller);
});

const remove = (id: string) => desk.call("DELETE /snippets/:id", { params: { id } });
const usage = (id: string) => desk.call("GET /snippets/:id/usage", { params: { id } });
const isFood = { field: "company.industry", op: "eq", value: "Food" };
const mentioning = (name: string) => ({ content: { subject: "Hi", htmlContent: `<p>{% snippet "${name}" %}</p>` } });

async function publishedOf(sequenceId: string, version: number): Promise<Definition> {
  const [row] = await inWorkspace(database.db, caller.workspaceId, (tx) =>
    tx.rows<{ definition: Definition }>(
      "select definition from sequence_versions where sequence_id = $1 and version = $2",
      [sequenceId, version],
    ),
  );
  if (row === undefined) throw new Error("not published");
  return row.definition;
}
const htmlOf = ({ steps: [step] }: Definition) => (step?.kind === "email" ? step.content.htmlContent : null);

describe("a snippet", () => {
  test("comes back as it was saved, is listed by name, and found by a part of it", async () => {
    const made = await desk.snippet({ name: "Proof", htmlContent: "<b>31 %</b>", description: "A number" });
    expect(made).toMatchObject({ kind: "text", textContent: "", choices: [], otherwiseId: null, version: 1 });
    expect(await desk.call("GET /snippets/:id", { params: { id: made.id } })).toEqual(made);
    await desk.snippet({ name: "Ask", textContent: "Half an hour?" });
    const list = async (query: Record<string, string>) =>
      (await desk.call("GET /snippets", { query })).data.map(({ name }) => name);
    expect(await list({})).toEqual(["Ask", "Proof"]);
    expect(await list({ q: "number" })).toEqual(["Proof"]);
    expect(await list({ "filter[kind]": "group" })).toEqual([]);
    const first = await desk.call("GET /snippets", { query: { limit: "1", include: "total" } });
    expect(first.page).toMatchObject({ hasMore: true, total: 2 });
    expect(await list({ cursor: first.page.nextCursor ?? "" })).toEqual(["Proof"]);
    expect(await refusalOf(desk.snippet({ name: "Proof" }))).toEqual(["name_taken"]);
  });

  test("is refused with broken Liquid, in a circle, and where it mentions nothing known", async () => {
    expect(await refusalOf(desk.snippet({ name: "A", htmlContent: "{% if %}" }))).toEqual([
      "template_syntax",
      "template_syntax /htmlContent",
    ]);
    expect(await refusalOf(desk.snippet({ name: "A", htmlContent: '{% snippet "B" %}' }))).toEqual([
      "invalid_request",
      "unknown_snippet /htmlContent",
    ]);
    const a = await desk.snippet({ name: "A", htmlContent: "a" });
    const b = await desk.snippet({ name: "B", htmlContent: '{% snippet "A" %}' });
    const c = await desk.snippet({ name: "C", kind: "group", choices: [{ if: isFood, snippetId: b.id }] });
    expect(c.kind).toBe("group");
    expect(await refusalOf(desk.putSnippet(a.id, { htmlContent: "{% snippet 'C' %}" }))).toEqual([
      "invalid_request",
      "circle /htmlContent",
    ]);
  });

  test("is written into a version when it is published, and a change of it is something to publish", async () => {
    const inner = await desk.snippet({ name: "Name", htmlContent: "<i>{{ contact.firstName }}</i>" });
    await desk.snippet({ name: "Greeting", htmlContent: 'Hi {% snippet "Name" %}' });
    const template = await desk.create({ htmlContent: '<p>{% snippet "Greeting" %},</p>' });
    expect(template.snippets).toEqual(["Greeting"]);
    const sequence = await sequences.create({ steps: [{ templateId: template.id }, mentioning("Name")] });
    await sequences.activate(sequence.id);
    const first = await publishedOf(sequence.id, 1);
    expect(htmlOf(first)).toBe("<p>Hi <i>{{ contact.firstName }}</i>,</p>");

    const changed = await desk.putSnippet(inner.id, { htmlContent: "{{ contact.lastName }}" });
    expect(changed.touches).toEqual([{ id: sequence.id, name: sequence.name }]);
    expect(await publishedOf(sequence.id, 1)).toEqual(first);
    await sequences.publish(sequence.id);
    expect(htmlOf(await publishedOf(sequence.id, 2))).toBe("<p>Hi {{ contact.lastName }},</p>");
    // Only what it says is something to publish.
    expect((await desk.putSnippet(inner.id, { description: "Who" })).touches).toEqual([]);
  });

  test("tells everything a change of it would touch, and stays while something mentions it", async () => {
    const proof = await desk.snippet({ name: "Proof", htmlContent: "p" });
    const around = await desk.snippet({ name: "Around", htmlContent: '{% snippet "Proof" %}' });
    const template = await desk.create({ htmlContent: '{% snippet "Around" %}' });
    const byTemplate = await sequences.create({ steps: [{ templateId: template.id }] });
    const itself = await sequences.create({ steps: [mentioning("Proof")] });
    await sequences.activate(itself.id);
    expect(await usage(proof.id)).toMatchObject({
      sentence: "Changing this touches 1 live sequence and 1 other sequence.",
      snippets: [{ id: around.id, name: "Around" }],
      templates: [{ id: template.id }],
      sequences: [{ id: byTemplate.id }, { id: itself.id, isLive: true }],
    });
    expect(await refusalOf(remove(proof.id))).toEqual(["snippet_in_use"]);
    expect(await refusalOf(desk.putSnippet(proof.id, { name: "Evidence" }))).toEqual(["snippet_in_use"]);
    const unused = await desk.snippet({ name: "Unused", htmlContent: "u" });
    expect(await usage(unused.id)).toMatchObject({ sentence: "Nothing uses this yet.", live: 0 });
    expect(await desk.putSnippet(unused.id, { name: "Free" })).toMatchObject({ name: "Free" });
    await remove(unused.id);
    expect(await refusalOf(remove(unused.id))).toEqual(["not_found"]);
    await desk.snippet({ name: "Free", htmlContent: "again" });
  });

  test("that nobody knows keeps a draft from running, at its place", async () => {
    const sequence = await sequences.create({ steps: [mentioning("Nowhere")] });
    await expect(sequences.activate(sequence.id)).rejects.toMatchObject({
      code: "not_activatable",
      options: { errors: [{ code: "broken-step", pointer: "/steps/0/content/htmlContent" }] },
    });
  });
});

describe("a snippet group", () => {
  test("holds conditions about people, and snippets with a text of their own", async () => {
    const a = await desk.snippet({ name: "A", htmlContent: "a" });
    const group = (body: Record<string, unknown>) => desk.snippet({ name: "G", kind: "group", ...body });
    expect(await refusalOf(group({}))).toEqual(["invalid_request", "required /choices"]);
    expect(await refusalOf(group({ choices: [{ if: isFood, snippetId: randomUUID() }] }))).toEqual([
      "invalid_request",
      "not_found /choices/0/snippetId",
    ]);
    const aboutMails = { field: "email.opened", op: "eq", value: true };
    expect(await refusalOf(group({ choices: [{ if: aboutMails, snippetId: a.id }] }))).toEqual([
      "invalid_request",
      "unknown-field /choices/0/if/field",
    ]);
    const made = await group({ choices: [{ if: isFood, snippetId: a.id }], otherwiseId: null });
    expect(made.choices).toEqual([{ if: isFood, snippetId: a.id }]);
    expect(await refusalOf(desk.snippet({ name: "T", htmlContent: "t", choices: made.choices }))).toEqual([
      "invalid_request",
      "unwanted /choices",
    ]);
    expect(await refusalOf(desk.putSnippet(made.id, { htmlContent: "own" }))).toEqual([
      "invalid_request",
      "unwanted /htmlContent",
    ]);
  });

  test("is kept with all its texts by the version that mentions it, and its change is named when it is published", async () => {
    const a = await desk.snippet({ name: "Food", htmlContent: "cooled" });
    const b = await desk.snippet({ name: "Else", htmlContent: "dry" });
    const group = await desk.snippet({
      ...{ name: "Goods", kind: "group", otherwiseId: b.id },
      choices: [{ if: isFood, snippetId: a.id }],
    });
    const sequence = await sequences.create({ steps: [mentioning("Goods")] });
    await sequences.activate(sequence.id);
    const first = await publishedOf(sequence.id, 1);
    expect(htmlOf(first)).toBe('<p>{% snippet "Goods" %}</p>');
    expect(first.snippetGroups).toEqual({
      Goods: { choices: [{ if: isFood, html: "cooled", text: "" }], otherwise: { html: "dry", text: "" } },
    });
    expect((await desk.putSnippet(a.id, { htmlContent: "chilled" })).touches).toHaveLength(1);
    expect((await usage(a.id)).snippets).toEqual([{ id: group.id, name: "Goods" }]);
    expect(await refusalOf(remove(a.id))).toEqual(["snippet_in_use"]);
    const { impact } = await sequences.publish(sequence.id);
    expect(impact.diff.changes.map(({ sentence }) => sentence)).toEqual(["The snippets of “Goods” changed."]);
    expect((await publishedOf(sequence.id, 1)).snippetGroups).toEqual(first.snippetGroups);
  });
});
