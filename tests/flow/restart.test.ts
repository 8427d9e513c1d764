import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { Scene } from "./scene.ts";

let product: Product;

beforeAll(async () => {
  product = await startProduct({ demo: true });
});
afterAll(() => product?.stop());

/** Promised on an idle machine; a busy one gets three times as long before a test fails. */
const promised = { firstMs: 10_000, laterMs: 3_000 };

describe("starting", () => {
  test("is quick the first time, with the demo world, and quicker later", async () => {
    const first = product.startMs;
    expect(await product.interrupt()).toBe(0);
    product = await product.restart();
    console.log(`ready after ${Math.round(first)} ms the first time, ${Math.round(product.startMs)} ms later`);
    expect(first).toBeLessThan(promised.firstMs * 3);
    expect(product.startMs).toBeLessThan(promised.laterMs * 3);
  });

  test("finds the workspace, its key and its people where they were", async () => {
    const { total } = (await product.api("GET /contacts", { query: { limit: 1, include: "total" } })).page;
    expect(total).toBe(200);
  });
});

/**
 * What was on the wire when the product died may or may not have arrived. Nobody sends it again by themselves; a person
 * looks into the mailbox and says what became of it.
 */
async function settleUncertain(scene: Scene, arrived: readonly string[]): Promise<void> {
  const { data } = await scene.api("GET /outbox", { query: { limit: 200, "filter[status]": "uncertain" } });
  console.log(`${data.length} uncertain`);
  // One account has a handful of connections, each with one mail under way at most.
  expect(data.length).toBeLessThanOrEqual(10);
  for (const email of data) {
    const as = arrived.includes(email.toEmail) ? "sent" : "not_sent";
    await scene.api("POST /outbox/:id/settle", { params: { id: email.id }, body: { as } });
  }
  await scene.settle();
}

describe.each(["an interrupted", "a killed"])("%s product", (how) => {
  test(`that is started again has lost and doubled nothing (${how} one, in the middle of sending)`, async () => {
    const workspace = await product.workspace();
    let scene = new Scene(workspace);
    const sequence = await scene.sequence([{}, { delay: { value: 1, unit: "hours" } }]);
    const contacts = await Promise.all(Array.from({ length: 30 }, () => scene.contact()));
    const caught = async () => {
      const { data } = await scene.api("GET /sandbox/emails", { query: { limit: 200 } });
      return data.map((mail) => mail.to);
    };
    const job = await scene.api("POST /sequences/:id/enroll/bulk", {
      params: { id: sequence.id },
      body: { contactIds: contacts.map((contact) => contact.id) },
    });
    await until("some mails had left", async () => (await caught()).length > 0);
    if (how === "a killed") await product.kill9();
    else expect(await product.interrupt()).toBe(0);

    product = await product.restart();
    scene = new Scene({ ...workspace, url: product.url, api: product.apiWith(workspace.apiKey) });
    await scene.finish(job.id);
    await scene.settle();
    await settleUncertain(scene, await caught());
    const everybody = contacts.map((contact) => contact.email).sort();
    expect((await caught()).sort()).toEqual(everybody);
    await scene.advance(2, "hours");
    expect((await caught()).sort()).toEqual([...everybody, ...everybody].sort());
    for (const person of await scene.people(sequence)) expect(person.status).toBe("completed");
    const events = await scene.events();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.name === "email.sent")).toHaveLength(60);
  });
});
