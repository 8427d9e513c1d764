import { endpoint, Id } from "@haste/contract/endpoint";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { created, type RequestContext } from "../../server/src/platform/http/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { call, startTestProduct, type TestProduct } from "./support.ts";

let product: TestProduct;
let key: string;
let workspaceId: string;
/** Lets the test decide when a handler goes on. */
let gate: { readonly entered: Promise<void>; readonly open: () => void; readonly handler: () => Promise<void> };
const stored: string[] = [];
const logLines: string[] = [];

const Thing = z.object({ id: Id, name: z.string() });

beforeAll(async () => {
  product = await startTestProduct({
    server: { log: createLog("error", { write: (line) => logLines.push(line) }) },
    table: {
      "POST /things": endpoint({
        summary: "Make a thing",
        permission: "contacts:write",
        body: z.object({ name: z.string() }),
        status: 201,
        response: Thing,
      }),
      "GET /things": endpoint({ summary: "Write", permission: "contacts:read", status: 200, response: Thing }),
    },
    routes: {
      "GET /things": async (ctx: RequestContext) => {
        await ctx.tx.rows("update workspaces set name = 'Written' where id = $1", [ctx.workspace.id]);
        return { id: ctx.newId(), name: "" };
      },
      "POST /things": async (ctx: RequestContext, { body }: { body: { name: string } }) => {
        if (body.name === "Slow") await gate.handler();
        const id = body.name === "Broken" ? "not an id" : ctx.newId();
        stored.push(id);
        return created(`/things/${id}`, { id, name: body.name });
      },
    },
  });
  ({ apiKey: key, workspaceId } = await product.workspace());
});
afterAll(() => product.close());

function makeGate(): typeof gate {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    entered: entered.promise,
    open: opened.resolve,
    handler: () => {
      entered.resolve();
      return opened.promise;
    },
  };
}

describe("a request that does not fit", () => {
  test("names every wrong field by its place, with a code and a remedy", async () => {
    const { status, headers, body } = await call(product.url, "POST /api/v1/api-keys", {
      key,
      body: { role: "king", scopes: [7] },
    });
    expect(status).toBe(422);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({ code: "invalid_request", status: 422, fix: expect.any(String) });
    expect(body.errors?.map((error) => [error.pointer, error.code])).toEqual([
      ["/name", "required"],
      ["/role", "invalid_value"],
      ["/scopes/0", "invalid_type"],
    ]);
    expect(body.instance).toBe(headers.get("x-request-id"));
  });

  test("is told which query parameter is wrong", async () => {
    const { status, body } = await call(product.url, "GET /api/v1/jobs?limit=1000&filter%5Bcolor%5D=red", { key });
    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.pointer)).toEqual(["/query/limit", "/query/filter[color]"]);
  });

  test.each([
    { what: "broken JSON", text: "{broken", type: "application/json", wanted: 400, code: "malformed_json" },
    {
      what: "a form",
      text: "name=x",
      type: "application/x-www-form-urlencoded",
      wanted: 415,
      code: "unsupported_media_type",
    },
    { what: "a file where none is taken", text: "{}", type: "text/csv", wanted: 415, code: "unsupported_media_type" },
    {
      what: "three megabytes",
      text: `{"name":"${"x".repeat(3_000_000)}"}`,
      type: "application/json",
      wanted: 413,
      code: "body_too_large",
    },
  ])("with a body of $what is refused with $wanted", async ({ text, type, wanted, code }) => {
    const { status, body } = await call(product.url, "POST /api/v1/api-keys", {
      key,
      body: text,
      headers: { "content-type": type },
    });
    expect([status, body.code]).toEqual([wanted, code]);
    expect(body.fix).not.toBe("");
  });

  test("an operation without required fields takes no body, an empty one and {}", async () => {
    const { body: made } = await call<{ id: string }>(product.url, "POST /api/v1/api-keys", {
      key,
      body: { name: "Spare" },
    });
    for (const body of [undefined, "", {}]) {
      const { status } = await call(product.url, `POST /api/v1/api-keys/${made.id}/rotate`, { key, body });
      expect(status).toBe(200);
    }
  });

  test.each([
    ["GET /api/v1/nothing", 404, "not_found"],
    ["GET /api", 404, "not_found"],
    ["POST /somewhere", 404, "not_found"],
    ["GET /api/v1/jobs/not-an-id", 404, "not_found"],
    ["GET /api/v1/%zz", 404, "not_found"],
    ["PATCH /api/v1/settings", 405, "method_not_allowed"],
  ] as const)("%s answers a problem with status %i", async (route, wanted, code) => {
    const { status, body, headers } = await call(product.url, route, { key });
    expect([status, body.code]).toEqual([wanted, code]);
    expect(headers.get("content-type")).toBe("application/problem+json");
    if (wanted === 405) expect(headers.get("allow")).toBe("GET, PUT");
  });

  test("the type of a problem leads to a page that explains it", async () => {
    const { body } = await call(product.url, "GET /api/v1/nothing", { key });
    const page = await fetch(body.type);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("There is nothing here");
  });

  test("a cursor that is not ours is refused, also one of another list", async () => {
    const { body } = await call(product.url, "GET /api/v1/jobs?cursor=abcdefgh1234", { key });
    expect([body.status, body.code]).toEqual([422, "invalid_cursor"]);
  });

  test("an answer that does not fit its schema is our fault and never leaves", async () => {
    const { status, body } = await call(product.url, "POST /api/v1/things", { key, body: { name: "Broken" } });
    expect([status, body.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(body)).not.toContain("not an id");
    expect(logLines.join("")).toContain("The answer of POST /things does not fit its schema: /id");
  });
});

describe("an Idempotency-Key", () => {
  const post = (idempotencyKey: string, body: unknown, bearer = key) =>
    call<{ id: string; name: string; code?: string }>(product.url, "POST /api/v1/things", {
      key: bearer,
      body,
      headers: { "idempotency-key": idempotencyKey },
    });

  test("makes a repeated request get the first answer without doing it again", async () => {
    const first = await post("a-1", { name: "Once" });
    const before = stored.length;
    const again = await post("a-1", { name: "Once" });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(stored.length).toBe(before);
  });

  test("refuses another request under the same key", async () => {
    await post("a-2", { name: "One thing" });
    const other = await post("a-2", { name: "Another thing" });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"]);
  });

  test("answers 409 while the first request still runs", async () => {
    gate = makeGate();
    const first = post("a-3", { name: "Slow" });
    await gate.entered;
    const second = await post("a-3", { name: "Slow" });
    expect([second.status, second.body.code, second.headers.get("retry-after")]).toEqual([
      409,
      "idempotency_in_flight",
      "1",
    ]);
    gate.open();
    expect((await first).status).toBe(201);
    expect((await post("a-3", { name: "Slow" })).headers.get("idempotent-replayed")).toBe("true");
  });

  test("of a refused request is free again: nothing was done", async () => {
    expect((await post("a-4", {})).status).toBe(422);
    expect((await post("a-4", { name: "Now right" })).status).toBe(201);
  });

  test("belongs to the caller that sent it", async () => {
    const other = await product.workspace();
    const mine = await post("a-5", { name: "Mine" });
    const theirs = await post("a-5", { name: "Mine" }, other.apiKey);
    expect(theirs.headers.get("idempotent-replayed")).toBeNull();
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test("is forgotten after a day", async () => {
    const first = await post("a-6", { name: "Daily" });
    product.clock.advance(24 * 3_600_000 + 1);
    const next = await post("a-6", { name: "Daily" });
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(first.body.id);
  });

  test("keeps the answer sealed, so that no secret lies in the database", async () => {
    const made = await call<{ secret: string }>(product.url, "POST /api/v1/api-keys", {
      key,
      body: { name: "Kept" },
      headers: { "idempotency-key": "a-7" },
    });
    const again = await call<{ secret: string }>(product.url, "POST /api/v1/api-keys", {
      key,
      body: { name: "Kept" },
      headers: { "idempotency-key": "a-7" },
    });
    expect(again.body.secret).toBe(made.body.secret);
    const kept = await inWorkspace(product.db, workspaceId, (tx) =>
      tx.rows<{ body: Buffer }>("select body from idempotency_keys where key = 'a-7'"),
    );
    expect(kept).toHaveLength(1);
    expect(kept[0]?.body.toString("latin1")).not.toContain(made.body.secret.slice(0, 20));
  });
});

describe("a version", () => {
  type Settings = { name: string; version: number };
  test("comes as an ETag, answers 304 when it is known and 412 when it is stale", async () => {
    const read = await call<Settings>(product.url, "GET /api/v1/settings", { key });
    const etag = read.headers.get("etag") ?? "";
    expect(etag.startsWith(`"v${read.body.version}.`)).toBe(true);
    const known = await call(product.url, "GET /api/v1/settings", { key, headers: { "if-none-match": etag } });
    expect([known.status, known.body]).toEqual([304, ""]);
    const put = (ifMatch: string, name: string) =>
      call<Settings & ProblemBody>(product.url, "PUT /api/v1/settings", {
        key,
        body: { name },
        headers: { "if-match": ifMatch },
      });
    const changed = await put(etag, "Renamed");
    expect([changed.status, changed.headers.get("etag")?.split(".")[0]]).toEqual([200, `"v${read.body.version + 1}`]);
    const stale = await put(etag, "Overwritten");
    expect([stale.status, stale.body.code]).toEqual([412, "precondition_failed"]);
    expect((await call<Settings>(product.url, "GET /api/v1/settings", { key })).body.name).toBe("Renamed");
  });
});

describe("a list", () => {
  test("walked by cursor shows each row once, also while new ones come in", async () => {
    const workspace = await product.workspace();
    const make = (name: string) => {
      product.clock.advance(1);
      return call<{ id: string }>(product.url, "POST /api/v1/api-keys", { key: workspace.apiKey, body: { name } });
    };
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push((await make(`Key ${n}`)).body.id);
    const seen: string[] = [];
    let path = "/api/v1/api-keys?limit=3&include=total";
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await call<{
        data: { id: string }[];
        page: { nextCursor: string | null; hasMore: boolean; total: number };
      }>(product.url, `GET ${path}` as "GET /", { key: workspace.apiKey });
      seen.push(...body.data.map((row) => row.id));
      await make(`Meanwhile ${pages}`);
      if (pages === 0) expect(body.page.total).toBe(8);
      if (body.page.nextCursor === null) break;
      expect(body.page.hasMore).toBe(true);
      path = `/api/v1/api-keys?limit=3&include=total&cursor=${encodeURIComponent(body.page.nextCursor)}`;
    }
    expect(seen).toHaveLength(8);
    expect(seen.slice(0, 7)).toEqual([...ids].reverse());
  });
});

describe("a read", () => {
  test("changes nothing, even where a handler tried to", async () => {
    const name = async () => (await call<{ name: string }>(product.url, "GET /api/v1/settings", { key })).body.name;
    const before = await name();
    expect((await call(product.url, "GET /api/v1/things", { key })).status).toBe(500);
    expect(await name()).toBe(before);
    expect(logLines.join("")).toContain("cannot execute UPDATE in a read-only transaction");
  });
});
