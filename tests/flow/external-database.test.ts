import { afterAll, beforeAll, expect, test } from "vitest";
import { type SecondCluster, secondCluster } from "../support/database.ts";
import { type Product, startProduct } from "../support/product.ts";
import { Scene } from "./scene.ts";

let cluster: SecondCluster;
let product: Product;

beforeAll(async () => {
  cluster = await secondCluster();
  product = await startProduct({ databaseUrl: cluster.url });
});
afterAll(async () => {
  await product?.stop();
  await cluster?.stop();
});

test("a customer's own PostgreSQL, reached over TCP, carries a sequence from enrolling to the reply", async () => {
  expect(product.databaseUrl).toBe(cluster.url);
  const scene = new Scene(await product.workspace());
  const sequence = await scene.sequence();
  const [answering, silent] = [await scene.reader(sequence), await scene.reader(sequence)];
  await scene.api("POST /sandbox/emails/:id/open", { params: { id: answering.mail.id } });
  await scene.api("POST /sandbox/emails/:id/reply", { params: { id: answering.mail.id }, body: { text: "Gladly." } });
  await scene.reach(answering, { status: "stopped", stopReason: "replied" });
  await scene.advance(1, "weeks");
  expect(await scene.mails(answering)).toHaveLength(1);
  expect(await scene.mails(silent)).toHaveLength(2);
  expect(await scene.emails(answering)).toMatchObject([{ openCount: 1, repliedAt: expect.any(String) }]);
});

test("a product on somebody's own PostgreSQL that is killed and started again goes on where it was", async () => {
  const workspace = await product.workspace();
  let scene = new Scene(workspace);
  const reader = await scene.reader(await scene.sequence());
  await scene.sent(reader);
  await product.kill9();
  product = await product.restart();
  scene = new Scene({ ...workspace, url: product.url, api: product.apiWith(workspace.apiKey) });
  await scene.advance(1, "weeks");
  expect(await scene.mails(reader)).toHaveLength(2);
});
