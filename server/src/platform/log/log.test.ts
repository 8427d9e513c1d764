import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { maskSecrets } from "./mask.ts";

function written(work: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  work(createLog("trace", { write: (line) => lines.push(line) }));
  return JSON.parse(lines.join("")) as Record<string, unknown>;
}

describe("masking", () => {
  test.each([
    ["an address", "mail to maria.lopez+crm@example.com failed", "mail to m…@example.com failed"],
    ["an address in angle brackets", "RCPT TO:<o'neil@sub.example.co.uk>", "RCPT TO:<o…@sub.example.co.uk>"],
    ["two addresses side by side", "anna@example.com,bob@example.com", "a…@example.com,b…@example.com"],
    ["an address in another script", "an 用户@例子.公司 gesendet", "an 用…@例子.公司 gesendet"],
    [
      "an address in a query string",
      "/api/v1/contacts?filter[email]=max%40example.org",
      "/api/v1/contacts?filter[email]=m…%40example.org",
    ],
    ["an address at an IP", "postmaster@[192.0.2.1]", "p…@[192.0.2.1]"],
    ["an API key", "Authorization: hc_live_4fK93mdkQ02mfk30a", "Authorization: hc_live_…"],
    ["a bearer token", "authorization: Bearer abcdefgh12345678", "authorization: Bearer …"],
    ["a pixel's link", "GET /t/o/AbC0123456789_-x 200", "GET /t/o/… 200"],
    ["an unsubscribe link", "https://mail.example/u/AbC0123456789", "https://mail.example/u/…"],
    ["a provider hook", "POST /hooks/sendgrid/AbC0123456789", "POST /hooks/sendgrid/…"],
    ["a password in a URL", "postgresql://app:s3cr3t@db/haste", "postgresql://app:…@db/haste"],
  ])("a log line hides %s", (_, text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  test.each([
    "sequence 0191a000-0000-7000-8000-000000000001 published at 12:00",
    "GET /api/v1/sequences 200 in 3 ms",
    "a mail cannot be sent @ night",
  ])("a log line without secrets stays as it is: %j", (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  test("a masked line is still the JSON it was, whatever stood in it", () => {
    // The characters that also separate the pieces of a URL end a local part in a log.
    const address = fc.emailAddress().filter((email) => !/[/=?&]/.test(email));
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      address,
      fc.constantFrom("\n", '"', "\\", "\u001b", "@", "%40"),
    );
    fc.assert(
      fc.property(fc.array(piece), address, (pieces, email) => {
        const line = JSON.stringify({ msg: `${pieces.join("")} ${email} ` });
        const masked = maskSecrets(line);
        expect(() => JSON.parse(masked)).not.toThrow();
        const [local = ""] = email.split("@");
        if (local.length > 3) expect(masked).not.toContain(email);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a very long line is masked in time that grows with its length only", () => {
    const started = performance.now();
    maskSecrets("a".repeat(200_000));
    maskSecrets("a@".repeat(100_000));
    maskSecrets("hc_".repeat(70_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("the log", () => {
  test("masks addresses in messages, fields, nested values and error stacks alike", () => {
    const line = written((log) =>
      log.error(
        { to: "anna@example.com", deep: { list: ["bob@example.com"] }, err: new Error("carl@example.com") },
        "for dora@example.com",
      ),
    );
    expect(JSON.stringify(line)).not.toMatch(/anna|bob@|carl|dora/);
    expect(line.to).toBe("a…@example.com");
  });

  test("is silent below its level", () => {
    const lines: string[] = [];
    createLog("warn", { write: (line) => lines.push(line) }).info("not worth a line");
    expect(lines).toEqual([]);
  });
});
