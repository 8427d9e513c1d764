import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sequenceRoutes } from "../../server/src/catalog/sequences/index.ts";
import { templateRoutes } from "../../server/src/catalog/templates/index.ts";
import { ledgerPorts } from "../../server/src/wiring/ledger-ports.ts";
import { templatePorts } from "../../server/src/wiring/template-ports.ts";
import { call, startTestProduct, type TestProduct } from "./support.ts";

let product: TestProduct;
let key: string;

beforeAll(async () => {
  const ports = { publicUrl: () => "http://127.0.0.1:8080", ledger: ledgerPorts.sequences };
  product = await startTestProduct({ routes: { ...sequenceRoutes(ports), ...templateRoutes(templatePorts) } });
  ({ apiKey: key } = await product.workspace());
});
afterAll(() => product.close());

type Row = { id: string; version: number; [part: string]: unknown };
const ask = (route: string, body?: unknown, headers: Record<string, string> = {}) => {
  const [method, path] = route.split(" ");
  return call<Row>(product.url, `${method} /api/v1${path}` as "GET /", {
    key,
    headers,
    ...(body === undefined ? {} : { body }),
  });
};

describe("/templates", () => {
  test("makes, reads, changes, copies and archives, with Location and ETag", async () => {
    const made = await ask("POST /templates", { name: "Intro", subject: "Hi", htmlContent: "<p>Hi</p>", tags: null });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(made.headers.get("location")).toBe(`/api/v1/templates/${id}`);
    const read = await ask(`GET /templates/${id}`);
    expect(read.body).toEqual(made.body);
    const etag = String(read.headers.get("etag"));
    const changed = await ask(`PUT /templates/${id}`, { subject: "Hello" }, { "if-match": etag });
    expect(changed).toMatchObject({ status: 200, body: { subject: "Hello", htmlContent: "<p>Hi</p>", touches: [] } });
    expect((await ask(`PUT /templates/${id}`, { subject: "Hey" }, { "if-match": etag })).status).toBe(412);
    const copy = await ask(`POST /templates/${id}/duplicate`);
    expect(copy).toMatchObject({ status: 201, body: { name: "Intro (copy)" } });
    expect((await ask(`DELETE /templates/${id}`)).status).toBe(204);
    expect((await ask(`DELETE /templates/${id}`)).status).toBe(404);
    expect((await ask("POST /templates", { name: "Intro" })).status).toBe(201);
    expect((await ask("POST /templates", { name: "Intro" })).body).toMatchObject({ code: "name_taken" });
  });

  test("answers broken Liquid with 422 template_syntax, its line, its column and what to do", async () => {
    const { status, body } = await ask("POST /templates", { name: "Broken", htmlContent: "<p>Hi</p>\n{% if contact" });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      ...{ code: "template_syntax", line: 2, column: expect.any(Number), part: "htmlContent" },
      fix: expect.any(String),
      errors: [{ pointer: "/htmlContent", code: "template_syntax", detail: expect.stringContaining("line 2") }],
    });
  });

  test("takes whatever text there is and gives it back, or says what is wrong with it, and never breaks", async () => {
    const piece = fc.constantFrom(
      "{{",
      "}}",
      "{%",
      "%}",
      "contact.firstName",
      "|",
      "default:",
      "'",
      '"',
      "snippet",
      "\0",
      "<p>",
    );
    const text = fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 12 });
    const { id } = (await ask("POST /templates", { name: "Anything" })).body;
    await fc.assert(
      fc.asyncProperty(text, async (pieces) => {
        const htmlContent = pieces.join("");
        const { status, body } = await ask(`PUT /templates/${id}`, { htmlContent });
        expect([200, 422]).toContain(status);
        if (status === 200) expect(body.htmlContent).toBe(htmlContent);
      }),
      { numRuns: 60 },
    );
  });

  test("names the live sequences that would take a change over", async () => {
    const { id: templateId } = (await ask("POST /templates", { name: "Used", subject: "Hi", htmlContent: "<p>1</p>" }))
      .body;
    const sequence = await ask("POST /sequences", { name: "Live", steps: [{ templateId }] });
    const { id } = sequence.body;
    expect((await ask(`POST /sequences/${id}/activate`, { override: ["insecure-public-url"] })).status).toBe(200);
    const { body } = await ask(`PUT /templates/${templateId}`, { htmlContent: "<p>2</p>" });
    expect(body.touches).toEqual([{ id, name: "Live" }]);
    expect((await ask(`GET /templates/${templateId}/usage`)).body).toMatchObject({ live: 1 });
    expect((await ask(`GET /sequences/${id}`)).body).toMatchObject({ hasUnpublishedChanges: true });
  });
});

describe("/snippets", () => {
  test("makes, reads, changes and removes, and refuses names that no tag could say", async () => {
    const made = await ask("POST /snippets", { name: "Proof", htmlContent: "<b>1</b>" });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(made.headers.get("location")).toBe(`/api/v1/snippets/${id}`);
    const read = await ask(`GET /snippets/${id}`);
    expect(read.body).toEqual(made.body);
    const stale = { "if-match": String(read.headers.get("etag")) };
    expect((await ask(`PUT /snippets/${id}`, { htmlContent: "<b>2</b>" }, stale)).body).toMatchObject({ version: 2 });
    expect((await ask(`PUT /snippets/${id}`, { htmlContent: "<b>3</b>" }, stale)).status).toBe(412);
    for (const name of ["", 'a"b', "a%}", "{{x}}", "a\nb"]) {
      expect([name, (await ask("POST /snippets", { name })).status]).toEqual([name, 422]);
    }
    expect((await ask(`DELETE /snippets/${id}`)).status).toBe(204);
    expect((await ask(`GET /snippets/${id}`)).body.archivedAt).not.toBeNull();
  });
});
