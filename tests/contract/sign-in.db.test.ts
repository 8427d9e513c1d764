import type { Me } from "@haste/contract/nouns/identity";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClaimLink } from "../../server/src/catalog/identity/index.ts";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { call, rawCall, startTestProduct, type TestProduct } from "./support.ts";

interface Key {
  readonly id: string;
  readonly secret: string;
  readonly prefix: string;
  readonly lastUsedAt: string | null;
}

const day = 24 * 3_600_000;
let product: TestProduct;
let owner: { readonly workspaceId: string; readonly apiKey: string };

beforeAll(async () => {
  product = await startTestProduct();
  owner = await product.workspace("live");
});
afterAll(() => product.close());

const me = (key: string) => call<Me & ProblemBody>(product.url, "GET /api/v1/me", { key });
const makeKey = (body: object, key = owner.apiKey) =>
  call<Key & ProblemBody>(product.url, "POST /api/v1/api-keys", { key, body });

/** A session by a claim link, as a browser has it after opening one. */
async function signIn(workspaceId = owner.workspaceId): Promise<string> {
  const { token } = await createClaimLink(product.db, workspaceId, product.clock.machineNow());
  const { status, headers } = await call(product.url, "POST /api/v1/auth/claim", {
    body: { token },
    headers: { origin: product.url },
  });
  expect(status).toBe(200);
  return headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

describe("an API key", () => {
  test("says whose it is and of which kind of workspace", async () => {
    const { body } = await me(owner.apiKey);
    expect(owner.apiKey).toMatch(/^hc_live_/);
    expect(body).toMatchObject({
      role: "owner",
      signedInBy: "api-key",
      user: null,
      workspace: { id: owner.workspaceId },
    });
    expect((await product.workspace("sandbox")).apiKey).toMatch(/^hc_test_/);
  });

  test.each([
    ["a mistyped one", () => `${owner.apiKey.slice(0, -1)}${owner.apiKey.endsWith("a") ? "b" : "a"}`],
    ["one that was never made", () => "hc_live_00000000000000000000000000000000000000"],
    ["something else", () => "let-me-in"],
  ])("that is %s is refused", async (_what, key) => {
    const { status, body } = await me(key());
    expect([status, body.code]).toEqual([401, "invalid_key"]);
  });

  test("nobody sent is a 401 with the way in", async () => {
    const { status, body } = await call(product.url, "GET /api/v1/me");
    expect([status, body.code]).toEqual([401, "unauthenticated"]);
    expect(body.fix).toContain("Authorization: Bearer");
  });

  test("may do what its role may, and a scope narrows it", async () => {
    const viewer = (await makeKey({ name: "Reader", role: "viewer" })).body.secret;
    expect((await call(product.url, "GET /api/v1/settings", { key: viewer })).status).toBe(200);
    const refused = await call(product.url, "PUT /api/v1/settings", { key: viewer, body: { name: "Mine" } });
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
    expect(refused.body.detail).toContain("settings:write");
    const scoped = (await makeKey({ name: "Jobs only", role: "admin", scopes: ["jobs:read"] })).body.secret;
    expect((await call(product.url, "GET /api/v1/jobs", { key: scoped })).status).toBe(200);
    expect((await call(product.url, "GET /api/v1/settings", { key: scoped })).status).toBe(403);
  });

  test("cannot make or rotate a key that may do more than itself", async () => {
    const admin = (await makeKey({ name: "Admin", role: "admin" })).body.secret;
    expect((await makeKey({ name: "Up", role: "owner" }, admin)).body.code).toBe("forbidden");
    const narrow = (await makeKey({ name: "Keys", role: "admin", scopes: ["api-keys:read", "api-keys:write"] })).body
      .secret;
    expect((await makeKey({ name: "Wide", role: "admin" }, narrow)).body.code).toBe("forbidden");
    const list = await call<{ data: { id: string; role: string }[] }>(product.url, "GET /api/v1/api-keys", {
      key: admin,
    });
    const first = list.body.data.find((row) => row.role === "owner");
    const stolen = await call(product.url, `POST /api/v1/api-keys/${first?.id}/rotate`, { key: admin });
    expect([stolen.status, stolen.body.code]).toEqual([403, "forbidden"]);
  });

  test("stops working at its expiry and at its revocation, at once", async () => {
    const expiresAt = new Date(product.clock.machineNow().getTime() + 60_000).toISOString();
    const short = (await makeKey({ name: "Short", expiresAt })).body;
    expect((await me(short.secret)).status).toBe(200);
    product.clock.advance(60_000);
    expect((await me(short.secret)).body.detail).toContain("has expired");
    const long = (await makeKey({ name: "Long" })).body;
    expect((await me(long.secret)).status).toBe(200);
    const gone = () => call(product.url, `DELETE /api/v1/api-keys/${long.id}`, { key: owner.apiKey });
    expect((await gone()).status).toBe(204);
    expect((await me(long.secret)).body.detail).toContain("was revoked");
    expect((await gone()).status).toBe(404);
  });

  test("has two secrets while it rotates, never three", async () => {
    const first = (await makeKey({ name: "Rotating" })).body;
    const rotate = () =>
      call<Key>(product.url, `POST /api/v1/api-keys/${first.id}/rotate`, { key: owner.apiKey }).then(
        (answer) => answer.body,
      );
    const second = await rotate();
    expect([(await me(first.secret)).status, (await me(second.secret)).status]).toEqual([200, 200]);
    const third = await rotate();
    const works = async (key: string) => (await me(key)).status === 200;
    expect([await works(first.secret), await works(second.secret), await works(third.secret)]).toEqual([
      false,
      true,
      true,
    ]);
    product.clock.advance(day);
    expect([await works(second.secret), await works(third.secret)]).toEqual([false, true]);
    expect((await me(second.secret)).body.detail).toContain("was rotated");
  });

  test("remembers its last use, and its secret is kept nowhere", async () => {
    const made = (await makeKey({ name: "Watched" })).body;
    await me(made.secret);
    await product.identity.close();
    const list = await call<{ data: Key[] }>(product.url, "GET /api/v1/api-keys", { key: owner.apiKey });
    const row = list.body.data.find((key) => key.id === made.id);
    expect(row?.lastUsedAt).toBe(product.clock.machineNow().toISOString());
    expect(JSON.stringify(list.body)).not.toContain(made.secret);
    expect(made.secret.startsWith(row?.prefix ?? "none")).toBe(true);
  });

  test("with an unknown scope or a past expiry is not made", async () => {
    expect((await makeKey({ name: "X", scopes: ["moon:write"] })).body.errors?.[0]).toMatchObject({
      pointer: "/scopes/0",
    });
    expect((await makeKey({ name: "X", expiresAt: "2020-01-01T00:00:00Z" })).body.errors?.[0]?.pointer).toBe(
      "/expiresAt",
    );
  });
});

describe("a claim link", () => {
  test("works once and makes its opener the owner", async () => {
    const { token } = await createClaimLink(product.db, owner.workspaceId, product.clock.machineNow());
    const claim = () =>
      call<Me & ProblemBody>(product.url, "POST /api/v1/auth/claim", {
        body: { token, name: "Clara Claim" },
        headers: { origin: product.url },
      });
    const first = await claim();
    expect(first.body).toMatchObject({ role: "owner", signedInBy: "session", user: { name: "Clara Claim" } });
    const cookie = first.headers.getSetCookie()[0] ?? "";
    expect(cookie).toMatch(/^haste_session_\d+=.*; HttpOnly; SameSite=Lax$/);
    expect((await claim()).body).toMatchObject({ code: "claim_spent", status: 410 });
  });

  test("is spent after a day", async () => {
    const { token } = await createClaimLink(product.db, owner.workspaceId, product.clock.machineNow());
    product.clock.advance(day);
    const { status } = await call(product.url, "POST /api/v1/auth/claim", {
      body: { token },
      headers: { origin: product.url },
    });
    expect(status).toBe(410);
  });

  test("that nobody opened in time is gone with the next one", async () => {
    const make = () => createClaimLink(product.db, owner.workspaceId, product.clock.machineNow());
    await make();
    product.clock.advance(day);
    await make();
    const left = await inWorkspace(product.db, owner.workspaceId, (tx) =>
      tx.rows("select from claim_links where workspace_id = $1 and used_at is null", [owner.workspaceId]),
    );
    expect(left).toHaveLength(1);
  });
});

describe("a session", () => {
  test("writes only from our own pages", async () => {
    const cookie = await signIn();
    const write = (headers: Record<string, string>) =>
      call(product.url, "PUT /api/v1/settings", { body: { name: "Acme" }, headers: { cookie, ...headers } });
    expect((await write({ origin: product.url })).status).toBe(200);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      {},
      { "sec-fetch-site": "cross-site" },
    ]) {
      // Not with fetch, which sets Sec-Fetch-* itself.
      const { status, body } = await rawCall(product.url, {
        method: "PUT",
        path: "/api/v1/settings",
        headers: { cookie, host: new URL(product.url).host, "content-type": "application/json", ...headers } as Record<
          string,
          string
        >,
        body: JSON.stringify({ name: "Taken over" }),
      });
      expect([headers, status, (JSON.parse(body) as ProblemBody).code]).toEqual([headers, 403, "csrf_refused"]);
    }
    const sameOrigin = await rawCall(product.url, {
      method: "PUT",
      path: "/api/v1/settings",
      headers: {
        cookie,
        host: new URL(product.url).host,
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
      },
      body: JSON.stringify({ name: "Acme" }),
    });
    expect(sameOrigin.status).toBe(200);
  });

  test("lives thirty days from its last use, and ends with sign-out", async () => {
    const cookie = await signIn();
    const read = () => call<ProblemBody>(product.url, "GET /api/v1/me", { headers: { cookie } });
    product.clock.advance(29 * day);
    expect((await read()).status).toBe(200);
    await product.identity.close();
    product.clock.advance(29 * day);
    expect((await read()).status).toBe(200);
    await product.identity.close();
    product.clock.advance(31 * day);
    expect((await read()).body.code).toBe("unauthenticated");

    const other = await signIn();
    const out = await call(product.url, "POST /api/v1/auth/sign-out", {
      headers: { cookie: other, origin: product.url },
    });
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining("Max-Age=0")]);
    expect((await call(product.url, "GET /api/v1/me", { headers: { cookie: other } })).status).toBe(401);
  });

  test("lists the person's workspaces and nobody else's", async () => {
    const cookie = await signIn();
    const { body } = await call<{ data: { id: string }[] }>(product.url, "GET /api/v1/workspaces", {
      headers: { cookie },
    });
    expect(body.data.map((row) => row.id)).toEqual([owner.workspaceId]);
  });
});

describe("every change", () => {
  test("stands in the audit log with who did it", async () => {
    const workspace = await product.workspace();
    await call(product.url, "PUT /api/v1/settings", { key: workspace.apiKey, body: { timezone: "Europe/Berlin" } });
    await makeKey({ name: "Audited" }, workspace.apiKey);
    const { body } = await call<{ data: { action: string; actor: { kind: string } }[] }>(
      product.url,
      "GET /api/v1/audit-log",
      {
        key: workspace.apiKey,
      },
    );
    expect(body.data.map((row) => row.action).sort()).toEqual([
      "api-key.created",
      "settings.changed",
      "workspace.created",
    ]);
    expect(body.data.filter((row) => row.actor.kind === "api-key")).toHaveLength(2);
  });

  test("to a zone nobody knows is refused", async () => {
    const { status, body } = await call(product.url, "PUT /api/v1/settings", {
      key: owner.apiKey,
      body: { timezone: "Mars/Base" },
    });
    expect([status, body.code]).toEqual([422, "zone_unknown"]);
  });
});

describe("the demo on this machine", () => {
  let demo: TestProduct;
  beforeAll(async () => {
    demo = await startTestProduct({ demo: true });
  });
  afterAll(() => demo.close());

  test("signs its owner in when the page or GET /me is opened, by loopback names only", async () => {
    const { status, body, headers } = await call<Me>(demo.url, "GET /api/v1/me");
    expect([status, body.role, body.workspace.mode]).toEqual([200, "owner", "sandbox"]);
    const cookie = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const again = await call<Me>(demo.url, "GET /api/v1/me", { headers: { cookie } });
    expect([again.body.signedInBy, again.headers.getSetCookie()]).toEqual(["session", []]);
    const page = await call<string>(demo.url, "GET /", { headers: { accept: "text/html" } });
    expect(page.headers.getSetCookie()).toHaveLength(1);
    expect((await call(demo.url, "GET /api/v1/jobs")).status).toBe(401);
    const { port } = new URL(demo.url);
    const foreign = await rawCall(demo.url, { path: "/api/v1/me", headers: { host: `rebound.example:${port}` } });
    expect([foreign.status, foreign.headers["set-cookie"]]).toEqual([421, undefined]);
  });

  test("replaces a cookie of an older installation, but never overrides a key", async () => {
    const { port } = new URL(demo.url);
    const stale = await call<Me>(demo.url, "GET /api/v1/me", { headers: { cookie: `haste_session_${port}=gone` } });
    expect([stale.status, stale.headers.getSetCookie().length]).toEqual([200, 1]);
    expect((await call(demo.url, "GET /api/v1/me", { key: "hc_test_wrong" })).status).toBe(401);
  });

  test("signs nobody in through a proxy", async () => {
    const { status } = await call(demo.url, "GET /api/v1/me", { headers: { "x-forwarded-for": "203.0.113.7" } });
    expect(status).toBe(401);
  });

  test("signs nobody in on an address that others can reach", async () => {
    const open = await startTestProduct({ demo: true, host: "0.0.0.0" });
    try {
      const { status, headers } = await call(open.url, "GET /api/v1/me");
      expect([status, headers.getSetCookie()]).toEqual([401, []]);
    } finally {
      await open.close();
    }
  });
});
