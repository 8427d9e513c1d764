import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keysThatMean, readAddress, readSuppressionKey } from "./index.ts";

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const domain = fc.tuple(label, label).map(([name, top]) => `${name}.${top}x`);

describe("an entry of the suppression list", () => {
  it("means one address however its letters are written", () => {
    fc.assert(
      fc.property(label, domain, fc.boolean(), (local, host, isLoud) => {
        const address = `${local}@${host}`;
        const key = readSuppressionKey(isLoud ? ` ${address.toUpperCase()} ` : address);
        expect(key).toEqual({ ok: true, value: (readAddress(address) as { value: { key: string } }).value.key });
      }),
    );
  });

  it("means a domain with or without the sign, in one spelling that no address has", () => {
    fc.assert(
      fc.property(domain, label, (host, local) => {
        const key = readSuppressionKey(host);
        expect(key).toEqual({ ok: true, value: `@${host}` });
        expect(readSuppressionKey(`@${host.toUpperCase()}.`)).toEqual(key);
        expect(readSuppressionKey(`${local}@${host}`)).not.toEqual(key);
      }),
    );
    expect(readSuppressionKey("bücher.example")).toEqual({ ok: true, value: "@xn--bcher-kva.example" });
  });

  it("is found by the address that a mail goes to, as one of the address and as one of its domain", () => {
    fc.assert(
      fc.property(label, domain, fc.boolean(), (local, host, isLoud) => {
        const address = `${isLoud ? local.toUpperCase() : local}@${host}`;
        const entries = [readSuppressionKey(address), readSuppressionKey(host)];
        expect(entries).toEqual(keysThatMean(address).map((value) => ({ ok: true, value })));
      }),
    );
  });

  it.each(["", "@", "ada", "a b@c.example", "http://acme.example/", "@@acme.example"])(
    "that reads %j is refused",
    (text) => {
      expect(readSuppressionKey(text)).toMatchObject({ ok: false });
    },
  );
});
