import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zoneOf } from "../zone.fixture.ts";
import { isAligned } from "./alignment.ts";
import { authenticationOf, judgeReturned } from "./judge-returned.ts";
import { readResults } from "./read-results.ts";
import { arrivalOf, type HeaderField, isEncryptedHop, type Receiver } from "./receiver.ts";
import type { Proof, ReturnedMail, Signature } from "./returned-mail.ts";

const both = ["from", "list-unsubscribe", "list-unsubscribe-post"];
const signature: Signature = { domain: "acme.example", selector: "s1", state: "passed", reason: null, covers: both };
const field = (name: string, value: string): HeaderField => ({ name, value });
const received = field(
  "received",
  "from out.acme.example (out.acme.example [192.0.2.1]) by mx.google.com with ESMTPS id 1",
);
const written = (words: string, by = "mx.google.com; ") => field("authentication-results", `${by}${words}`);
const unsubscribe = [
  field("list-unsubscribe", "<https://crm.acme.example/u/token>"),
  field("list-unsubscribe-post", "List-Unsubscribe=One-Click"),
];
const records = zoneOf({ "_dmarc.acme.example": ["v=DMARC1; p=none"] });

function judge(change: Partial<ReturnedMail> = {}, top: readonly HeaderField[] = [], { ask } = records) {
  const receiver = { host: "gmail", names: [] };
  const fields = [received, ...top, ...unsubscribe];
  return judgeReturned(
    { author: "acme.example", fields, signatures: [signature], receiver, isNear: false, ...change },
    ask,
  );
}
const proofOf = ({ proofs }: { proofs: readonly Proof[] }, kind: Proof["kind"]) =>
  proofs.find((proof) => proof.kind === kind);

describe("a mail that came back", () => {
  test("proves an account whose signature and server speak for it", async () => {
    const good = written("dkim=pass header.d=acme.example; spf=pass (a; b) smtp.mailfrom=ada@acme.example; dmarc=pass");
    const reading = await judge({}, [good]);
    expect(reading).toMatchObject({ receiver: "mx.google.com", spf: true, dkim: true, dmarc: true });
    expect(reading.proofs.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "dkim passed",
      "spf passed",
      "dmarc passed",
      "one-click passed",
      "tls passed",
    ]);
  });

  test("fails where neither the signer nor the return path speaks for the author", async () => {
    const reading = await judge({ signatures: [{ ...signature, domain: "sender.example" }] }, [
      written("spf=pass smtp.mailfrom=b@bounces.sender.example"),
    ]);
    expect(reading).toMatchObject({ spf: false, dkim: false });
    expect(proofOf(reading, "dmarc")).toMatchObject({ state: "failed" });
    expect(proofOf(reading, "dkim")?.detail).toMatch(/does not speak for acme.example/);
  });

  test("misses no return path of its own where the signature speaks for it", async () => {
    const reading = await judge({}, [written("spf=pass smtp.mailfrom=b@bounces.sender.example")]);
    expect(reading).toMatchObject({ spf: null, dkim: true });
    expect(proofOf(reading, "spf")).toMatchObject({ state: "warning" });
  });

  test("proves nothing where a name server is silent, or a mail without a signature stays inside one host", async () => {
    const silent = zoneOf({}, ["_dmarc.mail.acme.example"]);
    const unknown = await judge({ author: "mail.acme.example" }, [], silent);
    const unasked = await judge({ signatures: [{ ...signature, state: "unknown" }] });
    const inside = await judge({ signatures: [], isNear: true }, [
      written("spf=softfail smtp.mailfrom=a@acme.example"),
    ]);
    const large = await judge({ signatures: null });
    for (const reading of [unknown, unasked, inside, large]) {
      expect(reading).toMatchObject({ spf: null, dkim: null, dmarc: null });
      expect(proofOf(reading, "dmarc")).toMatchObject({ state: "unknown" });
    }
  });

  test("that was altered fails only where its receiver says so, and holds where its receiver saw it hold", async () => {
    const altered = { signatures: [{ ...signature, state: "altered", reason: "The body is another." } as const] };
    expect(await judge(altered)).toMatchObject({ dkim: null });
    expect(await judge(altered, [written("dkim=fail header.d=acme.example")])).toMatchObject({ dkim: false });
    expect(await judge(altered, [written("dkim=pass header.i=@acme.example")])).toMatchObject({ dkim: true });
  });

  test.each([
    [
      "a signature that leaves List-Unsubscribe-Post out",
      { signatures: [{ ...signature, covers: ["from", "list-unsubscribe"] }] },
      "failed",
    ],
    [
      "two signatures that cover one of both each",
      { signatures: both.slice(1).map((name) => ({ ...signature, covers: [name] })) },
      "failed",
    ],
    ["headers somebody took out", { fields: [received] }, "failed"],
    [
      "an address without https",
      { fields: [field("list-unsubscribe", "<http://x.example/u/t>"), ...unsubscribe.slice(1)] },
      "warning",
    ],
    ["no signature that is known to hold", { signatures: [{ ...signature, state: "unknown" }] }, "unknown"],
  ] satisfies readonly (readonly [string, Partial<ReturnedMail>, Proof["state"]])[])(
    "is no one-click unsubscribing with %s",
    async (_, change, state) => {
      expect(proofOf(await judge(change), "one-click")).toMatchObject({ state });
    },
  );
});

describe("the receiver's word", () => {
  const gmail: Receiver = { host: "gmail", names: ["imap.gmail.com"] };
  const wordsOf = (fields: readonly HeaderField[], receiver = gmail) =>
    arrivalOf(fields, receiver).results.flatMap(({ results }) =>
      results.map(({ method, result }) => `${method} ${result}`),
    );

  test("counts above what others wrote on the way, and under its own name only", () => {
    const earlier = field("received", "from laptop by out.acme.example with ESMTPSA id 0");
    const own = written("spf=fail");
    const forged = written("spf=pass; dkim=pass");
    expect(wordsOf([received, own, earlier, forged])).toEqual(["spf fail"]);
    expect(wordsOf([own, received, earlier, forged])).toEqual(["spf fail"]);
    expect(wordsOf([written("spf=pass", "mx.google.com.evil.example; "), received])).toEqual([]);
    expect(
      wordsOf([written("spf=pass", "other.example; "), received], { host: null, names: ["mail.acme.example"] }),
    ).toEqual([]);
  });

  test("without a name is Microsoft's way, and nobody else's", () => {
    const unnamed = written("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass", "");
    expect(wordsOf([unnamed], { host: "outlook", names: [] })).toEqual(["spf pass", "dkim pass"]);
    expect(wordsOf([unnamed])).toEqual([]);
  });

  test("is read past comments, quotes and semicolons in them", () => {
    const value = 'mx.acme.example 1; dkim=pass (a; spf=pass (b)) reason="c; d" header.d=acme.example;spf/1 = none';
    expect(readResults(value)).toMatchObject({
      by: "mx.acme.example",
      results: [
        { method: "dkim", result: "pass" },
        { method: "spf", result: "none" },
      ],
    });
    expect(readResults(`x; ${"a".repeat(9_000)}`)).toBeNull();
  });

  test("is never made of anything but results, whatever somebody wrote", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'spf=pas; ()"\\dkim.'), maxLength: 80 }), (text) => {
        for (const { method, result } of readResults(text)?.results ?? []) {
          expect(method).toMatch(/^[a-z][\w-]*$/);
          expect(result).toMatch(/^[a-z]+$/);
        }
        // What stands in a comment is nobody's word.
        const inside = `mx.example; (${text.replace(/[()\\]/g, "")})`;
        expect(readResults(inside)?.results).toEqual([]);
      }),
    );
  });

  test.each([
    ["from a.example by b.example with ESMTPS id 1", true],
    ["from a.example by b.example (Postfix) with UTF8SMTPSA id 1", true],
    ["from a.example by b.example with Microsoft SMTP Server (version=TLS1_3, cipher=x) id 1", true],
    ["from a.example by b.example (Postfix) with ESMTP id 1", false],
    ["from a.example by b.example with ESMTPA id 1", false],
    ["from a.example by b.example with LMTP id 1", null],
    ["by b.example with HTTP", null],
  ])("on how it was handed over: %s", (line, isEncrypted) => {
    expect(isEncryptedHop(line)).toBe(isEncrypted);
  });
});

describe("a domain that speaks for the author's", () => {
  const relaxed = zoneOf({ "_dmarc.acme.example": ["v=DMARC1; p=none"] });
  const strict = zoneOf({ "_dmarc.acme.example": ["v=DMARC1; p=none; adkim=s"] });
  const suffix = zoneOf({ "_dmarc.co.example": ["v=DMARC1; p=none; psd=y"] });
  const own = zoneOf({
    "_dmarc.acme.example": ["v=DMARC1; p=none"],
    "_dmarc.a.acme.example": ["v=DMARC1; p=none; psd=n"],
  });

  test.each([
    ["the same name", relaxed, "acme.example", "ACME.example.", true],
    ["a name under it", relaxed, "acme.example", "mail.acme.example", true],
    ["a name beside it", relaxed, "a.acme.example", "b.acme.example", true],
    ["a stranger", relaxed, "acme.example", "other.example", false],
    ["a name under it where the policy is strict", strict, "acme.example", "mail.acme.example", false],
    ["a neighbor under a public suffix", suffix, "a.co.example", "b.co.example", false],
    ["a name under it under a public suffix", suffix, "a.co.example", "mail.a.co.example", true],
    ["a name that says it is an organization of its own", own, "b.acme.example", "a.acme.example", false],
    ["a relative without any record", zoneOf({}), "acme.example", "mail.acme.example", null],
  ] as const)("may be %s", async (...[, { ask }, author, other, expected]) => {
    expect(await isAligned(author, other, "dkim", ask)).toBe(expected);
  });
});

test("what mails proved counts before records, and silence refuses nobody", () => {
  const word = fc.option(fc.boolean());
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), (record, seen) => {
      const counts = authenticationOf(record, seen);
      if (seen.includes(true)) expect(counts).toBe(true);
      else expect(counts).toBe(seen.includes(false) ? false : record);
    }),
  );
});
