import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { Scene } from "./scene.ts";

let product: Product;
let scene: Scene;
beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

test.each([
  [{ spamKeywords: ["hello"] }, "It says “hello”"],
  [{ linkWhitelist: ["acme.example"] }, "It links to other.example"],
])("a mail that %j speaks of waits for approval, and leaves when somebody approves it", async (rule, reason) => {
  const content = { subject: "Hello", html: '<p>See <a href="https://other.example/x">this</a></p>' };
  const none = { spamKeywords: [], linkWhitelist: [] };
  await scene.api("PUT /compliance", { body: { ...none, ...rule } });
  const person = await scene.enroll(await scene.sequence([content]));
  const asked = await until("it is asked for", async () => {
    const { data } = await scene.api("GET /approvals", { query: { limit: 200 } });
    return data.find((one) => one.contact.id === person.contact.id);
  });
  const email = await scene.api("GET /emails/:id", { params: { id: asked.id } });
  expect(email).toMatchObject({ status: "held", heldReason: expect.stringContaining(reason) });
  await scene.api("POST /approvals/:id/approve", { params: { id: asked.id } });
  await scene.mailTo(person);
});
