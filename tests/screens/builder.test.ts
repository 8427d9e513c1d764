import type { Step } from "@haste/contract/nouns/steps";
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

async function openDraft(name: string, steps: object[]): Promise<string> {
  const { id } = await product.api("POST /sequences", { body: { name, steps } });
  await page.goto(`${product.url}/sequences/${id}/steps`);
  await page.getByRole("treegrid", { name: "Steps" }).waitFor();
  return id;
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const focusIn = () => page.evaluate(() => document.activeElement?.closest("aside[aria-label^=Step]") !== null);
const focusedRow = () =>
  page.evaluate(() => {
    const row = document.activeElement as HTMLElement | null;
    return row?.dataset.row === undefined ? null : (row.textContent ?? "");
  });
const rowSays = (words: string) =>
  until(`the row with the focus said “${words}”`, async () => {
    const said = await focusedRow();
    if (said?.includes(words)) return true;
    throw new Error(`It says “${said}”.`);
  });

/** A step of this kind after the row with the focus, by the menu of kinds. */
async function add(letter: string, says: string): Promise<void> {
  await press("a");
  await page.getByRole("menu").waitFor();
  await press(letter);
  await page.getByRole("menu").waitFor({ state: "detached" });
  await rowSays(says);
}

/** Writes into the first fields of the step with the focus, and comes back to its row. */
async function fill(...texts: string[]): Promise<void> {
  await press("Enter");
  await until("the form had the focus", focusIn);
  // Subject and body come in chunks of their own, and take the place of what has the focus.
  if (texts.length > 1) await page.locator("aside[aria-label^=Step] [contenteditable=true]").nth(1).waitFor();
  for (const [at, text] of texts.entries()) {
    if (at > 0) await nextField();
    await page.keyboard.type(text);
  }
  await press("Escape");
  await until("a row had the focus", async () => (await focusedRow()) !== null);
}

async function nextField(): Promise<void> {
  await until("the next field had the focus", async () => {
    await press("Tab");
    return page.evaluate(() => document.activeElement?.matches("textarea, [contenteditable=true]") ?? false);
  });
}

const steps = async (id: string) => (await product.api("GET /sequences/:id", { params: { id } })).steps;

function outlineOf(list: readonly Step[]): unknown[] {
  return list.map((step) => {
    if (step.type !== "branch") return step.type;
    const { branches, otherwise } = step.content;
    return { branches: branches.map((lane) => outlineOf(lane.steps)), otherwise: outlineOf(otherwise) };
  });
}

/** The draft as the server has it, once it is of this shape. */
function becomes(id: string, shape: unknown[]): Promise<unknown> {
  return until(`the draft was ${JSON.stringify(shape)}`, async () => {
    return JSON.stringify(outlineOf(await steps(id))) === JSON.stringify(shape);
  });
}

describe("a sequence, by keyboard alone", () => {
  test("gets five steps and two branches, is saved by itself, and is activated", async () => {
    const id = await openDraft("By keys", []);
    await press("j");
    await add("e", "No subject yet");
    await fill("A quiet hello", "Hello");
    await rowSays("A quiet hello");
    await press("b");
    await rowSays("Clicked a link in step 1?");
    // Into its first way, where nothing stands yet.
    await press("ArrowDown");
    await rowSays("Yes");
    await add("c", "No title yet");
    await fill("Call them");
    await rowSays("Call them");
    await press("b");
    await rowSays("Clicked a link in step 1?");
    await press("ArrowDown");
    await add("e", "Re: A quiet hello");
    await fill("", "Still there?");
    await becomes(id, ["email", { branches: [["call", { branches: [["email"]], otherwise: [] }]], otherwise: [] }]);
    await page.getByText("Nothing keeps these steps from running.").waitFor();

    // The primary button of the page, reached and pressed by keys.
    await page.getByRole("button", { name: "Activate" }).focus();
    await press("Enter");
    await until("the sequence was active", async () => {
      return (await product.api("GET /sequences/:id", { params: { id } })).status === "active";
    });
  });

  test("has its steps moved, doubled, taken out and brought back", async () => {
    const mail = (subject: string) => ({ type: "email", content: { subject, htmlContent: "<p>Hi</p>" } });
    const id = await openDraft("Moving", [
      mail("One"),
      mail("Two"),
      { type: "branch", content: { branches: [{ name: "Yes" }] } },
    ]);
    const titles = async () =>
      (await steps(id)).map((step) => (step.type === "email" ? step.content.subject : step.type));
    const become = (...wanted: (string | null)[]) =>
      until(`the steps were ${wanted}`, async () => JSON.stringify(await titles()) === JSON.stringify(wanted));
    await page.getByRole("row", { name: /One/ }).focus();
    await press("Alt+ArrowDown");
    await become("Two", "One", "branch");
    await press("Control+z");
    await become("One", "Two", "branch");
    await press("Control+Shift+z");
    await become("Two", "One", "branch");
    await rowSays("One");
    await press("m");
    const dialog = page.getByRole("dialog", { name: "Move step 2 to" });
    await dialog.waitFor();
    await page.keyboard.type("first in “yes”");
    await press("Enter");
    await dialog.waitFor({ state: "detached" });
    await becomes(id, ["email", { branches: [["email"]], otherwise: [] }]);
    await rowSays("One");
    await press("d");
    await becomes(id, ["email", { branches: [["email", "email"]], otherwise: [] }]);
    await rowSays("One");
    await press("Delete");
    await becomes(id, ["email", { branches: [["email"]], otherwise: [] }]);
    await page.getByText("1 step is taken out.").waitFor();
  });

  test("takes steps of another sequence by copy and paste, asking about their own copies", async () => {
    const first = { id: crypto.randomUUID(), type: "email", content: { subject: "One", htmlContent: "<p>Hi</p>" } };
    const lane = { name: "Yes", if: { all: [{ field: "email.opened", op: "eq", value: true, step: first.id }] } };
    const from = await openDraft("From", [
      first,
      { type: "branch", content: { branches: [{ ...lane, steps: [{ type: "exit" }] }] } },
    ]);
    const [, source] = await steps(from);
    await page.getByRole("row", { name: /Opened step 1/ }).focus();
    await press("Control+c");
    const to = await openDraft(
      "To",
      [first.content].map((content) => ({ type: "email", content })),
    );
    await page.getByRole("row", { name: /One/ }).focus();
    await press("Control+v");
    await becomes(to, ["email", { branches: [["exit"]], otherwise: [] }]);
    const [, copy] = await steps(to);
    expect(copy?.id).not.toBe(source?.id);
    await page.getByText("This step is not part of the sequence. Choose an earlier one.").first().waitFor();
  });
});

describe("two people at one draft", () => {
  test("see both versions, and nobody's steps are lost without being asked", async () => {
    const mail = (subject: string) => ({ type: "email" as const, content: { subject, htmlContent: "<p>Hi</p>" } });
    const id = await openDraft("Together", [mail("Ours")]);
    let isFirst = true;
    await page.route(/\/api\/v1\/sequences\/[^/]+$/, async (route) => {
      if (route.request().method() === "PUT" && isFirst) {
        isFirst = false;
        await product.api("PUT /sequences/:id", { params: { id }, body: { steps: [mail("Theirs")] } });
      }
      await route.continue();
    });
    await page.getByLabel(/^Subject/).fill("Mine");
    await page.getByText("Somebody else changed these steps.").waitFor();
    expect((await steps(id)).map(({ content }) => content)).toMatchObject([{ subject: "Theirs" }]);
    await page.getByRole("button", { name: "Keep mine" }).click();
    await until("ours were saved", async () => JSON.stringify(await steps(id)).includes("Mine"));
  });
});
