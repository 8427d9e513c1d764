import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;
let id: string;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Two versions, and somebody who began by the first. */
beforeEach(async ({ task }) => {
  const { api } = product;
  const email = (subject: string) => ({ type: "email" as const, content: { subject, htmlContent: "<p>Hello</p>" } });
  const later = { ...email("An offer"), delay: { value: 5, unit: "days" as const } };
  const made = await api("POST /sequences", {
    body: { name: task.name.slice(0, 200), steps: [email("The yard"), later] },
  });
  id = made.id;
  await api("POST /sequences/:id/activate", { params: { id } });
  const person = await api("POST /contacts", { body: { email: `${id}@list.example`, firstName: "Ann" } });
  await api("POST /sequences/:id/enroll", { params: { id }, body: { contactId: person.id } });
  await api("PUT /sequences/:id/steps/:stepId", {
    params: { id, stepId: made.steps[1]?.id ?? "" },
    body: { content: { subject: "A better offer", htmlContent: "<p>Hello again</p>" } },
  });
});

const published = async () => (await product.api("GET /sequences/:id", { params: { id } })).publishedVersion;

describe("under the steps", () => {
  test("it stands whom publishing meets, and afterwards who is on an older version, with the way to take them along", async () => {
    await page.goto(`${product.url}/sequences/${id}/steps`);
    const meets = page.getByRole("region", { name: "Publishing version 2 meets 1 person on the way" });
    await meets.getByText(/^1 person on version 1, before step [12], /).waitFor();
    await meets.getByRole("button", { name: "Decide for each group…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish version 2" }).click();
    const older = page.getByRole("region", { name: "1 person is still on an older version than 2" });
    await older.getByRole("button", { name: "Move them…" }).click();
    const dialog = page.getByRole("dialog", { name: /^Move people to version 2; 1 person is on older ones/ });
    await dialog.getByRole("radiogroup").getByText("Move to new").click();
    await dialog.getByRole("button", { name: "Move 1 person" }).click();
    await page.getByText("1 person goes on in version 2.").waitFor();
    await older.waitFor({ state: "detached" });
    expect(await published()).toBe(2);
  });
});

describe("the versions of a sequence", () => {
  test("show who runs by which, and what differs between any two down to the words", async () => {
    await product.api("POST /sequences/:id/publish", { params: { id } });
    await page.goto(`${product.url}/sequences/${id}/overview`);
    await page.getByRole("heading", { name: /^show who runs/ }).waitFor();
    await page.keyboard.press("v");
    const dialog = page.getByRole("dialog", { name: "Versions" });
    const rows = dialog.getByRole("list", { name: "Published versions" }).getByRole("listitem");
    await rows
      .filter({ hasText: "Version 1" })
      .getByText(/^1 person on the way: 1 before step [12]$/)
      .waitFor();
    await rows.filter({ hasText: "Version 2" }).getByText("Nobody is on the way by it").waitFor();
    const differs = dialog.getByRole("region", { name: "What differs" });
    await differs.getByText("another subject and another text").waitFor();
    expect(await differs.locator("ins").allTextContents()).toEqual(["A better ", "again"]);
    await differs.getByLabel("From").selectOption({ label: "Version 2" });
    await differs.getByLabel("To").selectOption({ label: "Version 1" });
    await until("the words went the other way", async () => {
      const gone = await differs.locator("del").allTextContents();
      return gone.join("").includes("better");
    });
    expect(new URL(page.url()).search).toContain("from=2&to=1");
  });

  test("are gone back to in one press, and a press undoes it", async () => {
    await product.api("POST /sequences/:id/publish", { params: { id } });
    await page.goto(`${product.url}/sequences/${id}/steps?versions=1`);
    await page.getByRole("button", { name: "Go back to version 1" }).click();
    await page.getByText(/^Version 3 says what version 1 said; 1 person goes on in it\.$/).waitFor();
    await until("version 3 ran", async () => (await published()) === 3);
    const subjects = async () =>
      (await product.api("GET /sequences/:id", { params: { id } })).steps.map((step) =>
        step.type === "email" ? step.content.subject : null,
      );
    expect(await subjects()).toEqual(["The yard", "An offer"]);
    await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await until("version 4 ran", async () => (await published()) === 4);
    expect(await subjects()).toEqual(["The yard", "A better offer"]);
  });

  test("bring back a draft that was given up, too", async () => {
    await page.goto(`${product.url}/sequences/${id}/steps?versions=1`);
    const draft = async () => (await product.api("GET /sequences/:id", { params: { id } })).hasUnpublishedChanges;
    await page.getByRole("button", { name: "Give up the draft" }).click();
    await page.getByText("The draft says what version 1 says.").waitFor();
    expect(await draft()).toBe(false);
    await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await until("the draft was back", draft);
    const [, second] = (await product.api("GET /sequences/:id", { params: { id } })).steps;
    expect(second).toMatchObject({ content: { subject: "A better offer" } });
  });
});
