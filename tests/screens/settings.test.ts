import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";

let product: Product;
let browser: Browser;
let page: Page;
let id: string;
let first: string;

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

const email = (subject: string) => ({ type: "email" as const, content: { subject, htmlContent: "<p>Hello</p>" } });

beforeEach(async ({ task }) => {
  const made = await product.api("POST /sequences", {
    body: { name: task.name.slice(0, 200), steps: [email("The yard"), email("An offer")] },
  });
  id = made.id;
  first = made.steps[0]?.id ?? "";
  await page.goto(`${product.url}/sequences/${id}/settings`);
  await page.getByText("Who begins, and how many a day").waitFor();
});

const settings = async () => (await product.api("GET /sequences/:id", { params: { id } })).settings;

describe("who sends", () => {
  test("the accounts are chosen, say what becomes of new people, and are saved at once", async () => {
    const { data } = await product.api("GET /sending-accounts", { query: { limit: 200 } });
    const account = data.find(({ status }) => status === "active");
    await page.getByRole("combobox", { name: "Sending accounts" }).click();
    await page.getByRole("option", { name: account?.email ?? "" }).click();
    await page.getByText("All new people get this account for their whole thread.").waitFor();
    await until("the account was saved", async () => (await settings()).sendingAccounts?.[0]?.id === account?.id);
  });
});

describe("who begins, and how many a day", () => {
  test("a cap is typed, says what it means, and is saved when typing rests", async () => {
    await page.getByLabel("New people in all").fill("20");
    await page.getByText("100 people enrolled at once begin over 5 days.").waitFor();
    await page.getByLabel("New people of one company").fill("40");
    await page.getByText("Changes nothing: only 20 people begin a day in all.").waitFor();
    await until("both caps were saved", async () => {
      const { intake } = await settings();
      return intake.perDay === 20 && intake.perCompanyPerDay === 40;
    });
    await page.getByLabel("New people of one company").fill("");
    await until("the cap of one company was lifted", async () => (await settings()).intake.perCompanyPerDay === null);
  });

  test("a number that cannot be meant is told at its field and never saved", async () => {
    const cooldown = page.getByLabel("Leave people in peace after the last contact");
    await cooldown.fill("400");
    await page.getByText("Write a whole number from 0 to 365.").waitFor();
    expect(await cooldown.getAttribute("aria-invalid")).toBe("true");
    await cooldown.fill("30");
    await page.getByText(/^Whoever was contacted by anybody since \d/).waitFor();
    await until("thirty days were saved", async () => (await settings()).cooldownDays === 30);
  });

  test("who may begin again is chosen by keyboard", async () => {
    await page.getByRole("radio", { name: "Never" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Whoever got to the end may begin again.").waitFor();
    await until("the choice was saved", async () => (await settings()).reEntry === "afterFinish");
  });

  test("whose mail goes first is chosen by keyboard, and says what that does to others", async () => {
    await page.getByRole("radio", { name: "Normal" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Its mail takes the place of mail that still waits").waitFor();
    await until("the priority was saved", async () => (await settings()).priority === "high");
  });
});

describe("what else moves people", () => {
  test("a trigger may mean one email and some people, reads as a sentence, and can be changed", async () => {
    const form = page.getByRole("form", { name: "New trigger" });
    await form.getByLabel("Of which email").click();
    await page.getByRole("option", { name: "1. The yard" }).click();
    await form.getByLabel("Then").selectOption({ label: "Open a task" });
    await form.getByLabel("What there is to do").fill("Call");
    await form.getByRole("button", { name: "Only for some people" }).click();
    await form.getByRole("button", { name: "Test" }).click();
    await form.getByLabel("What is asked").click();
    await page.getByRole("option", { name: "title", exact: true }).click();
    expect(await form.getByRole("button", { name: "Add trigger" }).isDisabled()).toBe(true);
    await form.getByLabel("Compared with").fill("CTO");
    await form.getByRole("button", { name: "Add trigger" }).click();
    const line = page.getByText(/^When somebody clicks a link of step 1, “The yard” and title .*CTO.*“Call”\.$/);
    await line.waitFor();
    await until("the trigger was saved", async () => (await settings()).triggers.length === 1);
    expect((await settings()).triggers).toMatchObject([
      {
        on: { signal: "clicked", step: first },
        if: { all: [{ field: "contact.title", value: "CTO" }] },
        do: { action: "task", title: "Call" },
      },
    ]);

    await page.getByRole("button", { name: /^Change: When somebody/ }).click();
    const changed = page.getByRole("form", { name: /^Change: / });
    await changed.getByRole("button", { name: "For everybody" }).click();
    await changed.getByLabel("What there is to do").fill("Call at once");
    await changed.getByRole("button", { name: "Save trigger" }).click();
    await page.getByText("When somebody clicks a link of step 1, “The yard”, open the task “Call at once”.").waitFor();
    await until("the change was saved", async () => (await settings()).triggers[0]?.if === undefined);
  });
});
