import { endpoint } from "@haste/contract/endpoint";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkOrigin, readCredential, sessionCookie } from "./credentials.ts";
import { checkIfMatch, etagOf, etagOfBody, isNotModified } from "./etag.ts";
import { isLoopbackAddress, isLoopbackName, isOurHost } from "./hosts.ts";
import { html } from "./html.ts";
import { page, readCursor, writeCursor } from "./lists.ts";
import { pairRoutes } from "./route-list.ts";
import { readInput } from "./validate.ts";

const row = endpoint({ summary: "x", permission: "public", status: 200, response: z.object({}) });

describe("the table of routes", () => {
  test("stops the start with every route that lacks a handler, has two, or is unknown", () => {
    const handler = async () => ({});
    expect(() =>
      pairRoutes({ "GET /a": row, "GET /b": row }, [{ "GET /a": handler }, { "GET /a": handler, "GET /c": handler }]),
    ).toThrow(
      "The routes do not fit the table: GET /a has two handlers; GET /c has a handler but stands in no table; GET /b has no handler.",
    );
    expect(pairRoutes({ "GET /a": row }, [{ "GET /a": handler }])).toHaveLength(1);
  });
});

describe("a cursor", () => {
  const shape = z.tuple([z.string(), z.number()]);
  test("comes back as it was given and is refused when a character changed", () => {
    const cursor = writeCursor(["2026-01-01", 7]);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor(cursor, shape)).toEqual(["2026-01-01", 7]);
    expect(readCursor(undefined, shape)).toBeNull();
    const damaged = [`${cursor}A`, cursor.slice(1), writeCursor(["only one"]), "", "x".repeat(400)];
    for (const other of damaged) expect(() => readCursor(other, shape)).toThrow("cursor");
  });

  test("is given for a full page with more behind it, and not for the last one", () => {
    const options = { limit: 2, cursor: (n: number) => [n], wire: (n: number) => n * 10 };
    expect(page([1, 2, 3], options)).toMatchObject({
      data: [10, 20],
      page: { hasMore: true, nextCursor: writeCursor([2]) },
    });
    expect(page([1, 2], options)).toEqual({ data: [10, 20], page: { hasMore: false, nextCursor: null } });
    expect(page([], { ...options, total: 0 }).page).toEqual({ hasMore: false, nextCursor: null, total: 0 });
  });
});

describe("a host name", () => {
  const rule = {
    publicUrl: () => new URL("https://crm.example.com"),
    isTrackingDomain: async (name: string) => name === "go.acme.example",
  };
  test.each([
    ["localhost:8080", true],
    ["LOCALHOST", true],
    ["127.9.9.9:1", true],
    ["[::1]:8080", true],
    ["crm.example.com", true],
    ["crm.example.com:8443", true],
    ["go.acme.example", true],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example", false],
    ["crm.example.com.evil.example", false],
    ["evil.example", false],
    ["user@localhost", false],
    ["", false],
    [undefined, false],
  ])("%s is ours: %s", async (host, isOurs) => {
    expect(await isOurHost(host, rule)).toBe(isOurs);
  });

  test("of this machine is told from an address of another", () => {
    expect(["127.0.0.1", "::1", "::ffff:127.0.0.1"].every(isLoopbackAddress)).toBe(true);
    expect(["10.0.0.1", "::ffff:10.0.0.1", "", undefined].some(isLoopbackAddress)).toBe(false);
    expect(isLoopbackName("0.0.0.0")).toBe(false);
  });
});

describe("a credential", () => {
  const publicUrl = new URL("https://crm.example.com");
  test("is the bearer key where there is one, else the cookie of this port", () => {
    const cookie = "a=1; haste_session_8080=mine; haste_session_8081=other";
    expect(readCredential({ host: "localhost:8080", cookie }, false)).toEqual({ kind: "session", secret: "mine" });
    expect(readCredential({ host: "localhost:8080", cookie, authorization: "bearer hc_x" }, false)).toEqual({
      kind: "api-key",
      secret: "hc_x",
    });
    expect(readCredential({ host: "localhost:9000", cookie }, false)).toBeNull();
    for (const authorization of ["Basic abc", "Bearer", "Bearer a b", ""]) {
      expect(() => readCredential({ authorization }, false)).toThrow("Authorization header");
    }
  });

  test("in a cookie is out of reach for scripts, and marked secure under https", () => {
    expect(sessionCookie("s", { host: "localhost:8080", isSecure: false })).toBe(
      "haste_session_8080=s; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax",
    );
    expect(sessionCookie(null, { host: "crm.example.com", isSecure: true })).toBe(
      "__Host-haste_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure",
    );
  });

  test("in a cookie counts only with our own origin", () => {
    const host = "localhost:8080";
    expect(() => checkOrigin({ host, origin: "http://localhost:8080" }, publicUrl)).not.toThrow();
    expect(() => checkOrigin({ host, origin: "https://crm.example.com" }, publicUrl)).not.toThrow();
    expect(() =>
      checkOrigin({ host, origin: "http://localhost:8081", "sec-fetch-site": "same-origin" }, publicUrl),
    ).toThrow("comes from");
    expect(() => checkOrigin({ host, "sec-fetch-site": "same-site" }, publicUrl)).toThrow("does not say");
  });
});

describe("an ETag", () => {
  test("matches by value, weak or strong, in a list, or by the star", () => {
    expect(isNotModified('"v1", W/"v2"', '"v2"')).toBe(true);
    expect(isNotModified('"v1"', '"v2"')).toBe(false);
    expect(() => checkIfMatch("*", 9)).not.toThrow();
    expect(() => checkIfMatch(undefined, 9)).not.toThrow();
    expect(() => checkIfMatch('"v8"', 9)).toThrow('the present version is "v9"');
  });

  test("changes with statistics that are no part of the row, and holds writers to the row alone", () => {
    const before = etagOfBody(etagOf(9), '{"sent":1}');
    const after = etagOfBody(etagOf(9), '{"sent":2}');
    expect(isNotModified(before, after)).toBe(false);
    expect(isNotModified(before, before)).toBe(true);
    expect(() => checkIfMatch(before, 9)).not.toThrow();
    expect(() => checkIfMatch(before, 10)).toThrow("the present version");
  });
});

describe("a fault in a nested body", () => {
  test("is pointed at in the branch that came closest", () => {
    const body = z.object({
      steps: z.array(
        z.union([z.object({ at: z.string() }), z.object({ value: z.number(), unit: z.enum(["a/b", "~"]) })]),
      ),
    });
    const read = () =>
      readInput({ ...row, body }, { params: {}, query: {}, body: { steps: [{ value: 1, unit: "c" }] } });
    expect(read).toThrow(
      expect.objectContaining({
        options: expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/steps/0/unit" })] }),
      }),
    );
  });
});

describe("a page of ours", () => {
  test("shows what strangers wrote as text", () => {
    expect(html`<p title="${'"x"'}">${"<script>"}${html`<b>${1}</b>`}${["&", null]}</p>`.html).toBe(
      '<p title="&quot;x&quot;">&lt;script&gt;<b>1</b>&amp;</p>',
    );
  });
});
