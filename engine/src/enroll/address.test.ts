import { describe, expect, test } from "vitest";
import { isRoleAddress, readAddress } from "./address.ts";
import { domainOfWebsite, isFreeMailDomain, normalizeDomain } from "./domain.ts";

describe("addresses", () => {
  test.each([
    ["ada@example.com", "ada@example.com", "ada@example.com"],
    ["  Ada.Lovelace@Example.COM\u00A0", "Ada.Lovelace@example.com", "ada.lovelace@example.com"],
    ["Ada Lovelace <ada@example.com>", "ada@example.com", "ada@example.com"],
    ["mailto:ada+list@example.com", "ada+list@example.com", "ada+list@example.com"],
    ["ada\u200B@example.com", "ada@example.com", "ada@example.com"],
    ["o'brien@example.ie", "o'brien@example.ie", "o'brien@example.ie"],
    ["jörg@bücher.example".replace("ö", "oe"), "joerg@xn--bcher-kva.example", "joerg@xn--bcher-kva.example"],
    ["yui@例え.jp", "yui@xn--r8jz45g.jp", "yui@xn--r8jz45g.jp"],
    ["yui@例え。jp", "yui@xn--r8jz45g.jp", "yui@xn--r8jz45g.jp"],
    ["x@sandbox.haste.test", "x@sandbox.haste.test", "x@sandbox.haste.test"],
    ["x@example.com.", "x@example.com", "x@example.com"],
  ])("the address %j is written and compared one way", (text, address, key) => {
    const read = readAddress(text);
    expect(read).toMatchObject({ ok: true, value: { address, key } });
  });

  test.each([
    ["", "address_missing"],
    [" \u200B", "address_missing"],
    ["ada.example.com", "address_without_at"],
    ["@example.com", "address_without_at"],
    ["ada@", "address_without_at"],
    ["ada@example.com, bob@example.com", "address_several"],
    ["ada@example.com;bob@example.com", "address_several"],
    ['"ada lovelace"@example.com', "local_quoted"],
    ["jörg@example.com", "local_not_ascii"],
    [`${"a".repeat(65)}@example.com`, "local_too_long"],
    ["ada..l@example.com", "local_malformed"],
    [".ada@example.com", "local_malformed"],
    ["ada l@example.com", "local_malformed"],
    ["ada\r\nBcc: x@example.com", "local_malformed"],
    ["ada@bob@example.com", "local_malformed"],
    ["ada@[127.0.0.1]", "domain_literal"],
    ["ada@localhost", "domain_without_dot"],
    ["ada@example..com", "domain_malformed"],
    ["ada@-example.com", "domain_malformed"],
    ["ada@exa_mple.com", "domain_malformed"],
    ["ada@127.0.0.1", "domain_malformed"],
    ["ada@example.com/path", "domain_malformed"],
    ["ada@exa%6Dple.com", "domain_malformed"],
    ["ada@bücher.example:80", "domain_malformed"],
    ["ada@example.com\0", "domain_malformed"],
    [`ada@${"abcdefghi.".repeat(26)}com`, "domain_malformed"],
    [`${"a".repeat(64)}@${"abcdefghi.".repeat(19)}com`, "address_too_long"],
  ])("%j is refused with the reason %s", (text, code) => {
    expect(readAddress(text)).toMatchObject({ ok: false, error: { code } });
  });

  test("an address that was read once reads the same again", () => {
    for (const text of ["Ada <ADA@Bücher.Example>", "x.y+z@EXAMPLE.org"]) {
      const first = readAddress(text);
      const again = readAddress(first.ok ? first.value.address : "");
      expect(again).toEqual(first);
    }
  });

  test("a hostile cell of a million characters is judged in linear time", () => {
    for (const text of ["<".repeat(1_000_000), `${"a.".repeat(500_000)}@x.y`, `a@${"a-".repeat(500_000)}`]) {
      expect(readAddress(text).ok).toBe(false);
    }
  });

  test("mailboxes of a function are told from people's in several languages", () => {
    for (const role of ["info@a.com", "Sales+EU@a.com", "no.reply@a.com", "vertrieb@a.de", "ventas@a.es"]) {
      expect(isRoleAddress(role), role).toBe(true);
    }
    for (const person of ["ada@a.com", "info.ada@a.com", "salesh@a.com"]) {
      expect(isRoleAddress(person), person).toBe(false);
    }
  });
});

describe("domains", () => {
  test("a website is reduced to the domain a company is known by", () => {
    expect(domainOfWebsite("https://www.Acme.com/en?x=1")).toBe("acme.com");
    expect(domainOfWebsite("acme.co.uk/")).toBe("acme.co.uk");
    expect(domainOfWebsite("http://user:secret@acme.com:8080")).toBe("acme.com");
    expect(domainOfWebsite("www.bücher.example")).toBe("xn--bcher-kva.example");
    expect(domainOfWebsite("none")).toBeNull();
    expect(domainOfWebsite("see our page")).toBeNull();
  });

  test("names that look alike but are registered apart stay apart", () => {
    expect(normalizeDomain("faß.de")).not.toBe(normalizeDomain("fass.de"));
    expect(normalizeDomain("BÜCHER.example")).toBe(normalizeDomain("xn--bcher-kva.example"));
  });

  test("free-mail domains say nothing about an employer", () => {
    expect(isFreeMailDomain("gmail.com")).toBe(true);
    expect(isFreeMailDomain("acme.com")).toBe(false);
  });
});
