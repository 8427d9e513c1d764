import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
beforeEach(async () => {
  await page.goto(product.url);
  await page.getByText("Last 30 days").waitFor();
});

function arrivesAt(path: string | RegExp): Promise<true> {
  return until(`the browser was at ${path}`, () => {
    const { pathname } = new URL(page.url());
    return typeof path === "string" ? pathname === path : path.test(pathname);
  });
}

/** The name of the row that has the focus; null where no row has it. */
function focusedRow(): Promise<string | null> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return active?.closest("[role=row]") ? active.textContent : null;
  });
}

describe("by keyboard alone", () => {
  test("Ctrl-K finds a sequence by its name and goes there", async () => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search or run…").waitFor();
    await page.keyboard.type("dock queue");
    await page.getByRole("dialog").getByText("The dock queue").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await arrivesAt(/^\/sequences\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { name: "The dock queue", exact: true }).waitFor();
  });

  test("Ctrl-K goes to a screen, and Escape closes it where one was", async () => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search or run…").waitFor();
    await page.keyboard.press("Escape");
    await page.getByPlaceholder("Search or run…").waitFor({ state: "detached" });
    await arrivesAt("/");
    await page.keyboard.press("Control+k");
    await page.locator('input:focus[placeholder="Search or run…"]').waitFor();
    await page.keyboard.type("Settings");
    // What was typed has been looked up once its first finding is the chosen one.
    await page.getByRole("dialog").locator("[data-selected]").getByText("Settings").waitFor();
    await page.keyboard.press("Enter");
    await arrivesAt("/settings");
  });

  test("J and K walk through a list, and Enter opens what has the focus", async () => {
    await page.goto(`${product.url}/sequences`);
    await page.getByText("The dock queue").first().waitFor();
    await page.keyboard.press("j");
    const first = await until("a row had the focus", focusedRow);
    await page.keyboard.press("j");
    const second = await until("the next row had the focus", async () => {
      const name = await focusedRow();
      return name !== first && name;
    });
    await page.keyboard.press("k");
    await until("the row before had the focus", async () => (await focusedRow()) === first);
    await page.keyboard.press("j");
    await until("the next row had the focus again", async () => (await focusedRow()) === second);
    await page.keyboard.press("Enter");
    await arrivesAt(/^\/sequences\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { name: second }).waitFor();
  });

  test("a digit says how a task went, Enter saves it and the next one is there", async () => {
    const { data } = await product.api("GET /contacts", { query: { limit: 2 } });
    const rings: string[] = [];
    for (const [at, { id: contactId }] of data.entries()) {
      const body = { kind: "call", title: `Ring number ${at + 1}`, contactId } as const;
      rings.push((await product.api("POST /tasks", { body })).id);
    }
    // Behind the tasks that the demo world begins with. Until these are there nobody could tell what comes next.
    let letQueueIn = () => {};
    let isIn = Promise.resolve();
    const keepQueueOut = () => {
      isIn = new Promise((resolve) => (letQueueIn = resolve));
    };
    await page.route(/\/tasks\?.*sort=dueAt/, (route) => isIn.then(() => route.continue()));
    keepQueueOut();
    await page.goto(`${product.url}/tasks?task=${rings[0]}`);
    await page.getByRole("heading", { name: "Ring number 1" }).waitFor();
    expect(await page.getByText("How did it go?").count()).toBe(0);
    letQueueIn();
    await page.getByText("How did it go?").waitFor();
    await page.keyboard.press("4");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Ring number 2" }).waitFor();
    keepQueueOut();
    const reread = page.waitForRequest(/\/tasks\?.*sort=dueAt/);
    await page.keyboard.press("u");
    await reread;
    expect(await page.getByRole("heading", { name: "Ring number 1" }).count()).toBe(0);
    letQueueIn();
    await page.getByRole("heading", { name: "Ring number 1" }).waitFor();
    await page.getByText("How did it go?").waitFor();
    await page.keyboard.press("s");
    await page.getByRole("heading", { name: "Ring number 2" }).waitFor();
    const ended = await product.api("GET /tasks", { query: { sort: "-completedAt" } });
    expect(ended.data.map(({ title, status }) => [title, status])).toEqual([["Ring number 1", "skipped"]]);
  });

  test("A lets a mail leave that waits for approval, S skips one, and X and a press decide about the rest", async () => {
    const { api } = product;
    const { id } = await api("POST /sequences", {
      body: {
        name: "Read first",
        settings: {
          sendingDays: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
          sendingHours: { start: "00:00", end: "24:00" },
        },
        steps: [
          {
            content: { subject: "For {{ contact.firstName }}", htmlContent: "<p>Hi</p>" },
            approval: { emails: "all" },
          },
        ],
      },
    });
    await api("POST /sequences/:id/activate", { params: { id } });
    for (const firstName of ["Ann", "Bo", "Cleo", "Dov"]) {
      const contact = await api("POST /contacts", { body: { email: `${firstName}@read.example`, firstName } });
      await api("POST /sequences/:id/enroll", { params: { id }, body: { contactId: contact.id } });
    }
    const names = async (status: "pending" | "approved" | "rejected") => {
      const query = { "filter[sequenceId]": id, "filter[status]": status };
      return (await api("GET /approvals", { query })).data.map(({ contact }) => contact.firstName);
    };
    const [ann, bo, ...rest] = await until("four mails waited", async () => {
      const found = await names("pending");
      return found.length === 4 ? found : undefined;
    });
    await page.goto(`${product.url}/approvals?sequence=${id}`);
    await page.getByRole("heading", { name: `For ${ann}` }).waitFor();
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: `For ${bo}` }).waitFor();
    await page.keyboard.press("s");
    await page.getByRole("heading", { name: `For ${rest[0]}` }).waitFor();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.getByRole("heading", { name: `For ${rest[1]}` }).waitFor();
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "Approve 2" }).press("Enter");
    await page.getByText("Nothing of this sequence").waitFor();
    expect([await names("approved"), await names("rejected")]).toEqual([[ann, ...rest], [bo]]);
  });

  test("a plot is saved as its numbers and as a picture with its finding", async () => {
    const plot = page.locator("figure").filter({ hasText: "Striped = planned" });
    const save = async (what: string) => {
      await plot.getByRole("button", { name: "Save this plot" }).press("Enter");
      const saved = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: what }).press("Enter");
      const file = await saved;
      await page.getByRole("menu").waitFor({ state: "detached" });
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };
    const numbers = await save("Numbers as CSV");
    expect(numbers.name).toMatch(/^[a-z0-9-]+-of-today-s-.+\.csv$/);
    const [head, ...hours] = numbers.bytes.toString().trim().split("\r\n");
    expect(head).toBe('"Hour","Sent","Planned"');
    expect(hours.length).toBeGreaterThan(9);
    const picture = await save("Picture as PNG");
    expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
    // IHDR: twice the pixels of the plot, with its caption above.
    const { width, height } = (await plot.locator("svg").last().boundingBox()) ?? { width: 0, height: 0 };
    expect(picture.bytes.readUInt32BE(16)).toBeGreaterThan(2 * width);
    expect(picture.bytes.readUInt32BE(20)).toBeGreaterThan(2 * height + 40);
    // Nothing drawn is a few hundred bytes.
    expect(picture.bytes.length).toBeGreaterThan(8_000);
  });

  test("every place of the rail has its two keys", async () => {
    for (const [keys, path] of [
      ["gs", "/sequences"],
      ["gt", "/tasks"],
      ["gc", "/contacts"],
      ["gb", "/sandbox"],
      ["g,", "/settings"],
      ["gh", "/"],
    ] as const) {
      await page.keyboard.type(keys);
      await arrivesAt(path);
    }
  });
});
