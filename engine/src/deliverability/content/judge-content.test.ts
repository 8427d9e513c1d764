import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeContent } from "./judge-content.ts";
import type { ContentToJudge } from "./own-rules.ts";

const plain: ContentToJudge = {
  subject: "Your docks in Rotterdam",
  htmlContent:
    "<p>Hi Ada, I saw that you open two docks next month. Shall I send what a port of your size did there?</p>",
  textContent: null,
  attachments: [],
};
const rulesOf = (content: Partial<ContentToJudge>) =>
  judgeContent({ ...plain, ...content }).issues.map(({ rule }) => rule);
const link = (href: string) => ({ htmlContent: `${plain.htmlContent}<p><a href="${href}">our page</a></p>` });

describe("the content of a mail", () => {
  test("that a colleague would write costs no points but for what is left to the footer", () => {
    expect(judgeContent(plain)).toMatchObject({ points: 0, spamFrom: 5, issues: [], hosts: [] });
  });

  test.each([
    ["a number instead of a name", link("http://192.0.2.7/x"), "address-link"],
    ["a number in another clothing", link("http://3221225991/x"), "address-link"],
    ["a script", link("javascript:alert(1)"), "odd-link"],
    ["a page within the link", link("data:text/html,x"), "odd-link"],
    ["two scripts in one name", link("https://аpple.example/"), "lookalike-link"],
    ["a shortener", link("https://bit.ly/x"), "shortened-link"],
    ["a page without encryption", link("http://example.com/x"), "plain-link"],
    ["a form", { htmlContent: `${plain.htmlContent}<form action="https://example.com"></form>` }, "active-content"],
    ["a program as a file", { attachments: [{ name: "Offer.EXE", size: 10 }] }, "refused-file"],
    ["an archive", { attachments: [{ name: "offer.zip", size: 10 }] }, "risky-file"],
    ["words that press", { subject: "ACT NOW!!! LIMITED TIME" }, "spam-phrase"],
    [
      "more links than words",
      {
        htmlContent:
          "<a href='https://a.example/1'>a</a><a href='https://a.example/2'>b</a><a href='https://a.example/3'>c</a><a href='https://a.example/4'>d</a><a href='https://a.example/5'>e</a>",
      },
      "many-links",
    ],
  ])("is told apart where it has %s", (_, content, rule) => {
    expect(rulesOf(plain)).not.toContain(rule);
    expect(rulesOf(content)).toContain(rule);
  });

  test("says of each point who says so, or why", () => {
    const { issues, points, spamFrom } = judgeContent({
      ...plain,
      ...link("http://192.0.2.7/x"),
      subject: "FREE GIFT!!! ACT NOW",
      attachments: [{ name: "a.exe", size: 1 }],
    });
    expect(points).toBeGreaterThan(spamFrom);
    for (const issue of issues) expect(issue.why.length + (issue.source?.length ?? 0)).toBeGreaterThan(20);
    expect(issues.map((issue) => issue.points)).toEqual(issues.map((issue) => issue.points).toSorted((a, b) => b - a));
  });

  test("names the places its links lead to, so that lists can be asked", () => {
    expect(judgeContent({ ...plain, ...link("https://www.example.com/a?b=1") }).hosts).toEqual(["www.example.com"]);
  });

  test("never costs less for a further link to a number, and no rule more than its most", () => {
    const numbers = fc.array(fc.ipV4(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(numbers, (addresses) => {
        const html = addresses.map((address) => `<a href="https://${address}/">see</a>`);
        const all = judgeContent({ ...plain, htmlContent: html.join(" ") });
        const fewer = judgeContent({ ...plain, htmlContent: html.slice(1).join(" ") });
        expect(all.points).toBeGreaterThanOrEqual(fewer.points);
        const counted = all.issues.filter(({ rule }) => rule === "address-link");
        expect(counted.reduce((sum, issue) => sum + issue.points, 0)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 40 },
    );
  });
});
