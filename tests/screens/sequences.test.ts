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
  // What a hand does, counted where it arrives; it survives a page that is loaded anew.
  await page.addInitScript(() => {
    addEventListener(
      "pointerdown",
      (event) => {
        if (event.isTrusted) sessionStorage.setItem("clicks", `${Number(sessionStorage.getItem("clicks") ?? 0) + 1}`);
      },
      { capture: true },
    );
  });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A draft of one good mail, or of one without words, under a name of its own. */
function draft(name: string, isGood = true) {
  const content = isGood ? { subject: "Hello", htmlContent: "<p>Hello</p>" } : { subject: "Hello" };
  return product.api("POST /sequences", { body: { name, steps: [{ type: "email", content }] } });
}

async function statusOf(id: string): Promise<string> {
  return (await product.api("GET /sequences/:id", { params: { id } })).status;
}

const comesTo = (id: string, status: string) =>
  until(`sequence was ${status}`, async () => (await statusOf(id)) === status);

async function openList(q: string): Promise<void> {
  await page.goto(`${product.url}/sequences?q=${q}`);
  await page.getByRole("table", { name: "Sequences" }).getByRole("link").first().waitFor();
}

const link = (name: string) => page.getByRole("row").getByRole("link", { name, exact: true });

describe("from the gallery to people", () => {
  test("a sequence of three mails is launched to everybody a filter finds in at most seven clicks", async () => {
    const listed = Array.from({ length: 5 }, (_, at) => ({ email: `listed-${at}@list.example`, lastName: "Listed" }));
    for (const body of listed) await product.api("POST /contacts", { body });
    await page.goto(`${product.url}/sequences`);
    await page.getByText("The dock queue").first().waitFor();
    await page.evaluate(() => sessionStorage.removeItem("clicks"));

    await page.getByRole("button", { name: "New sequence" }).click();
    await page.getByText("After a meeting").click();
    await page.getByRole("region", { name: "What After a meeting sends" }).getByText("2 business days later").waitFor();
    await page.getByRole("button", { name: "Use this sequence" }).click();
    await page.getByRole("button", { name: "Activate" }).click();
    // The search has the focus already; typing is no click.
    await page.getByLabel("Search name, address, company").waitFor();
    await page.keyboard.type("listed");
    await page.getByText(/^5 people found$/).waitFor();
    await page.getByRole("button", { name: "Check all 5" }).click();
    await page.getByRole("button", { name: /^Enroll 5 people/ }).click();
    await page.getByText(/^5 people are enrolled\./).waitFor();

    const clicks = await page.evaluate(() => Number(sessionStorage.getItem("clicks")));
    expect(clicks).toBeGreaterThan(3);
    expect(clicks).toBeLessThanOrEqual(7);
    const made = (await product.api("GET /sequences", { query: { include: "stats", q: "After a meeting" } })).data[0];
    expect(made).toMatchObject({ status: "active" });
    expect(made?.steps).toHaveLength(3);
    expect(made?.stats?.active).toBe(5);
  });
});

describe("the list of sequences, worked by keys", () => {
  test("X and Shift-X choose a range, what was chosen is activated and paused together, and pausing can be undone", async () => {
    const made = [await draft("Range one"), await draft("Range two"), await draft("Range three")];
    await openList("Range");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    for (const key of ["j", "j", "Shift+X"]) await page.keyboard.press(key);
    await page.getByText("3 sequences selected").waitFor();
    await page.getByRole("button", { name: "Activate", exact: true }).first().click();
    for (const { id } of made) await comesTo(id, "active");

    await page.getByRole("checkbox", { name: "Select all rows shown" }).check();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    for (const { id } of made) await comesTo(id, "paused");
    await page.getByRole("button", { name: "Undo" }).click();
    for (const { id } of made) await comesTo(id, "active");
  });

  test("what is refused is told row by row with the way to mend it, and the others are done", async () => {
    const good = await draft("Mixed good");
    const broken = await draft("Mixed broken", false);
    await openList("Mixed");
    await page.getByRole("checkbox", { name: "Select all rows shown" }).check();
    await page.getByRole("button", { name: "Activate", exact: true }).first().click();
    await comesTo(good.id, "active");
    const told = page.getByRole("alert").filter({ hasText: "1 sequence could not be activated; 1 other is" });
    await told.getByText("The email has no text yet.").waitFor();
    await page.getByText("1 sequence selected").waitFor();
    await told.getByRole("link", { name: "Go to step 1" }).click();
    await until("the broken step was open", () => page.url().includes(`/sequences/${broken.id}/steps?step=`));
  });

  test("M opens what can be done with a row, and archiving says first how many people it stops", async () => {
    const { id } = await draft("Menu row");
    await openList("Menu");
    await page.keyboard.press("j");
    await page.keyboard.press("m");
    await page.getByRole("menuitem", { name: "Duplicate" }).waitFor();
    // The menu takes the focus once it stands.
    await until("the menu had the focus", () =>
      page.evaluate(() => document.activeElement?.closest("[role=menu]") !== null),
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await link("Menu row (copy)").waitFor();
    await page.getByRole("menuitem", { name: "Duplicate" }).waitFor({ state: "detached" });

    await link("Menu row").focus();
    await page.keyboard.press("e");
    await page.getByRole("dialog").getByText("Nobody is in it, so nobody is stopped.").waitFor();
    expect((await product.api("GET /sequences/:id", { params: { id } })).archivedAt).toBeNull();
    await page.getByRole("button", { name: "Archive it" }).click();
    await link("Menu row").waitFor({ state: "detached" });
    expect((await product.api("GET /sequences/:id", { params: { id } })).archivedAt).not.toBeNull();
  });
});
