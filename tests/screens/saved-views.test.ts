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

const header = (name: string) => page.getByRole("table", { name: "Sequences" }).getByRole("columnheader", { name });
const tab = (name: string) => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });
const views = async () =>
  (await product.api("GET /saved-views", { query: { "filter[screen]": "sequences" } })).data.map(
    ({ name, visibility, query, columns }) => ({ name, visibility, query, columns }),
  );

describe("saved views of the list of sequences", () => {
  test("keep filters, order and columns under a name, and bring them back", async () => {
    await page.goto(`${product.url}/sequences?q=dock&sort=name`);
    await page.getByText("The dock queue").first().waitFor();
    await page.getByRole("button", { name: "Columns" }).click();
    for (const name of ["14 days", "Next mail"]) await page.getByRole("menuitemcheckbox", { name }).click();
    await page.keyboard.press("Escape");
    await header("14 days").waitFor({ state: "detached" });
    await page.keyboard.press("s");
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByLabel("Name").fill("Docks");
    await dialog.getByText("Everybody here").click();
    await page.keyboard.press("Enter");
    await tab("Docks").waitFor();
    const columns = ["state", "steps", "active", "sent", "replied", "range"];
    expect(await views()).toEqual([
      { name: "Docks", visibility: "workspace", query: { q: "dock", sort: "name" }, columns },
    ]);

    await tab("All").click();
    await page.goto(`${product.url}/sequences`);
    await header("14 days").waitFor();
    await tab("Docks").click();
    await header("14 days").waitFor({ state: "detached" });
    expect(await page.getByLabel("Find a sequence").inputValue()).toBe("dock");
    expect(await tab("Docks").getAttribute("aria-current")).toBe("page");
  });

  test("are changed, refused under a name that is taken, and removed with a way back", async () => {
    await product.api("POST /saved-views", { body: { screen: "sequences", name: "Port", query: { q: "port" } } });
    const { id } = await product.api("POST /saved-views", {
      body: { screen: "sequences", name: "Stuck", visibility: "workspace", query: { view: "paused" } },
    });
    await page.goto(`${product.url}/sequences?view=active&saved=${id}`);
    await page.getByRole("button", { name: "View, changed" }).click();
    await page.getByRole("menuitem", { name: "Keep this in “Stuck”" }).click();
    await page.getByText("“Stuck” keeps what the list shows now.").waitFor();
    expect((await views()).find(({ name }) => name === "Stuck")?.query).toEqual({ view: "active" });

    await page.keyboard.press("s");
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByLabel("Name").fill("Stuck");
    await dialog.getByText("Everybody here").click();
    await dialog.getByRole("button", { name: "Save view" }).click();
    await dialog.getByText("Another view has this name. Choose a different one.").waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Remove “Stuck”" }).click();
    await tab("Stuck").waitFor({ state: "detached" });
    await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await tab("Stuck").waitFor();
  });
});

describe("sequences side by side", () => {
  test("are chosen in the list and compared by keyboard, with a finding and what it stands on", async () => {
    await page.goto(`${product.url}/sequences?view=active`);
    await page.getByText("The dock queue").first().waitFor();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    const compare = page.getByRole("button", { name: "Compare" });
    await until("two were chosen", () => compare.isEnabled());
    await page.keyboard.press("v");
    await until("two were side by side", () => /\/sequences\/compare\?ids=[^,]+,[^,]+$/.test(page.url()));
    const inAll = page.getByRole("region", { name: "In all" });
    await inAll.getByRole("rowheader", { name: /^Replies/ }).waitFor();
    await page.getByText(/is answered most|Nobody has answered|has sent/).waitFor();
    expect(await inAll.getByRole("columnheader").count()).toBe(2);
    await page.getByRole("region", { name: "Email by email" }).getByRole("rowheader", { name: "Email 1" }).waitFor();

    await page.keyboard.press("/");
    await page.locator("[role=option][data-combobox-selected]").waitFor();
    await page.keyboard.press("Enter");
    await until("a third one was there", async () => (await inAll.getByRole("columnheader").count()) === 3);
    await inAll
      .getByRole("button", { name: /^Take out / })
      .first()
      .focus();
    await page.keyboard.press("Enter");
    await until("one was taken out", async () => (await inAll.getByRole("columnheader").count()) === 2);
  });
});
