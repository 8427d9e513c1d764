import { expect, test } from "vitest";
import { mailParts } from "../providers/mail-parts.fixture.ts";
import { composeMail } from "./compose-mail.ts";
import { composeRich } from "./compose-rich.ts";
import { waysOut } from "./ways-out.ts";

const unsubscribeUrl = "https://crm.example.com/u/AbC_-09";

test("RFC 2369: List-Unsubscribe names the page first and a mailbox beside it, with the token of this mail", () => {
  expect(waysOut({ unsubscribeUrl, unsubscribeMailbox: "ada+sales@acme.example" })).toEqual([
    "<https://crm.example.com/u/AbC_-09>",
    "<mailto:ada%2Bsales@acme.example?subject=unsubscribe%20AbC_-09>",
  ]);
});

test.each([null, undefined, "", "@acme.example", "ada@bücher.example", "ada@acme.example\r\nBcc: x"])(
  "RFC 2369: a mailbox nobody reads, or one a header cannot hold, is left out: %j",
  (unsubscribeMailbox) => {
    expect(waysOut({ unsubscribeUrl, unsubscribeMailbox })).toEqual(["<https://crm.example.com/u/AbC_-09>"]);
  },
);

test("RFC 8058: mails of every shape say both ways out, folded between them, and one click for the first", async () => {
  const parts = { ...mailParts, unsubscribeUrl, unsubscribeMailbox: "ada@acme.example" };
  const file = { name: "a.txt", mediaType: "text/plain", content: Buffer.from("a"), cid: null };
  for (const raw of [composeMail(parts), await composeRich(parts, [file])]) {
    const lines = raw.toString("latin1").split("\r\n");
    const head = lines.slice(0, lines.indexOf("")).join("\n");
    expect(head).toContain(
      "List-Unsubscribe: <https://crm.example.com/u/AbC_-09>,\n <mailto:ada@acme.example?subject=unsubscribe%20AbC_-09>\n",
    );
    expect(head).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  }
});
