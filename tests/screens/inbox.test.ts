import { ImapFlow } from "imapflow";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { lookAt } from "./look.ts";
import { spotless } from "./looking.ts";

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

/** A mail that comes from somebody nobody knows, as another mail program puts it into the account's mailbox. */
async function strangerWrites(text: string): Promise<void> {
  const [account] = (await product.api("GET /sending-accounts", { query: { limit: 1 } })).data;
  const user = account?.email ?? "";
  const client = new ImapFlow({
    ...{ host: "127.0.0.1", port: product.sandbox.imapPort, secure: false, doSTARTTLS: false, logger: false },
    auth: { user, pass: product.mailPassword(product.workspaceId, user) },
  });
  await client.connect();
  const head = [
    "From: Kim <kim@private.example>",
    `To: ${user}`,
    "Subject: Your offer",
    "Message-ID: <k1@private.example>",
  ];
  await client.append("INBOX", [...head, "", text].join("\r\n"));
  await client.logout();
}

test("a stranger's mail is laid to a contact by hand, counts as their reply, and is taken back", async () => {
  const { api } = product;
  const [person] = (await api("GET /contacts", { query: { limit: 1, q: "a" } })).data;
  await strangerWrites("My assistant showed me your mail. Please call me.");
  const stranger = await until("the mail came", async () => {
    const { data } = await api("GET /inbox/threads", { query: { scope: "unmatched", limit: 50 } });
    return data.find(({ mail }) => mail.from === "kim@private.example");
  });
  const path = `/inbox?scope=unmatched&thread=${stranger.id}`;
  expect(await lookAt(page, product.url, { path, sees: "Whose mail is this?" })).toEqual(spotless);
  await page.setViewportSize({ width: 1440, height: 900 });
  const aside = page.getByRole("complementary", { name: "Whose mail this is" });
  await aside.getByRole("combobox", { name: "Contact" }).fill(person?.email ?? "");
  await page.getByRole("option").first().click();
  await aside.getByRole("button", { name: "It is theirs" }).click();
  const mails = page.getByRole("region", { name: "Mails" });
  await mails.getByRole("button", { name: "Not theirs" }).waitFor();
  expect(new URL(page.url()).searchParams.get("thread")).toBe(person?.id);
  expect(await api("GET /inbound/:id", { params: { id: stranger.mail.id } })).toMatchObject({ contactId: person?.id });

  await mails.getByRole("button", { name: "Not theirs" }).click();
  await aside.getByRole("button", { name: "It is theirs" }).waitFor();
  expect(await api("GET /inbound/:id", { params: { id: stranger.mail.id } })).toMatchObject({
    ...{ contactId: null, setAside: "unknown_sender", matchedBy: null },
  });
});
