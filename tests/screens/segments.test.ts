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

/** People with a tag of their own, and the segment that has them. */
async function segmentOf(name: string, count: number) {
  for (let n = 0; n < count; n += 1) {
    const body = { email: `${name}-${n}@segments.example`.toLowerCase(), firstName: `${name} ${n}`, tags: [name] };
    await product.api("POST /contacts", { body });
  }
  const condition = { field: "contact.tags", op: "contains", value: name } as const;
  return product.api("POST /segments", { body: { name, condition } });
}

const choose = async (label: string, option: string) => {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
};

describe("from the gallery to a segment", () => {
  test("a sequence of three mails is launched to a saved segment in at most seven clicks", async () => {
    await segmentOf("Harborline", 5);
    for (let n = 0; n < 4; n += 1) await segmentOf(`Other${n}`, 1);
    await page.goto(`${product.url}/sequences`);
    await page.getByText("The dock queue").first().waitFor();
    await page.evaluate(() => sessionStorage.removeItem("clicks"));

    await page.getByRole("button", { name: "New sequence" }).click();
    await page.getByText("After a meeting").click();
    await page.getByRole("button", { name: "Use this sequence" }).click();
    await page.getByRole("button", { name: "Activate" }).click();
    await page.getByRole("region", { name: "Segments" }).getByText("All 5 segments").waitFor();
    // The search has the focus already; typing is no click.
    await page.keyboard.type("harbor");
    await page.getByRole("button", { name: /^Harborline .* 5 people$/ }).click();
    await page.getByRole("button", { name: /^Enroll 5 people/ }).click();
    await page.getByText(/^5 people are enrolled\./).waitFor();

    const clicks = await page.evaluate(() => Number(sessionStorage.getItem("clicks")));
    expect(clicks).toBeGreaterThan(3);
    expect(clicks).toBeLessThanOrEqual(7);
    const [made] = (await product.api("GET /sequences", { query: { include: "stats", q: "After a meeting" } })).data;
    expect(made).toMatchObject({ status: "active", stats: { active: 5 } });
    expect(made?.steps).toHaveLength(3);
  });
});

describe("the segments of a workspace", () => {
  test("are made by tests that show at once whom they mean, and changed and removed again", async () => {
    await product.api("POST /contacts", {
      body: { email: "io@segments.example", firstName: "Io", title: "Lamplighter" },
    });
    await page.goto(`${product.url}/contacts`);
    await page.getByRole("navigation", { name: "Contacts" }).getByRole("link", { name: "Segments" }).click();
    await page.getByRole("button", { name: "New segment" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Lamplighters");
    await dialog.getByRole("button", { name: "Test" }).click();
    await choose("How it is asked", "contains");
    await dialog.getByPlaceholder("value").fill("lamplight");
    const preview = dialog.getByRole("region", { name: "Who matches now" });
    await preview.getByText(/^1 of \d+ people match now$/).waitFor();
    await preview.getByText("Io", { exact: true }).waitFor();
    await page.keyboard.press("Control+Enter");

    const panel = page.getByRole("complementary", { name: "Lamplighters" });
    await panel.getByText('Title contains "lamplight"').waitFor();
    await panel.getByText("1 person now").waitFor();
    await panel.getByRole("button", { name: "Edit" }).click();
    await dialog.getByRole("button", { name: "Take this test out" }).click();
    await dialog.getByText("Everybody: add what decides").waitFor();
    await dialog.getByRole("button", { name: "Save segment" }).click();
    await panel.getByText("Everybody", { exact: true }).waitFor();
    await panel.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByText("Lamplighters is removed.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("table", { name: "Segments" }).getByText("Lamplighters").waitFor();
  });

  test("can be enrolled from where they are looked at", async () => {
    const { id } = await segmentOf("Quayside", 2);
    const steps = [{ content: { subject: "Hello", htmlContent: "<p>Hello</p>" } }];
    const sequence = await product.api("POST /sequences", { body: { name: "For the quayside", steps } });
    await product.api("POST /sequences/:id/activate", { params: { id: sequence.id } });
    await page.goto(`${product.url}/contacts/segments?segment=${id}`);
    await page.getByText("2 people now").waitFor();
    await page.getByRole("textbox", { name: "Search a segment" }).fill("nothing of this name");
    await page.getByText(/^No segment is called/).waitFor();
    await page.goto(`${product.url}/contacts/segments?segment=${id}&q=nothing`);
    await page.getByText("2 people now").waitFor();
    await page.keyboard.press("e");
    await page.getByRole("button", { name: /^For the quayside/ }).click();
    await page.getByText("Enroll Quayside in For the quayside").waitFor();
    await page.getByRole("button", { name: /^Enroll 2 people/ }).click();
    await page.getByText(/^2 people are enrolled\./).waitFor();
  });

  test("are simulated, and waited for by a trigger that says so", async () => {
    const { id } = await segmentOf("Drydock", 2);
    const steps = [{ content: { subject: "Hello", htmlContent: "<p>Hello</p>" } }];
    const sequence = await product.api("POST /sequences", { body: { name: "For the drydock", steps } });
    await product.api("POST /sequences/:id/activate", { params: { id: sequence.id } });
    await page.goto(`${product.url}/sequences/${sequence.id}/simulate`);
    await choose("Segment", "Drydock");
    await page.getByText("2 people", { exact: true }).waitFor();
    await until("the segment stood in the address", () => page.url().includes(`segment=${id}`));
    await page.getByRole("button", { name: "Enroll people…" }).click();
    await page.getByRole("button", { name: /^Enroll 2 people/ }).waitFor();

    await page.goto(`${product.url}/sequences/${sequence.id}/settings`);
    await page.getByRole("combobox", { name: "When somebody" }).selectOption("segment");
    await choose("Segment", "Drydock");
    await page.getByRole("combobox", { name: "Then" }).selectOption("stop");
    await page.getByRole("button", { name: "Add trigger" }).click();
    await page.getByText("When somebody enters a segment “Drydock”, stop.").waitFor();
    await until("the trigger was saved", async () => {
      const { settings } = await product.api("GET /sequences/:id", { params: { id: sequence.id } });
      return settings.triggers[0]?.on.segmentId === id;
    });
  });
});
