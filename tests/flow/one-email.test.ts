import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { answerByImap, sourceOf } from "./mailbox.ts";
import { type Mail, Scene } from "./scene.ts";

let product: Product;
let browser: Browser;
let scene: Scene;

beforeAll(async () => {
  browser = await openBrowser();
  product = await startProduct({ demo: true });
  scene = new Scene(product);
  // The demo's own people would go about their business during the week that is walked here.
  for (const { id } of (await scene.api("GET /sequences")).data) {
    await scene.api("POST /sequences/:id/pause", { params: { id } });
  }
  // On a Saturday the first mail waits for office hours, so that there is a next mail to walk to whenever this runs.
  await scene.advanceToTime(12, 0, 6);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const agent =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
const asReader = { headers: { "user-agent": agent }, redirect: "manual" } as const;

function linksOf(mail: Mail, path: string): string[] {
  return [...(mail.html ?? "").matchAll(/(?:href|src)="(http[^"]+)"/g)]
    .map((match) => match[1] ?? "")
    .filter((url) => new URL(url).pathname.startsWith(path));
}

describe("one email, end to end, in a browser", () => {
  test("is written, sent, opened, clicked and answered, and the sequence stops by itself", async () => {
    const page = await browser.newPage();
    await writeSequence(page, "Harbor visit");
    await createContact(page, { email: "nadia@frost.example", firstName: "Nadia", lastName: "Frost" });
    await enroll(page, "Harbor visit", "nadia@frost.example");

    await page.goto(`${product.url}/sandbox?to=nadia%40frost.example`);
    await page.getByRole("button", { name: "Next mail" }).click();
    await page.getByText("Nadia, the north quay").first().waitFor();
    const [person] = (await scene.api("GET /contacts", { query: { q: "nadia@frost.example" } })).data;
    if (person === undefined) throw new Error("The contact is not there.");
    const mail = await scene.mailTo({ contact: person });

    await page.goto(`${product.url}/sequences`);
    await page.getByRole("link", { name: "Harbor visit" }).click();
    await page.getByRole("link", { name: "Activity" }).click();
    const activity = page.getByRole("listitem").filter({ hasText: "Nadia Frost" });
    await activity.filter({ hasText: "was sent a mail" }).waitFor();

    await scene.advance(1, "minutes");
    const [pixel = ""] = linksOf(mail, "/t/o/");
    const [link = ""] = linksOf(mail, "/t/c/");
    const opened = await fetch(pixel, asReader);
    expect([opened.status, opened.headers.get("content-type")]).toEqual([200, "image/gif"]);
    await activity.filter({ hasText: "opened" }).waitFor();
    const clicked = await fetch(link, asReader);
    expect([clicked.status, clicked.headers.get("location")]).toEqual([302, "https://tidewater.example/north-quay"]);
    await activity.filter({ hasText: "clicked" }).waitFor();

    await answerByImap(product, mail, "Thursday at ten would suit us.");
    await activity.filter({ hasText: "replied" }).first().waitFor();
    const [enrollment] = (await scene.api("GET /contacts/:id/sequences", { params: { id: person.id } })).data;
    expect(enrollment).toMatchObject({ status: "stopped", state: "stopped", stopReason: "replied" });
    // An open within minutes of its mail waits some seconds for its verdict: it could be the first of a burst.
    await until("the open was judged", async () => (await scene.emails({ contact: person }))[0]?.openCount === 1);
    expect(await scene.emails({ contact: person })).toMatchObject([
      { openCount: 1, clickCount: 1, machineOpenCount: 0, repliedAt: expect.any(String) },
    ]);

    await scene.advance(9, "days");
    expect(await scene.mails({ contact: person })).toHaveLength(1);
    await page.getByRole("link", { name: "People" }).click();
    await page
      .getByRole("row")
      .filter({ hasText: "Nadia Frost" })
      .filter({ hasText: /replied/i })
      .waitFor();
    await page.close();
  });
});

/** Begins from a ready sequence and gives the first a link worth following. */
async function writeSequence(page: Page, name: string): Promise<void> {
  await page.goto(product.url);
  await page.getByRole("button", { name: "New sequence" }).click();
  await page.getByRole("radiogroup").getByText("Quiet customer").click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Use this sequence" }).click();
  await page
    .getByText(/^How are things at/)
    .first()
    .click();
  await page.getByRole("complementary").getByText("HTML", { exact: true }).click();
  await page.getByLabel(/^Subject/).fill("{{ contact.firstName }}, the north quay");
  const saved = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
  await page
    .getByRole("textbox", { name: "Body" })
    .fill('<p>Hi, <a href="https://tidewater.example/north-quay">the plan</a>.</p>');
  await saved;
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Activate" }).click();
  await page.getByRole("dialog", { name: /Enroll people/ }).waitFor();
  await page.keyboard.press("Escape");
}

async function createContact(
  page: Page,
  fields: { email: string; firstName: string; lastName: string },
): Promise<void> {
  await page.goto(`${product.url}/contacts`);
  await page.getByRole("button", { name: "New contact" }).click();
  const dialog = page.getByRole("dialog", { name: "New contact" });
  await dialog.getByLabel("Address").fill(fields.email);
  await dialog.getByLabel("First name").fill(fields.firstName);
  await dialog.getByLabel("Last name").fill(fields.lastName);
  await dialog.getByRole("button", { name: "Create contact" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function enroll(page: Page, sequence: string, email: string): Promise<void> {
  await page.goto(`${product.url}/sequences`);
  await page.getByRole("link", { name: sequence }).click();
  await page.locator("header").getByRole("button", { name: "Enroll people" }).click();
  const dialog = page.getByRole("dialog", { name: /Enroll people/ });
  await dialog.getByRole("textbox").fill(email);
  await dialog.getByRole("row").filter({ hasText: email }).getByRole("button").click();
  await dialog.getByRole("button", { name: "Check 1 person" }).click();
  await dialog.getByRole("button", { name: "Enroll 1 person" }).click();
  await dialog.getByText("1 person is enrolled").waitFor();
  await dialog.getByRole("button", { name: "Show them" }).click();
}

describe("a mail as it leaves", () => {
  test("carries what mailbox providers ask for, and a follow-up continues its thread", async () => {
    const sequence = await scene.sequence([{ subject: "A question, {{ contact.firstName }}" }, {}, {}]);
    const reader = await scene.reader(sequence, { firstName: "Zoë" });
    await scene.advance(5, "days");
    const mails = await Promise.all([1, 2, 3].map((nth) => scene.mailTo(reader, nth)));
    const [first, second, third] = mails.map(sourceOf);
    for (const [index, source] of [first, second, third].entries()) {
      expect(source?.one("Message-ID")).toBe(mails[index]?.messageId);
      expect(source?.one("From")).toContain(mails[index]?.from);
      expect(source?.one("To")).toContain(reader.contact.email);
      expect(source?.one("List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
      expect(source?.one("List-Unsubscribe")).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]+>/);
      expect(Number.isNaN(Date.parse(source?.one("Date") ?? ""))).toBe(false);
      expect(source?.one("MIME-Version")).toBe("1.0");
      expect(source?.one("Content-Type")).toMatch(/^multipart\/alternative/);
      const kinds = [...(source?.body ?? "").matchAll(/^Content-Type: (text\/\w+)/gim)].map((match) => match[1]);
      expect(kinds).toEqual(["text/plain", "text/html"]);
      // The date is the workspace's, not the machine's: it is what the mail program shows.
      const sentAt = Date.parse((await scene.emails(reader))[index]?.sentAt ?? "");
      expect(Math.abs(Date.parse(source?.one("Date") ?? "") - sentAt)).toBeLessThan(60_000);
    }
    const [one, two] = [first?.one("Message-ID"), second?.one("Message-ID")];
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(3);
    expect(mails.map((mail) => mail.subject)).toEqual([
      "A question, Zoë",
      "Re: A question, Zoë",
      "Re: A question, Zoë",
    ]);
    expect(second?.one("In-Reply-To")).toBe(one);
    expect(second?.one("References")).toBe(one);
    expect(third?.one("In-Reply-To")).toBe(two);
    expect(third?.one("References")).toBe(`${one} ${two}`);
    expect(first?.fields.filter((field) => /^(?:In-Reply-To|References)$/i.test(field.name))).toEqual([]);
  });

  test("belongs to the step it answers, though the next one has left meanwhile", async () => {
    const sequence = await scene.sequence([{}, {}, {}]);
    const reader = await scene.reader(sequence);
    await scene.advance(3, "days");
    await answerByImap(product, reader.mail, "Sorry, I was slow. Let us talk.");
    await scene.reach(reader, { status: "stopped", stopReason: "replied" });
    const emails = await scene.emails(reader);
    expect(emails.map((email) => email.repliedAt !== null)).toEqual([true, false]);
    expect(
      (await scene.events()).filter((event) => event.name === "email.replied" && event.contactId === reader.contact.id),
    ).toHaveLength(1);
  });

  test("counts a scanner's visits beside people's, and a machine moves nobody", async () => {
    const reader = await scene.reader(await scene.sequence());
    for (const act of ["open", "click"] as const) {
      await scene.api(`POST /sandbox/emails/:id/${act}`, { params: { id: reader.mail.id }, body: { as: "scanner" } });
    }
    const [email] = await until("the scanner was noticed", async () => {
      const emails = await scene.emails(reader);
      return (emails[0]?.machineClickCount ?? 0) > 0 && (emails[0]?.machineOpenCount ?? 0) > 0 && emails;
    });
    expect(email).toMatchObject({ openCount: 0, clickCount: 0, openedAt: null, clickedAt: null });
    expect(await scene.enrollment(reader)).toMatchObject({ status: "active" });
  });
});
