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

const button = (name: string) => page.getByRole("button", { name });

async function steps(id: string) {
  return (await product.api("GET /sequences/:id", { params: { id } })).steps;
}

describe("an email step", () => {
  test("takes its words from a template that is searched and seen first, tells of newer ones, and can be detached", async () => {
    const template = await product.api("POST /templates", {
      body: { name: "Quay letter", subject: "The quay", htmlContent: "<p>Dear {{ contact.firstName }}</p>" },
    });
    const { id } = await product.api("POST /sequences", { body: { name: "By the quay", steps: [{ content: {} }] } });
    const first = (await steps(id))[0]?.id ?? "";
    await page.goto(`${product.url}/sequences/${id}/steps?step=${first}`);
    await button("Use a template").click();
    const dialog = page.getByRole("dialog", { name: "Use a template" });
    await dialog.getByLabel("Find a template").fill("quay");
    await dialog.getByRole("heading", { name: "The quay" }).waitFor();
    await dialog
      .frameLocator("iframe")
      .getByText(/^Dear \S/)
      .waitFor();
    await dialog.getByRole("button", { name: "Use it" }).click();
    await page.getByRole("region", { name: "Template" }).getByText("Version 1 of its words").waitFor();
    await until("the link was saved", async () => (await steps(id))[0]?.templateId === template.id);
    await product.api("POST /sequences/:id/activate", { params: { id } });
    const change = { htmlContent: "<p>Dear {{ contact.firstName }}, again</p>" };
    await product.api("PUT /templates/:id", { params: { id: template.id }, body: change });
    await page.reload();
    await page.getByText("Update available.").waitFor();
    await button("Detach and edit here").click();
    await page.getByRole("textbox", { name: "Body" }).getByText("again").waitFor();
    await until("the words were its own", async () => (await steps(id))[0]?.templateId === null);
    expect((await steps(id))[0]?.content).toMatchObject({ subject: "The quay", ...change });
  });
});

describe("a group of snippets", () => {
  test("is made by choosing for whom each is, in words that say so", async () => {
    await page.goto(`${product.url}/snippets?snippet=new-group`);
    const panel = page.getByRole("complementary", { name: "Snippet" });
    await panel.getByLabel("Name").fill("Goods by industry");
    await panel.getByRole("button", { name: "Add a choice" }).click();
    expect(await panel.getByRole("button", { name: "Create group" }).isDisabled()).toBe(true);
    await panel.getByRole("combobox", { name: "Says" }).click();
    await page.getByRole("option", { name: "Proof: cold chain" }).click();
    await panel.getByRole("button", { name: "Test" }).click();
    await panel.getByPlaceholder("value").fill("Director");
    await panel.getByText(/^Title .*Director/).waitFor();
    await panel.getByRole("combobox", { name: "Everybody else gets" }).click();
    await page.getByRole("option", { name: "Proof: anybody" }).click();
    await panel.getByRole("button", { name: "Create group" }).click();
    await page.getByText("“Goods by industry” is saved.").waitFor();
    const { data } = await product.api("GET /snippets", { query: { "filter[kind]": "group", limit: 50 } });
    const made = data.find(({ name }) => name === "Goods by industry");
    expect(made?.choices).toMatchObject([{ if: { all: [{ field: "contact.title", value: "Director" }] } }]);
    expect(made?.otherwiseId).not.toBeNull();
  });
});

describe("a mail that is being written", () => {
  test("is sent to oneself as a test, words that are not saved and all", async () => {
    const { id } = await product.api("POST /templates", {
      body: { name: "To try", subject: "Tried", htmlContent: "<p>x</p>" },
    });
    await page.goto(`${product.url}/templates/${id}`);
    await page.getByRole("textbox", { name: "Body" }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" and unsaved");
    await button("Send a test").click();
    const dialog = page.getByRole("dialog", { name: "Send a test" });
    await dialog.getByLabel("To").fill("me@reader.example");
    await dialog.getByRole("button", { name: "Send it" }).click();
    await page.getByText("The test is on its way to me@reader.example.").waitFor();
    const mail = await until("it arrived", async () => {
      return (await product.api("GET /sandbox/emails", { query: { to: "me@reader.example" } })).data[0];
    });
    const { raw } = await product.api("GET /sandbox/emails/:id", { params: { id: mail.id } });
    expect(raw).toContain("x and unsaved");
  });
});
