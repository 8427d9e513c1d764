import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPageOf, readPageRule } from "./page-rule.ts";

const means = (rule: string, page: string) => {
  const read = readPageRule(rule);
  return read !== null && isPageOf(read, page);
};
const path = fc.stringMatching(/^[a-z0-9]([a-z0-9/-]{0,18}[a-z0-9])?$/);

describe("the page of a goal", () => {
  it("is one page, all below it, or all with a word inside, of one host alone", () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const page = `shop.example/${one}${other}`;
        expect(means(page, page)).toBe(true);
        expect(means(page, `${page}x`)).toBe(false);
        expect(means(`shop.example/${one}*`, page)).toBe(true);
        expect(means(`shop.example/*${other}*`, page)).toBe(true);
        for (const rule of [page, `shop.example/${one}*`, `shop.example/*${other}*`]) {
          expect(means(rule, `evil.example/${one}${other}`)).toBe(false);
          expect(means(rule, `evil.example/shop.example/${one}${other}`)).toBe(false);
        }
      }),
    );
  });

  it("knows no case of hosts, no scheme, and no slash at the end", () => {
    expect(means("https://Shop.example/thanks/", "shop.example/thanks")).toBe(true);
    expect(means("shop.example", "SHOP.example/")).toBe(true);
    expect(means("shop.example/thanks", "shop.example/Thanks")).toBe(false);
  });

  it.each([
    "",
    "/thanks",
    "a b/c",
    "*/thanks",
    "*.example/x",
    "shop.example/a*b",
    "shop.example/**",
    "user@shop.example/",
  ])("refuses %j, which names no page", (rule) => {
    expect(readPageRule(rule)).toBeNull();
  });
});
