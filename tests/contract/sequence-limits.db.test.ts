import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sequenceRoutes } from "../../server/src/catalog/sequences/index.ts";
import { ledgerPorts } from "../../server/src/wiring/ledger-ports.ts";
import { call, startTestProduct, type TestProduct } from "./support.ts";

let product: TestProduct;
let key: string;

beforeAll(async () => {
  const ports = { publicUrl: () => "http://127.0.0.1:8080", ledger: ledgerPorts.sequences };
  product = await startTestProduct({ routes: sequenceRoutes(ports) });
  ({ apiKey: key } = await product.workspace());
});
afterAll(() => product.close());

const email = { type: "email", content: { subject: "Hi", htmlContent: "<p>Hi</p>" } };
const opened = { field: "email.opened", op: "eq", value: true };

async function create(steps: unknown) {
  const sent = { key, body: { name: `Founders ${randomUUID()}`, steps } };
  const { status, body } = await call(product.url, "POST /api/v1/sequences", sent);
  return { status, id: (body as { id?: string }).id ?? "", body };
}

/** A branch in a branch in a branch. */
function nested(levels: number): object {
  const inside = levels === 1 ? email : nested(levels - 1);
  return { type: "branch", content: { branches: [{ name: "Yes", if: opened, steps: [inside] }], otherwise: [] } };
}

function deep(levels: number): object {
  let condition: object = opened;
  for (let level = 0; level < levels; level += 1) condition = { not: condition };
  return condition;
}

describe("a sequence that is too big", () => {
  test("may have 200 steps and not one more, however they are written", async () => {
    const whole = await create(Array.from({ length: 200 }, () => email));
    expect(whole.status).toBe(201);
    expect((await create(Array.from({ length: 201 }, () => email))).status).toBe(422);
    const path = `POST /api/v1/sequences/${whole.id}/steps` as const;
    const { status, body } = await call(product.url, path, { key, body: email });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/steps", code: "too_many" }] });
  });

  test("counts what stands in lanes", async () => {
    const lane = { name: "Yes", if: opened, steps: Array.from({ length: 199 }, () => email) };
    const { status, body } = await create([email, { type: "branch", content: { branches: [lane] } }]);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: "/steps", code: "too_many" }], fix: expect.any(String) });
  });

  test("nests branches ten deep, and says so when it is one more", async () => {
    expect((await create([email, nested(10)])).status).toBe(201);
    const { status, body } = await create([email, nested(11)]);
    expect(status).toBe(422);
    expect(body.errors?.[0]).toMatchObject({ pointer: "/steps", detail: expect.stringMatching(/at most 10 deep/) });
    expect((await create([nested(300)])).status).toBe(422);
    // Deeper than a program would write it by itself.
    const [open, close] = ['[{"type":"branch","content":{"otherwise":', "}}]"];
    const text = `{"name":"Deep","steps":${open.repeat(5_000)}[]${close.repeat(5_000)}}`;
    const headers = { "content-type": "application/json" };
    expect((await call(product.url, "POST /api/v1/sequences", { key, body: text, headers })).status).toBe(422);
  });

  test("is refused with a condition a thousand levels deep, wherever it stands", async () => {
    const entry = { ...email, conditions: [{ if: deep(1_000), else: { action: "skip" } }] };
    const lane = { type: "branch", content: { branches: [{ name: "Deep", if: deep(1_000), steps: [email] }] } };
    const wait = { type: "wait", content: { for: deep(1_000), upTo: { value: 1, unit: "days" } } };
    for (const step of [entry, lane, wait]) {
      const { status, body } = await create([email, step]);
      expect([400, 422]).toContain(status);
      expect(body.fix).toEqual(expect.any(String));
    }
  });

  test("is refused where a list of steps is none", async () => {
    for (const steps of ["steps", [[]], [null], [{ type: "branch", content: { branches: [7], otherwise: 7 } }], {}]) {
      expect((await create(steps)).status).toBe(422);
    }
  });
});
