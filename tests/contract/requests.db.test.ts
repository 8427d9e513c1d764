import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoint, Id } from "@haste/contract/endpoint";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { inWorkspace, openDatabase } from "../../server/src/platform/db/index.ts";
import { created, type RequestContext } from "../../server/src/platform/http/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { type CutWire, layWire } from "./cut-wire.ts";
import { document } from "./document.ts";
import { call, rawCall, startTestProduct, type TestProduct } from "./support.ts";

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
    },
    routes: {
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
    expect(etag).toBe(`"v${read.body.version}"`);
    const known = await call(product.url, "GET /api/v1/settings", { key, headers: { "if-none-match": etag } });
    expect([known.status, known.body]).toEqual([304, ""]);
    const put = (ifMatch: string, name: string) =>
      call<Settings & ProblemBody>(product.url, "PUT /api/v1/settings", {
        key,
        body: { name },
        headers: { "if-match": ifMatch },
      });
    const changed = await put(etag, "Renamed");
    expect([changed.status, changed.headers.get("etag")]).toEqual([200, `"v${read.body.version + 1}"`]);
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

describe("the door", () => {
  test("answers 421 to a host name that is not its own, whatever is asked", async () => {
    const { port } = new URL(product.url);
    for (const path of ["/", "/api/v1/me", "/healthz", "/t/o/x"]) {
      const { status, body } = await rawCall(product.url, { path, headers: { host: `evil.example:${port}` } });
      expect([path, status, (JSON.parse(body) as ProblemBody).code]).toEqual([path, 421, "misdirected"]);
    }
    for (const host of [`localhost:${port}`, `app.localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await rawCall(product.url, { path: "/healthz", headers: { host } })).status).toBe(200);
    }
  });

  test("says how much may still be asked on every answer, refusals included", async () => {
    for (const route of ["GET /api/v1/me", "GET /api/v1/nothing", "PATCH /api/v1/me"] as const) {
      const { headers } = await call(product.url, route, { key });
      expect([route, headers.get("ratelimit-limit")]).toEqual([route, "6000"]);
      expect(Number(headers.get("ratelimit-remaining"))).toBeLessThan(6_000);
      expect(Number(headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    }
    expect((await call(product.url, "GET /api/v1/me")).headers.get("ratelimit-limit")).toBe("6000");
  });

  test("sends security headers that keep foreign scripts out", async () => {
    const { headers } = await call(product.url, "GET /docs");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain("upgrade-insecure-requests");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
  });

  test("describes itself, for machines and for people", async () => {
    const { status, body } = await call(product.url, "GET /api/v1/openapi.json");
    expect([status, body]).toEqual([200, document]);
    const page = await call<string>(product.url, "GET /docs");
    expect(page.body).toContain("/contacts/{id}");
    expect(page.body).not.toMatch(/<script|https?:\/\//);
  });

  test("tells health, readiness and metrics", async () => {
    expect((await call<{ status: string }>(product.url, "GET /healthz")).body.status).toBe("ok");
    expect((await call<{ status: string }>(product.url, "GET /readyz")).body.status).toBe("ready");
    const metrics = await call<string>(product.url, "GET /metrics");
    expect(metrics.body).toContain('haste_http_request_seconds_count{method="GET",route="/healthz",status="200"}');
  });

  test("turns a key away that asks too often, and says when to come back", async () => {
    const busy = await startTestProduct({ server: { requestsPerMinute: 3 } });
    try {
      const { apiKey } = await busy.workspace();
      const ask = (bearer: string) => call(busy.url, "GET /api/v1/jobs", { key: bearer });
      for (let n = 0; n < 3; n += 1) expect((await ask(apiKey)).status).toBe(200);
      const refused = await ask(apiKey);
      expect([refused.status, refused.body.code, refused.headers.get("ratelimit-remaining")]).toEqual([
        429,
        "rate_limited",
        "0",
      ]);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await ask((await busy.workspace()).apiKey)).status).toBe(200);
    } finally {
      await busy.close();
    }
  });

  test("answers 503 with Retry-After while the database is away, and goes on when it is back", async () => {
    const log = createLog("silent");
    let wire: CutWire | undefined;
    const lonely = await startTestProduct({
      server: { log },
      openDatabase: async (url) => {
        wire = await layWire(url);
        return openDatabase(wire.url, { log });
      },
    });
    const { apiKey } = await lonely.workspace();
    const ask = () => call(lonely.url, "GET /api/v1/jobs", { key: apiKey });
    try {
      expect((await ask()).status).toBe(200);
      await wire?.cut();
      const away = await ask();
      expect([away.status, away.body.code, away.headers.get("retry-after")]).toEqual([503, "unavailable", "2"]);
      expect((await call(lonely.url, "GET /readyz")).status).toBe(503);
      expect((await call(lonely.url, "GET /healthz")).status).toBe(200);
      await wire?.mend();
      expect((await ask()).status).toBe(200);
    } finally {
      await lonely.close();
      await wire?.cut();
    }
  });
});

describe("the web app", () => {
  test("is served for every path of a person, with hashed files kept for ever and the page never", async () => {
    const folder = mkdtempSync(join(tmpdir(), "haste-web-"));
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>App</title>");
    writeFileSync(join(folder, "assets", "app-4f2a.js"), "export {};");
    const site = await startTestProduct({ server: { webFolder: folder } });
    try {
      for (const path of ["/", "/sequences/123", "/inbox"] as const) {
        const page = await call<string>(site.url, `GET ${path}`);
        expect([path, page.status, page.headers.get("cache-control")]).toEqual([path, 200, "no-cache"]);
        expect(page.body).toContain("<title>App</title>");
      }
      const file = await call<string>(site.url, "GET /assets/app-4f2a.js");
      expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect((await call(site.url, "GET /assets/gone-1234.js")).body.code).toBe("not_found");
      expect((await call(site.url, "GET /t/o/unknown")).status).toBe(404);
    } finally {
      await site.close();
      rmSync(folder, { recursive: true });
    }
  });
});
