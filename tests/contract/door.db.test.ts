import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventNames } from "@haste/contract/nouns/operations";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../server/src/platform/db/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { type CutWire, layWire } from "./cut-wire.ts";
import { document } from "./document.ts";
import { call, rawCall, startTestProduct, type TestProduct } from "./support.ts";

let product: TestProduct;
let key: string;

beforeAll(async () => {
  product = await startTestProduct();
  key = (await product.workspace()).apiKey;
});
afterAll(() => product.close());

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

  test("answers HEAD like GET, without a body", async () => {
    const { status, headers, body } = await call(product.url, "HEAD /api/v1/settings", { key });
    expect([status, body]).toEqual([200, ""]);
    expect(headers.get("etag")).toMatch(/^"v1\.[\w-]{10}"$/);
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
    type Events = { channels: { workspace: { messages: Record<string, unknown> } } };
    const events = await call<Events>(product.url, "GET /api/v1/asyncapi.json");
    expect(Object.keys(events.body.channels.workspace.messages)).toEqual([...eventNames]);
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
