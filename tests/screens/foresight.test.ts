import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const email = (subject: string) => ({
  type: "email" as const,
  delay: { value: 1, unit: "businessDays" as const },
  content: { subject, htmlContent: "<p>Hello</p>" },
});
const split = {
  type: "branch" as const,
  content: {
    branches: [
      {
        name: "Short",
        if: { field: "split", op: "lt" as const, value: 0.3, step: "copy" },
        steps: [email("One number")],
      },
    ],
    otherwise: [email("The longer story")],
  },
};

async function make(name: string): Promise<string> {
  const steps = [email("The yard"), split];
  const settings = { sendingHours: { start: "09:00", end: "09:30" } };
  return (await product.api("POST /sequences", { body: { name, settings, steps } })).id;
}

describe("the builder", () => {
  test("says when a real person would come to each step, in their own zone, and follows an edit at once", async () => {
    const id = await make("Foreseen");
    const tokyo = { email: "misaki@foreseen.example", lastName: "Foreseen", timezone: "Asia/Tokyo" };
    const { id: person } = await product.api("POST /contacts", { body: tokyo });
    await page.goto(`${product.url}/sequences/${id}/steps?person=${person}`);
    await page.getByText("times in Tokyo").waitFor();
    const yard = page.getByRole("row", { name: /The yard/ });
    const first = await yard.getByText(/^\w{3} \d+ \w{3}, 09:\d\d$/).textContent();
    // Only one of the two ways is theirs: the other one has no date.
    await until("one of the ways had a date", async () => {
      const dates = await page
        .getByRole("row", { name: /One number|The longer story/ })
        .getByText(/, 09:\d\d$/)
        .count();
      return dates === 1;
    });
    await yard.click();
    const days = page.getByLabel("Step 1", { exact: true }).getByRole("textbox").last();
    await days.fill("9");
    await until("the date followed", async () => {
      const now = await yard.getByText(/^\w{3} \d+ \w{3}, 09:\d\d$/).textContent();
      return now !== first;
    });
  });

  test("says what the ways of a random split are meant to get, in both views", async () => {
    const id = await make("Shares");
    await page.goto(`${product.url}/sequences/${id}/steps`);
    await page.getByText("30 % by chance").waitFor();
    await page.getByText("70 % by chance").waitFor();
    await page.goto(`${product.url}/sequences/${id}/steps?view=canvas`);
    const canvas = page.locator("[data-canvas]");
    await canvas.getByRole("button", { name: "Short 30 %" }).waitFor();
    await canvas
      .getByText(/^\w{3} \d+ \w{3}, 09:\d\d$/)
      .first()
      .waitFor();
  });
});

describe("the simulator", () => {
  test("ranks what holds mails back, and shows other assumptions beside as soon as one is ticked", async () => {
    for (const { id } of (await product.api("GET /sending-accounts")).data)
      await product.api("PUT /sending-accounts/:id", { params: { id }, body: { dailyLimit: 5, hourlyLimit: 5 } });
    const id = await make("Crowded");
    await page.goto(`${product.url}/sequences/${id}/simulate`);
    const held = page.locator("section").filter({ has: page.getByRole("heading", { name: "What holds mails back" }) });
    await held.getByText(/^The daily cap of an account holds mails back most/).waitFor();
    await expect(held.getByRole("listitem").first().textContent()).resolves.toMatch(/^Cap of the account, a day/);

    const both = page.getByRole("table", { name: "As things are, and what if" });
    expect(await both.count()).toBe(0);
    await page.getByRole("checkbox", { name: "Another cap for all accounts" }).check();
    await page.getByLabel("Cap of all accounts").fill("50");
    await both
      .getByText(/^\d+ days sooner$/)
      .first()
      .waitFor();
    await page.getByText(/^Nine in ten mails leave \d+ days sooner\.$/).waitFor();
    // The cap that stood there first was tried as well: its answer may be seen before the one that was written.
    await page.waitForURL(/ifCap=50/);
    await page.getByRole("checkbox", { name: "Another cap for all accounts" }).uncheck();
    await both.waitFor({ state: "detached" });
  });
});
