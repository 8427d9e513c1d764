import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callRoute, refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { SequenceDesk } from "../../../../tests/support/sequences.ts";
import { plainEdits, TemplateDesk } from "../../../../tests/support/templates.ts";
import type { Caller } from "../../../../tests/support/work-context.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { preflightPorts } from "../../wiring/preflight-ports.ts";
import { renderRoutes } from "./routes.ts";

const routes = renderRoutes(preflightPorts, plainEdits);
let database: TestDatabase;
let caller: Caller;
let templates: TemplateDesk;
let contactId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const workspaceId = await seedWorkspace(database.db);
  caller = { db: database.db, workspaceId, now: new Date("2026-11-23T09:20:00.000Z") };
  templates = new TemplateDesk(caller);
  contactId = randomUUID();
  await inWorkspace(database.db, workspaceId, (tx) =>
    tx.rows(
      `insert into contacts (workspace_id, id, email, email_key, first_name, title)
       values ($1, $2, 'bo@x.example', 'bo@x.example', 'Bo & Co', 'Chef')`,
      [workspaceId, contactId],
    ),
  );
});

const preview = (id: string, body: Record<string, unknown> = {}): Promise<ResponseOf<"POST /templates/:id/preview">> =>
  callRoute(routes, "POST /templates/:id/preview", caller, { params: { id }, body: { contactId, ...body } });

describe("previewing a template", () => {
  test("gives the mail one contact would get, with its footer, size and links", async () => {
    const { id } = await templates.create({
      subject: "Hi {{ contact.firstName }}",
      htmlContent: '<p>{{ contact.firstName }} <a href="https://a.example/">a</a></p>',
    });
    const seen = await preview(id);
    expect(seen).toMatchObject({ subject: "Hi Bo & Co", links: ["https://a.example/"], refusal: null });
    expect(seen.html).toContain("<p>Bo &amp; Co <a");
    expect(seen.html).toContain("#unsubscribe");
    expect(seen.text).toContain("Bo & Co");
    expect(seen.bytes).toBe(Buffer.byteLength(seen.html));
  });

  test("says why the mail of somebody who lacks a value would be held", async () => {
    const { id } = await templates.create({ htmlContent: "<p>{{ company.name }}</p>" });
    const seen = await preview(id);
    expect(seen).toMatchObject({ subject: null, html: "", refusal: { code: "missing_variable" } });
    expect(seen.refusal?.detail).toContain("company.name");
  });

  test("takes unsaved words, and refuses broken ones at their line and column", async () => {
    const { id } = await templates.create();
    expect(await preview(id, { content: { subject: "Unsaved" } })).toMatchObject({
      subject: "Unsaved",
      html: expect.stringContaining("From the template"),
    });
    await expect(preview(id, { content: { htmlContent: "<p>\n{{ contact.x | nosuch }}" } })).rejects.toMatchObject({
      code: "template_syntax",
      options: { line: 2, column: expect.any(Number) },
    });
  });

  test("writes the snippet that is chosen for this contact", async () => {
    const chef = await templates.snippet({ name: "Chef", htmlContent: "kitchens for {{ contact.firstName }}" });
    const others = await templates.snippet({ name: "Others", htmlContent: "everything" });
    const choices = [{ if: { field: "contact.title", op: "eq", value: "Chef" }, snippetId: chef.id }];
    await templates.snippet({ name: "About", kind: "group", choices, otherwiseId: others.id });
    const { id } = await templates.create({ htmlContent: '<p>We do {% snippet "About" %}.</p>' });
    expect((await preview(id)).html).toContain("<p>We do kitchens for Bo &amp; Co.</p>");
    const { html } = await preview(id, { content: { htmlContent: '{% snippet "Others" %}' } });
    expect(html).toContain("everything");
  });

  test("is filled for a sequence where one is named, and refused for what is not there", async () => {
    const { id } = await templates.create({ htmlContent: "<p>{{ sequence.name }}</p>" });
    const sequence = await new SequenceDesk(caller).create({ name: "Winter" });
    expect((await preview(id, { sequenceId: sequence.id })).html).toContain("<p>Winter</p>");
    expect(await refusalOf(preview(id, { sequenceId: randomUUID() }))).toEqual(["not_found"]);
    expect(await refusalOf(preview(id, { contactId: randomUUID() }))).toEqual(["not_found"]);
    expect(await refusalOf(preview(randomUUID()))).toEqual(["not_found"]);
  });
});
