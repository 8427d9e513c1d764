import { describe, expect, test } from "vitest";
import { asInstant } from "../base/index.ts";
import { mapLinks } from "./link-map.ts";

const now = asInstant(1_795_824_000_000);
const written = (htmlContent: string) => ({ subject: "Hi {{ contact.firstName }}", htmlContent, textContent: null });

describe("the map of an email's links", () => {
  test("shows each counted link by its number where it stands, with names for what is known of nobody", () => {
    const html = `<p>Dear {{ contact.firstName }} of {{ company.name }}, <a href="https://a.example/{{ custom.plan }}">see <b>prices</b></a>
      or <a href="mailto:a@b.example">write</a> or <a href="https://b.example">book</a>.</p>`;
    const map = mapLinks(written(html), {}, now);
    expect(map.subject).toBe("Hi [firstName]");
    expect(map.links).toEqual([
      { link: 0, address: "https://a.example/{{ custom.plan }}", text: "see prices" },
      { link: 1, address: "https://b.example", text: "book" },
    ]);
    expect(map.html).toContain("Dear [firstName] of [name]");
    expect(map.html?.match(/#link-\d/g)).toEqual(["#link-0", "#link-1"]);
  });

  test("names links of texts that others get, and says that they do not stand in this one", () => {
    const text = (url: string) => ({ html: `<a href="https://${url}.example">${url}</a>`, text: "" });
    const rule = { field: "company.industry", op: "eq" as const, value: "steel" };
    const groups = { G: { choices: [{ if: rule, ...text("steel") }], otherwise: text("all") } };
    expect(mapLinks(written('{% snippet "G" %}'), groups, now).links).toEqual([
      { link: 0, address: "https://steel.example", text: null },
      { link: 1, address: "https://all.example", text: "all" },
    ]);
  });

  test("still tells the addresses of a mail that only a real person can be shown", () => {
    const map = mapLinks(written('<a href="{{ custom.page }}">your page</a>'), {}, now);
    expect(map).toEqual({ subject: null, html: null, links: [{ link: 0, address: "{{ custom.page }}", text: null }] });
  });
});
