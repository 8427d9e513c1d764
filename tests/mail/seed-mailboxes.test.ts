import { describe, expect, test } from "vitest";
import { openByApi } from "../../server/src/flow/send/mailboxes/by-api.ts";
import { gmailTabOf } from "../../server/src/flow/send/mailboxes/gmail-tabs.ts";
import { openGmail, openOutlook, watchRequests } from "./api-mailboxes.ts";
import { now } from "./inbox-world.ts";

watchRequests();

const messageId = "<seed-1@acme.example>";
const raw = Buffer.from(
  `Received: from a.example by b.example with ESMTPS id 1\r\nMessage-ID: ${messageId}\r\n\r\nHi\r\n`,
);

async function find(provider: "gmail" | "outlook", { port, pass }: { port: number; pass: string }) {
  const mailbox = openByApi(provider, {
    url: new URL(`http://127.0.0.1:${port}${provider === "gmail" ? "" : "/v1.0"}`),
    ...{ address: "127.0.0.1", servername: null, login: null, region: null },
    machineNow: () => now,
    secret: async () => ({ kind: "ok", token: pass }),
  });
  try {
    return await mailbox.find(messageId);
  } finally {
    mailbox.close();
  }
}

describe("a seed that is read over the API of its provider", () => {
  test.each([
    [["INBOX", "CATEGORY_PROMOTIONS"], { placement: "inbox", folder: "INBOX", tab: "promotions" }],
    [["INBOX", "CATEGORY_PERSONAL", "UNREAD"], { placement: "inbox", tab: "primary" }],
    [["INBOX"], { placement: "inbox", tab: null }],
    [["SPAM", "CATEGORY_UPDATES"], { placement: "spam", folder: "Spam", tab: null }],
    [["Label_7"], null],
    [["TRASH"], null],
  ])("at Gmail lies where its labels %j say", async (labels, expected) => {
    const mailbox = await openGmail();
    mailbox.service.deliver(raw, { labels });
    const found = await find("gmail", mailbox);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ ...expected, mail: { source: raw, isWhole: true } });
  });

  test.each([
    ["inbox", "focused", { placement: "inbox", folder: "INBOX", tab: "focused" }],
    ["inbox", "other", { placement: "inbox", tab: "other" }],
    ["junkemail", "focused", { placement: "spam", folder: "Junk Email", tab: null }],
    ["sentitems", "focused", null],
  ] as const)("at Microsoft lies in %s, under %s", async (folder, inferenceClassification, expected) => {
    const mailbox = await openOutlook();
    mailbox.service.deliver(raw, { folder, inferenceClassification });
    const found = await find("outlook", mailbox);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ ...expected, mail: { source: raw, isWhole: true } });
  });

  test("that no longer lets the account in says so in its provider's words", async () => {
    const mailbox = await openGmail();
    await expect(find("gmail", { ...mailbox, pass: "another-word" })).rejects.toThrow(/cannot be read: HTTP 401/);
  });
});

describe("a tab of Gmail read over IMAP", () => {
  /** The search of Gmail's page over one mail in one category. */
  const gmail = (category: string | null, capabilities = new Map([["X-GM-EXT-1", true]])) => ({
    capabilities,
    search: async (query: object) => {
      const asked = query as { uid: string; gmraw: string };
      return asked.uid === "7" && asked.gmraw === `category:${category}` ? [7] : [];
    },
  });

  test.each(["promotions", "social", "updates", "forums", "primary"])("is %s by its search", async (category) => {
    expect(await gmailTabOf(gmail(category), 7)).toBe(category);
  });

  test("is none where tabs are off, or the server is another", async () => {
    expect(await gmailTabOf(gmail(null), 7)).toBeNull();
    expect(await gmailTabOf(gmail("social", new Map()), 7)).toBeNull();
  });
});
