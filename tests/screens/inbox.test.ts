import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
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

/** Somebody of the demo world who got a mail of a sequence, and answers it in their own mailbox. */
async function somebodyAnswers(text: string) {
  const { api } = product;
  const mail = await until("a mail was caught", async () => {
    const { data } = await api("GET /sandbox/emails", { query: { limit: 50 } });
    return data.find(({ contactId, emailId }) => contactId !== null && emailId !== null);
  });
  await api("POST /sandbox/emails/:id/reply", { params: { id: mail.id }, body: { text } });
  return mail;
}

test("R answers somebody where they wrote, A takes and E archives the thread, and the answer arrives in its thread", async () => {
  const { api } = product;
  await page.goto(`${product.url}/inbox`);
  const mail = await somebodyAnswers("Sounds good, what does it cost for forty docks?");
  const id = mail.contactId ?? "";
  // It comes in by itself while somebody looks.
  await page.getByRole("region", { name: "Threads" }).getByText("forty docks").waitFor();
  await page.goto(`${product.url}/inbox?scope=all&thread=${id}`);
  await page.getByRole("region", { name: "Mails" }).getByText("forty docks").waitFor();
  await until("it counted as read", async () => {
    const thread = await api("GET /inbox/threads/:id", { params: { id } });
    return thread.isRead && thread.needsAnswer;
  });

  await page.keyboard.press("r");
  await page.locator("[contenteditable=true]:focus").waitFor();
  await page.keyboard.type("Forty docks are in the small plan.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Mails" }).getByText("Forty docks are in the small plan.").waitFor();
  const answer = await until("the answer arrived", async () => {
    const { data } = await api("GET /sandbox/emails", { query: { limit: 50, to: mail.to } });
    const newest = data[0];
    return newest !== undefined && newest.id !== mail.id && newest.subject.startsWith("Re: ") && newest;
  });
  const { raw = "" } = await api("GET /sandbox/emails/:id", { params: { id: answer.id } });
  const references = /^References: ((?:.|\r?\n[ \t])*)/m.exec(raw)?.[1] ?? "";
  expect(references.match(/<[^>]+>/g)?.length).toBeGreaterThanOrEqual(2);

  await page.keyboard.press("a");
  await until("the thread was taken", async () => {
    return (await api("GET /inbox/threads/:id", { params: { id } })).assignee !== null;
  });
  await page.keyboard.press("e");
  await until("the thread was archived", async () => {
    return (await api("GET /inbox/threads/:id", { params: { id } })).isArchived;
  });
});
