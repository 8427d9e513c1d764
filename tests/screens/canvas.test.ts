import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;
let sequenceId: string;

const email = (subject: string) => ({ type: "email" as const, content: { subject, htmlContent: "<p>Hello.</p>" } });
const steps = [
  { ...email("The yard"), delay: { value: 1, unit: "hours" as const } },
  {
    type: "branch" as const,
    content: {
      branches: [
        {
          name: "Yes",
          if: { all: [{ field: "contact.title", op: "contains" as const, value: "ops" }] },
          steps: [{ type: "call" as const, content: { title: "Call while it is warm" } }],
        },
      ],
      otherwise: [email("A second look"), email("Shall I close the file?")],
    },
  },
  email("One more"),
];

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
beforeEach(async () => {
  const made = await product.api("POST /sequences", { body: { name: `Ops leaders ${crypto.randomUUID()}`, steps } });
  sequenceId = made.id;
  await page.goto(`${product.url}/sequences/${sequenceId}/steps?view=canvas`);
  await boxOf("The yard").waitFor();
});

const canvas = () => page.locator("[data-canvas]");
const boxOf = (words: string): Locator => canvas().getByRole("button", { name: words });
const focused = () => canvas().locator("button:focus").textContent({ timeout: 1_000 });

async function press(key: string, leadsTo: string): Promise<void> {
  await page.keyboard.press(key);
  await until(`${key} led to ${leadsTo}`, async () => (await focused())?.includes(leadsTo) === true);
}

async function titles(): Promise<(string | null)[]> {
  const { steps: saved } = await product.api("GET /sequences/:id", { params: { id: sequenceId } });
  return saved.map((step) => (step.type === "email" ? step.content.subject : step.type));
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox();
  if (!box) throw new Error("nothing to drag to");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe("the canvas of a sequence", () => {
  test("arrows walk down a lane, over to the next one and on where they meet; Delete and undo work as in the outline", async () => {
    await boxOf("The yard").focus();
    await press("ArrowDown", "ops");
    await press("ArrowDown", "Yes");
    await press("ArrowRight", "No");
    await press("ArrowDown", "A second look");
    await press("ArrowDown", "Shall I close the file?");
    await press("ArrowDown", "One more");
    await press("End", "Finish");
    await press("Home", "Enroll");
    await press("ArrowDown", "The yard");
    await page.keyboard.press("Delete");
    await until("the first step was taken out", async () => (await titles())[0] === "branch");
    await page.keyboard.press("Control+z");
    await until("it was put back", async () => (await titles())[0] === "The yard");
  });

  test("a step that is dragged onto a line stands there afterwards", async () => {
    await page.setViewportSize({ width: 1440, height: 1400 });
    await boxOf("Finish").waitFor();
    const from = await middleOf(boxOf("Shall I close the file?"));
    const to = await middleOf(canvas().getByText("1 hour"));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    await until("the step came first", async () => (await titles())[0] === "Shall I close the file?");
    expect(await titles()).toEqual(["Shall I close the file?", "The yard", "branch", "One more"]);
  });
});
