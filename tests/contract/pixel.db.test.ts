import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { Agent, get } from "node:http";
import type { ProblemBody } from "@haste/contract/problems";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publicLinksOf } from "../../server/src/flow/render/links.ts";
import { openPixel, type Recorder } from "../../server/src/flow/track/index.ts";
import type { SigningKeys } from "../../server/src/platform/crypto/index.ts";
import { createLog } from "../../server/src/platform/log/index.ts";
import { call, rawCall, startTestProduct, type TestProduct } from "./support.ts";

type Fetched = Parameters<Recorder["record"]>[0];

const signingKeys: SigningKeys = {
  newest: 1,
  byId: new Map([[1, createSecretKey(randomBytes(32))]]),
  old: new Set(),
};
const email = { workspaceId: randomUUID(), emailId: randomUUID() };
const path = publicLinksOf(signingKeys, "", email).openUrl;

let product: TestProduct;
let recorded: Fetched[];
let record: Recorder["record"];

/** A product whose opens are kept in a list instead of a database, or meet what a test puts in the recorder's place. */
function startWithPixel(): Promise<TestProduct> {
  const shortcut = openPixel({
    recorder: { record: (fetched) => record(fetched) },
    signingKeys,
    visitorKey: randomBytes(32),
    machineNow: () => new Date("2026-11-23T09:00:00Z"),
  });
  return startTestProduct({ server: { shortcut, log: createLog("silent") } });
}

beforeAll(async () => {
  product = await startWithPixel();
});
beforeEach(() => {
  recorded = [];
  record = async (fetched) => recorded.push(fetched) > 0;
});
afterAll(() => product.close());

describe("the pixel of an open", () => {
  test("looks the same to everybody, and counts for its own email alone", async () => {
    const host = new URL(product.url).host;
    const forged = `${path.slice(0, -4)}AAAA`;
    const asks = [path, forged, "/t/o/x", "/t/o/", "/t/o/%E0%A4%A", `/t/o/${"x".repeat(3_000)}`, `/t/o/a/b?c=${path}`];
    const answers = await Promise.all(asks.map((asked) => rawCall(product.url, { path: asked, headers: { host } })));
    const [first] = answers;
    for (const answer of answers) {
      expect({ ...answer, headers: { ...answer.headers, date: "" } }).toEqual({
        ...first,
        status: 200,
        headers: { ...first?.headers, date: "" },
      });
    }
    expect(first?.headers).toMatchObject({
      "content-type": "image/gif",
      "content-length": "42",
      "cache-control": "no-store, no-cache, must-revalidate, private",
      "cross-origin-resource-policy": "cross-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(recorded).toMatchObject([{ ...email, kind: "opened" }]);
  });

  test("answers the mails of a key that was replaced long ago, and counts them no more", async () => {
    const { url } = product;
    const old = signingKeys.old as Set<number>;
    old.add(1);
    try {
      expect((await rawCall(url, { path, headers: { host: new URL(url).host } })).status).toBe(200);
      expect(recorded).toEqual([]);
    } finally {
      old.clear();
    }
  });

  test("is a GIF of one pixel, byte for byte", async () => {
    const bytes = Buffer.from(await (await fetch(product.url + path)).arrayBuffer());
    expect([bytes.subarray(0, 6).toString(), bytes.readUInt16LE(6), bytes.readUInt16LE(8), bytes.at(-1)]).toEqual([
      "GIF89a",
      1,
      1,
      0x3b,
    ]);
    expect(bytes.toString("base64")).toBe("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
  });

  test("is known in every form its address may take on the way", async () => {
    const { host, port } = new URL(product.url);
    const encoded = `/t/o/${path.slice(5).replaceAll(/[-_A-M]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
    for (const asked of [encoded, `${path}?utm=1`, `http://localhost:${port}${path}`]) {
      expect((await rawCall(product.url, { path: asked, headers: { host } })).status).toBe(200);
    }
    expect(recorded.map((fetched) => fetched.emailId)).toEqual([email.emailId, email.emailId, email.emailId]);
  });

  test("tells who asked and who only looks ahead", async () => {
    await call(product.url, `GET ${path as "/"}`, { headers: { "user-agent": "Reader/1", "sec-purpose": "prefetch" } });
    const head = await call(product.url, `HEAD ${path as "/"}`, { headers: { "user-agent": "Scanner/2" } });
    await call(product.url, `GET ${path as "/"}`, { headers: { "user-agent": "Reader/3" } });
    expect([head.status, head.headers.get("content-length"), head.body]).toEqual([200, "42", ""]);
    expect(recorded).toMatchObject([
      { agent: "Reader/1", method: "GET", ahead: "sec-purpose: prefetch" },
      { agent: "Scanner/2", method: "HEAD", ahead: null },
      { agent: "Reader/3", method: "GET", ahead: null },
    ]);
  });

  test("comes also when its open cannot be recorded", async () => {
    record = () => Promise.reject(new Error("the database is away"));
    expect((await call(product.url, `GET ${path as "/"}`)).status).toBe(200);
  });

  test("is given under our names only, and to be read only", async () => {
    const foreign = await rawCall(product.url, { path, headers: { host: "evil.example" } });
    expect([foreign.status, (JSON.parse(foreign.body) as ProblemBody).code]).toEqual([421, "misdirected"]);
    expect((await call(product.url, `POST ${path as "/"}`)).body.code).toBe("not_found");
    expect(recorded).toEqual([]);
  });

  test("is counted with all requests, without its token", async () => {
    await call(product.url, `GET ${path as "/"}`);
    const { body } = await call<string>(product.url, "GET /metrics");
    expect(body).toMatch(/haste_http_request_seconds_count\{method="GET",route="\/t\/o\/:token",status="200"\} [1-9]/);
    expect(body).not.toContain(path);
  });

  test("still waits for its commit while the product stops, and then lets the connection go", async () => {
    const stopping = await startWithPixel();
    const { port } = new URL(stopping.url);
    const asked = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<boolean>();
    record = () => {
      asked.resolve();
      return commit.promise;
    };
    const agent = new Agent({ keepAlive: true });
    const answer = new Promise<string | undefined>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, agent }, (response) => {
        response.resume().once("end", () => resolve(response.headers.connection));
      }).once("error", reject);
    });
    await asked.promise;
    const closed = stopping.close();
    await expect(Promise.race([answer, new Promise((resolve) => setImmediate(resolve, "not yet"))])).resolves.toBe(
      "not yet",
    );
    commit.resolve(true);
    expect(await answer).toBe("close");
    await closed;
  });
});
