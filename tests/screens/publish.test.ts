import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test("publishing shows what changes and for whom, and takes along whom one says", async () => {
  const { api } = product;
  const running = (await api("GET /sequences")).data.find(({ name }) => name === "The dock queue");
  const id = running?.id ?? "";
  const step = running?.steps[1];
  await api("PUT /sequences/:id/steps/:stepId", {
    params: { id, stepId: step?.id ?? "" },
    body: { delay: { value: 9, unit: "days" } },
  });
  await page.goto(`${product.url}/sequences/${id}/steps`);
  await page.getByRole("button", { name: "Publish version 2…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("comes after 9 days instead of").waitFor();
  await dialog.getByText("They go on by version 1 until they finish.").first().waitFor();
  expect((await api("GET /sequences/:id", { params: { id } })).publishedVersion).toBe(1);

  await dialog.getByRole("radiogroup").last().getByText("Move to new").click();
  await dialog.getByText("They stay before this step, as version 2 has it.").waitFor();
  await dialog.getByRole("button", { name: /^Publish version 2/ }).click();
  await page.getByText(/^Version 2 is published; \d+ people go on in it/).waitFor();
  await until("version 2 runs", async () => {
    const { publishedVersion } = await api("GET /sequences/:id", { params: { id } });
    return publishedVersion === 2;
  });
});
