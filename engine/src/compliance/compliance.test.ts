import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asInstant, DAY_MS, isoFromEpochDay } from "../base/index.ts";
import { validateCondition } from "../condition/index.ts";
import { factsOf, nothingKnown } from "../schedule/index.ts";
import { type Consent, endOfConsent, faultOfConsent, readBasis, readConsent } from "./consent.ts";
import { rulePacks, rulesOfPacks } from "./packs.ts";
import { type ComplianceRule, judgeMail } from "./rule.ts";

const now = asInstant(Date.parse("2026-11-24T09:00:00Z"));
const mail = {
  html: '<p>Hello</p><p>1 Main St, Springfield</p><a href="https://x.example/u/a?b=1&amp;c=2">Out</a>',
  text: "Hello\n1 Main St\nSpringfield\nhttps://x.example/u/a?b=1&c=2",
  sequenceId: "s1",
  postalAddress: "1 Main St, Springfield",
  unsubscribeUrl: "https://x.example/u/a?b=1&c=2",
};

type Fields = Readonly<Record<string, string>>;
/** `legalBasis` by its short word, as lists say it. */
const somebody = ({ country, legalBasis = "", consentDate }: Fields, timezone: string | null = null) => {
  const { basis = null, kind = null } = readBasis(legalBasis) ?? {};
  const record = {
    "contact.legalBasis": basis,
    "contact.consentKind": kind,
    "contact.consentDate": consentDate ?? null,
  };
  const person = { ...record, "contact.timezone": timezone, "contact.country": country ?? null };
  return { facts: factsOf({ ...nothingKnown, person }), now, seed: "c1" };
};
const judge = (pack: string, custom: Fields, more: { mail?: object; timezone?: string } = {}) =>
  judgeMail(rulesOfPacks([pack]), { ...mail, ...more.mail }, somebody(custom, more.timezone ?? null))?.effect ?? null;
const daysAgo = (days: number) => new Date(now - days * DAY_MS).toISOString().slice(0, 10);

describe("rule packs", () => {
  test("ask only what can be asked of a person, and cite where each stands", () => {
    for (const pack of rulePacks) {
      expect(pack.sources.every(({ url }) => URL.canParse(url))).toBe(true);
      expect(pack.sources.length).toBeGreaterThan(0);
      for (const { where } of pack.rules) expect(validateCondition(where, { steps: null })).toEqual([]);
    }
  });

  test.each([
    [{ country: "CA" }, "block"],
    [{ country: "ca", legalBasis: "express" }, null],
    [{ country: "CA", legalBasis: "published" }, null],
    [{ country: "CA", legalBasis: "purchase", consentDate: daysAgo(729) }, null],
    [{ country: "CA", legalBasis: "purchase", consentDate: daysAgo(731) }, "block"],
    [{ country: "CA", legalBasis: "inquiry", consentDate: daysAgo(180) }, null],
    [{ country: "CA", legalBasis: "inquiry", consentDate: daysAgo(182) }, "block"],
    [{ country: "CA", legalBasis: "inquiry" }, "block"],
    [{ country: "CA", legalBasis: "legitimate_interest" }, "block"],
    [{ country: "US" }, null],
  ])("CASL: somebody with %j is answered %j", (custom, effect) => {
    expect(judge("casl", custom)).toBe(effect);
  });

  test("CASL: an implied consent that has ended never holds again, and one that holds held before", () => {
    const basis = fc.constantFrom("purchase", "inquiry");
    fc.assert(
      fc.property(basis, fc.integer({ min: 0, max: 2_000 }), fc.nat(2_000), (legalBasis, days, later) => {
        const at = (age: number) => judge("casl", { country: "CA", legalBasis, consentDate: daysAgo(age) });
        if (at(days) === "block") expect(at(days + later)).toBe("block");
      }),
    );
  });

  test("CASL: mail stops on the very day that is told as the end of an implied consent", () => {
    const kind = fc.constantFrom("purchase", "inquiry");
    fc.assert(
      fc.property(kind, fc.integer({ min: 0, max: 2_000 }), (legalBasis, days) => {
        const end = endOfConsent({ kind: legalBasis, givenOn: daysAgo(days) }) ?? "";
        const today = new Date(now).toISOString().slice(0, 10);
        expect(judge("casl", { country: "CA", legalBasis, consentDate: daysAgo(days) })).toBe(
          today < end ? null : "block",
        );
      }),
    );
  });

  test("CAN-SPAM: a mail to the United States without address or way out is held, one with both leaves", () => {
    expect(judge("can-spam", { country: "US" })).toBeNull();
    for (const without of [{ postalAddress: "" }, { text: "Hello" }, { html: "<p>Hello</p>" }])
      expect(judge("can-spam", { country: "US" }, { mail: without })).toBe("require");
    expect(judge("can-spam", {}, { mail: { html: "", text: "" }, timezone: "America/Chicago" })).toBe("require");
    expect(
      judge("can-spam", { country: "FR" }, { mail: { html: "", text: "" }, timezone: "America/Chicago" }),
    ).toBeNull();
  });

  test.each([
    [{ country: "DE", legalBasis: "legitimate_interest" }, "block"],
    [{ country: "DE", legalBasis: "express" }, null],
    [{ country: "AT", legalBasis: "purchase" }, null],
    [{ country: "AT" }, "block"],
    [{ country: "NL" }, "approve"],
    [{ country: "NL", legalBasis: "legitimate_interest" }, null],
    [{ country: "CH" }, null],
  ])("GDPR and ePrivacy: somebody with %j is answered %j", (custom, effect) => {
    expect(judge("gdpr-eprivacy", custom)).toBe(effect);
  });

  test("Spam Act: somebody in Sydney needs a consent, whoever says another country does not", () => {
    expect(judge("spam-act", {}, { timezone: "Australia/Sydney" })).toBe("block");
    expect(judge("spam-act", { legalBasis: "inquiry" }, { timezone: "Australia/Sydney" })).toBeNull();
    expect(judge("spam-act", { country: "NZ" }, { timezone: "Australia/Sydney" })).toBeNull();
  });
});

describe("a rule of the workspace", () => {
  const anybody = { all: [] };
  const rule = (effect: ComplianceRule["effect"], more: Partial<ComplianceRule> = {}): ComplianceRule => ({
    ...{ name: "Ours", where: anybody, sequenceIds: [], effect },
    ...more,
  });
  const verdict = (...rules: ComplianceRule[]) => judgeMail(rules, mail, somebody({}))?.effect ?? null;

  test("that blocks beats one that wants words, which beats one that wants approval, in any order", () => {
    const all = [rule({ do: "approve" }), rule({ do: "require", text: "Never said" }), rule({ do: "block" })];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (some) => {
        const strictest = ["block", "require", "approve"].find((name) => some.some(({ effect }) => effect.do === name));
        expect(verdict(...some)).toBe(strictest);
      }),
    );
  });

  test("holds for its sequences alone, and for its people", () => {
    expect(verdict(rule({ do: "block" }, { sequenceIds: ["s2"] }))).toBeNull();
    expect(verdict(rule({ do: "block" }, { sequenceIds: ["s1", "s2"] }))).toBe("block");
    const where = { field: "contact.title", op: "eq", value: "Minister" } as const;
    expect(verdict(rule({ do: "block" }, { where }))).toBeNull();
    expect(judgeMail([rule({ do: "block" })], { ...mail, sequenceId: null }, somebody({}))).toEqual({
      effect: "block",
      detail: "The rule “Ours” blocks it.",
    });
  });

  test("finds its words however a part breaks its lines, in every part of the mail", () => {
    expect(verdict(rule({ do: "require", text: "1 MAIN st, {{ unsubscribeUrl }}" }))).toBe("require");
    expect(verdict(rule({ do: "require", text: "1 main st springfield" }))).toBeNull();
    expect(verdict(rule({ do: "require", text: "Springfield https" }))).toBe("require");
  });
});

describe("a record of consent", () => {
  const today = Math.floor(now / DAY_MS);
  const record = (more: Partial<Consent>): Consent => ({
    ...{ basis: "consent", kind: "express", givenOn: null, source: null, proof: null },
    ...more,
  });

  test.each([
    [{}, null],
    [{ kind: null }, "kind_missing"],
    [{ basis: "contract" }, "kind_misplaced"],
    [{ basis: "none", kind: null }, null],
    [{ kind: "inquiry" }, "date_missing"],
    [{ kind: "inquiry", givenOn: "2026-02-30" }, "date_invalid"],
    [{ givenOn: isoFromEpochDay(today + 1) }, null],
    [{ givenOn: isoFromEpochDay(today + 2) }, "date_in_future"],
  ] as const)("that says %j is answered %j", (more, code) => {
    expect(faultOfConsent(record(more), today)?.code ?? null).toBe(code);
  });

  test.each([
    [{}, null],
    [{ legalBasis: "Legitimate interest" }, record({ basis: "legitimate_interest", kind: null })],
    [{ legalBasis: "consent", consentKind: "implied purchase" }, record({ kind: "purchase" })],
    [
      { consentKind: "express", consentDate: "2026-03-01T10:00:00Z", consentSource: " Fair " },
      record({ givenOn: "2026-03-01", source: "Fair" }),
    ],
    [{ legalBasis: "none" }, record({ basis: "none", kind: null })],
    [{ legalBasis: "GDPR ok" }, "basis_unknown"],
    [{ legalBasis: "contract", consentKind: "express" }, "basis_unknown"],
    [{ legalBasis: "inquiry", consentKind: "express" }, "basis_unknown"],
    [{ consentDate: "2026-03-01" }, "basis_missing"],
  ])("of a row with %j is read as %j", (words, expected) => {
    const read = readConsent(words);
    expect(read.ok ? read.value : read.error).toEqual(expected);
  });
});
