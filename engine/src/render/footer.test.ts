import { describe, expect, it } from "vitest";
import { compileEmail, type FooterWish, fillEmail, footerShows, type PersonalizationContext } from "./index.ts";

const wish: FooterWish = { includePhysicalAddress: true, unsubscribeLink: "required", unsubscribeText: "" };
const quiet = "<p>Hi</p><!-- no unsubscribe -->";

function write(htmlContent: string, footer: FooterWish, textContent?: string) {
  const context: PersonalizationContext = {
    ...{ contact: { email: "a@b.co", firstName: null, lastName: null, title: null, timezone: null, customFields: {} } },
    ...{ company: null, deal: null, sender: { name: "Ada", email: "ada@b.co", signature: null } },
    ...{ sequence: { name: "S" }, customData: {}, postalAddress: "1 Wharf Road", footer },
  };
  const compiled = compileEmail({ subject: "Hi", htmlContent, textContent: textContent ?? null });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const links = { unsubscribeUrl: "https://x.test/u/1", pixelUrl: null, clickUrl: null };
  const filled = fillEmail(compiled.value, context, links);
  if (!filled.ok) throw new Error(JSON.stringify(filled.error));
  return filled.value;
}

describe("the footer", () => {
  it.each([
    ["required", "<p>Hi</p>", true],
    ["required", quiet, true],
    ["optional", "<p>Hi</p>", true],
    ["optional", quiet, false],
    ["none", "<p>Hi</p>", false],
    ["none", '<p>Hi <a href="{{ unsubscribeUrl }}">stop</a></p>', true],
  ] as const)("with the link %s below %j shows a way out: %s", (unsubscribeLink, html, shows) => {
    const own = { ...wish, unsubscribeLink };
    expect(write(html, own).html.includes("https://x.test/u/1")).toBe(shows);
    expect(write(html, own).text.includes("https://x.test/u/1")).toBe(shows);
    expect(write(html, own).html).toContain("1 Wharf Road");
    expect(footerShows([html], own).link).toBe(shows);
  });

  it("has the words of the workspace, and its address only where that is wanted", () => {
    const own = { ...wish, unsubscribeText: "No more, <please>", includePhysicalAddress: false };
    for (const mail of [write("<p>Hi</p>", own), write("<p>Hi</p>", own, "Hi")]) {
      expect(mail.html).toContain("No more, &lt;please&gt;</a>");
      expect(mail.text).toContain("No more, <please>");
      expect(mail.html + mail.text).not.toContain("Wharf");
    }
    expect(write("<p>{{ postalAddress }}</p>", own).html).toContain("1 Wharf Road");
    expect(footerShows(["<p>Hi</p>"], own)).toEqual({ link: true, address: false });
    expect(footerShows(["{{ postalAddress }}"], own)).toEqual({ link: true, address: true });
  });
});
