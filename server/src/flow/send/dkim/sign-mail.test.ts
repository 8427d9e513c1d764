import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { expect, test } from "vitest";
import { composeMail } from "../compose/compose-mail.ts";
import { mailParts } from "../providers/mail-parts.fixture.ts";
import { type DkimKey, signMail } from "./index.ts";

const now = new Date("2026-11-24T09:00:00Z");

/** What stands in DNS, and who asks for it. */
const records = new Map<string, string>();
const resolver = async (name: string): Promise<string[][]> => {
  const record = records.get(name);
  if (record === undefined) throw Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" });
  return [[record]];
};

function keyOf(algorithm: "rsa" | "ed25519", selector: string): DkimKey {
  const { privateKey, publicKey } =
    algorithm === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2_048 }) : generateKeyPairSync("ed25519");
  const der = (publicKey as KeyObject).export({ type: "spki", format: "der" });
  const shown = (algorithm === "rsa" ? der : der.subarray(-32)).toString("base64");
  records.set(`${selector}._domainkey.example.com`, `v=DKIM1; k=${algorithm}; p=${shown}`);
  return { domain: "example.com", selector, algorithm, privateKey: privateKey as KeyObject };
}

const rsa = keyOf("rsa", "s1");
const ed25519 = keyOf("ed25519", "s1-ed");

interface Verdict {
  readonly status: { readonly result: string };
  readonly selector: string;
  readonly signingHeaders: { readonly keys: string };
}

async function verdicts(raw: Buffer): Promise<Verdict[]> {
  const { results } = await dkimVerify(raw, { resolver, curTime: now });
  return results as Verdict[];
}

test("a signed mail passes an independent verifier with both of its signatures", async () => {
  const signed = await signMail(composeMail(mailParts), [rsa, ed25519], now);
  const found = await verdicts(signed);
  expect(found.map(({ status, selector }) => [selector, status.result])).toEqual([
    ["s1", "pass"],
    ["s1-ed", "pass"],
  ]);
  expect(found[0]?.signingHeaders.keys.toLowerCase()).toMatch(/: list-unsubscribe: list-unsubscribe-post$/);
  const longest = Math.max(
    ...signed
      .toString("latin1")
      .split("\r\n")
      .map((line) => line.length),
  );
  expect(longest).toBeLessThan(200);
});

test("any text in any words is signed so that it verifies", async () => {
  const words = fc.string({ unit: "grapheme", maxLength: 200 });
  const shape = fc.record({ subject: words, text: words, html: words, name: words, answers: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(shape, async ({ subject, text, html, name, answers }) => {
      const thread = answers
        ? { inReplyTo: "<1@example.com>", references: ["<0@example.com>", "<1@example.com>"] }
        : {};
      const from = { name, address: "ada@example.com" };
      const signed = await signMail(composeMail({ ...mailParts, ...thread, from, subject, text, html }), [rsa], now);
      expect((await verdicts(signed)).map(({ status }) => status.result)).toEqual(["pass"]);
    }),
    { numRuns: 100 },
  );
});

test("odd bodies are signed as they arrive: spaces at line ends, no line at all, empty lines at the end", async () => {
  const head = "From: a@example.com\r\nSubject: folded\r\n \t words  of it \r\nDate: Tue, 24 Nov 2026 09:00:00 +0000";
  for (const body of ["", "\r\n", "\r\n\r\n\r\n", "a  b \t\r\n\r\n\r\n", " \r\n", "no end", "no end ", "a\r\n \r\n"]) {
    const signed = await signMail(Buffer.from(`${head}\r\n\r\n${body}`), [rsa], now);
    expect(
      (await verdicts(signed)).map(({ status }) => status.result),
      JSON.stringify(body),
    ).toEqual(["pass"]);
  }
});

test("a mail that somebody changed on its way does not pass", async () => {
  const signed = (await signMail(composeMail(mailParts), [rsa], now)).toString("latin1");
  const changes: readonly (readonly [string, string])[] = [
    ["how are you", "how were you"],
    ["List-Unsubscribe: <https://crm", "List-Unsubscribe: <https://evil"],
    ["To: grace@", "To: mallory@"],
    ["\r\nFrom: ", "\r\nFrom: mallory@example.com\r\nFrom: "],
  ];
  for (const [from, to] of changes) {
    const changed = signed.replace(from, to);
    expect(changed).not.toBe(signed);
    expect((await verdicts(Buffer.from(changed, "latin1"))).map(({ status }) => status.result)).not.toContain("pass");
  }
});

test("a mail without a key stays as it is", async () => {
  const raw = composeMail(mailParts);
  expect(await signMail(raw, [], now)).toBe(raw);
});
