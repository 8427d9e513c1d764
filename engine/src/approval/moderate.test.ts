import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moderate } from "./index.ts";

const mail = { subject: "Hi", html: "<p>Hello</p>", text: "Hello", links: [] as string[] };
const none = { spamKeywords: [], linkWhitelist: [], listedHosts: [] };

describe("a mail that somebody should look at", () => {
  it.each([
    ["FREE  money now", true],
    ["free\nmoney", true],
    ["ｆｒｅｅ money!", true],
    ["carefree moneys", false],
    ["free of money", false],
  ])("is one that says a keyword as a whole, however it is written: %j", (text, waits) => {
    for (const part of [{ subject: text }, { text }, { html: `<p>${text}</p>` }])
      expect(moderate({ ...mail, ...part }, { ...none, spamKeywords: ["Free money"] }) !== null).toBe(waits);
  });

  it("is one that links to a host beside the list, and never one below a host of it", () => {
    const label = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(label, label, (sub, other) => {
        const rules = { ...none, linkWhitelist: ["Acme.example"] };
        const to = (link: string) => moderate({ ...mail, links: [link] }, rules);
        expect(to(`https://${sub}.acme.example/${other}?q=x`)).toBeNull();
        expect(to(`https://${sub}acme.example/`)).toContain(`${sub}acme.example`);
        expect(to(`https://acme.example.${other}.test/`)).not.toBeNull();
        expect(to(`https://acme.example@${other}.test/`)).not.toBeNull();
        expect(to(`mailto:${sub}@${other}.test`)).toBeNull();
        expect(moderate({ ...mail, links: [`https://${other}.test/`] }, none)).toBeNull();
      }),
    );
  });

  it("is one that leads to a host that stands on a list, whatever else of its links may leave", () => {
    const listedHosts = [{ host: "bad.example", by: "Spamhaus DBL", why: "DBL: it was seen in spam." }];
    const to = (link: string, linkWhitelist: string[] = []) =>
      moderate({ ...mail, links: ["https://acme.example/", link] }, { ...none, linkWhitelist, listedHosts });
    expect(to("https://www.bad.example/offer")).toBe(
      "It links to bad.example, which stands on Spamhaus DBL: many receivers refuse such mail. DBL: it was seen in spam.",
    );
    expect(to("https://BAD.example./", ["bad.example", "acme.example"])).toContain("Spamhaus DBL");
    expect(to("https://notbad.example/")).toBeNull();
    expect(to("mailto:me@bad.example")).toBeNull();
  });
});
