import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileEmail, fillEmail, numberLinks } from "../render/index.ts";
import type { Definition, EmailContent } from "../sequence/index.ts";
import {
  checkContent,
  chooseSnippets,
  diffContents,
  freezeSnippets,
  importTemplate,
  inlineSnippets,
  linksOfStep,
  resolveGroups,
  type SnippetLibrary,
  selectSnippet,
  variablesOf,
} from "./index.ts";

const email = (htmlContent: string, textContent: string | null = null): EmailContent => ({
  subject: null,
  htmlContent,
  textContent,
});

describe("what changed between two contents", () => {
  const words = fc.array(fc.constantFrom("<p>a</p>", "<p>b</p>", "c\n", "<br>", "tail"), { maxLength: 30 });

  test("gives both of them back, whatever they are", () => {
    fc.assert(
      fc.property(words, words, (was, is) => {
        const [before, after] = [was.join(""), is.join("")];
        const [diff] = diffContents(email(before), email(after));
        const side = (gone: string) => (diff?.runs ?? []).filter(({ op }) => op !== gone).map(({ text }) => text);
        expect(side("added").join("")).toBe(diff === undefined ? "" : before);
        expect(side("removed").join("")).toBe(diff === undefined ? "" : after);
        expect(diff === undefined).toBe(before === after);
      }),
    );
  });

  test("is as little as can be, and of texts that have nothing in common all of both", () => {
    const lines = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at}\n`);
    const before = lines("a", 2_000);
    const after = before.with(1_000, "other\n");
    expect(diffContents(email(before.join("")), email(after.join("")))[0]?.runs.map(({ op }) => op)).toEqual([
      "same",
      "removed",
      "added",
      "same",
    ]);
    const apart = diffContents(email(before.join("")), email(lines("b", 2_000).join("")));
    expect(apart[0]?.runs.map(({ op }) => op)).toEqual(["removed", "added"]);
  });
});

describe("snippets in a text", () => {
  const library: SnippetLibrary = new Map([
    ["Bold", { html: "<b>31 %</b>", text: "" }],
    ["Plain", { html: "", text: "a < b\n\nc" }],
    ["Outer", { html: '({% snippet "Bold" %})', text: "" }],
    [
      "Goods",
      {
        choices: [{ if: { field: "company.industry", op: "eq" as const, value: "Food" }, name: "Bold" }],
        otherwise: "Plain",
      },
    ],
  ]);

  test("become what they say, in HTML and in text, however deep", () => {
    const content = inlineSnippets(
      {
        subject: '{%- snippet "Outer" -%}',
        htmlContent: "x {% snippet 'Outer' %}",
        textContent: '{% snippet "Plain" %}',
      },
      library,
    );
    expect(content).toEqual({ subject: "(31 %)", htmlContent: "x (<b>31 %</b>)", textContent: "a < b\n\nc" });
    expect(inlineSnippets(email('{% snippet "Plain" %}'), library).htmlContent).toBe("<p>a &lt; b</p>\n<p>c</p>");
  });

  test("of a group are another one for each person, and the version needs nothing but itself to say which", () => {
    const step = { kind: "email", content: email('<p>{% snippet "Goods" %}</p>', '{% snippet "Goods" %}') };
    const definition = freezeSnippets({ steps: [step] } as unknown as Definition, library);
    const groups = definition.snippetGroups ?? {};
    const written = (industry: string | null) => {
      const facts = { valueOf: (field: string) => (field === "company.industry" ? industry : null) };
      const chosen = chooseSnippets(groups, facts, { now: 0 as never, seed: "s" });
      return resolveGroups(step.content, groups, chosen);
    };
    expect(written("Food")).toMatchObject({ htmlContent: "<p><b>31 %</b></p>", textContent: "31 %" });
    expect(written(null)).toMatchObject({ htmlContent: "<p><p>a &lt; b</p>\n<p>c</p></p>", textContent: "a < b\n\nc" });
    expect(compileEmail(written("Food")).ok).toBe(true);
  });

  test("of a group are one text for each person, and a name nobody knows is answered with the one that was meant", () => {
    const industry = (value: string) => ({ field: "company.industry", op: "eq" as const, value });
    const text = (words: string) => ({ html: "", text: words });
    const groups = {
      goods: {
        choices: [
          { if: industry("Food"), ...text("grain") },
          { if: industry("Shipping"), ...text("ships of {{ company.name }}") },
        ],
        otherwise: text("goods"),
      },
      none: { choices: [], otherwise: null },
    };
    const moment = { now: 0 as never, seed: "s" };
    const person = { contact: { email: "a@b.example" }, company: { industry: "Shipping" } };
    const chosen = (name: string, context: object = person) =>
      selectSnippet(name, groups, { context: context as never, moment });
    expect(chosen("goods")).toMatchObject({ value: { text: "ships of {{ company.name }}" } });
    expect(chosen("goods", { ...person, company: null })).toMatchObject({ value: { text: "goods" } });
    expect(chosen("none")).toMatchObject({ value: { text: "" } });
    expect(chosen("godos")).toEqual({ ok: false, error: { code: "unknown_snippet", name: "godos", near: "goods" } });
  });

  test("of a group keep the numbers of their links, whichever of them somebody got", () => {
    const groupOf = (html: string) => ({
      if: { field: "company.industry", op: "eq" as const, value: html },
      html,
      text: "",
    });
    const a = (url: string) => `<a href="https://${url}.example">x</a>`;
    const groups = {
      G: { choices: [groupOf(a("g1")), groupOf(a("g2"))], otherwise: { html: a("g3") + a("own"), text: "" } },
    };
    const content = email(`${a("own")}{% snippet "G" %}${a("end")}`);
    const table = linksOfStep(content, groups);
    expect(table.map((link) => /\/\/(\w+)/.exec(link)?.[1])).toEqual(["own", "end", "g1", "g2", "g3", "own"]);
    const person = {
      unsubscribeUrl: "https://u.example",
      pixelUrl: null,
      clickUrl: (link: number) => `https://c.example/${link}`,
    };
    const context = {
      contact: { email: "a@b.example", customFields: {} },
      company: null,
      deal: null,
      customData: {},
      sequence: { name: "" },
      sender: { name: "", email: "", signature: null },
      postalAddress: "",
    };
    for (const [chosen, numbers] of [
      [0, [0, 2, 1]],
      [1, [0, 3, 1]],
      [-1, [0, 4, 5, 1]],
    ] as const) {
      const compiled = compileEmail(resolveGroups(content, groups, { G: chosen }));
      const filled = compiled.ok ? fillEmail(numberLinks(compiled.value, table), context as never, person) : compiled;
      if (!filled.ok) throw new Error(JSON.stringify(filled.error));
      expect([...filled.value.html.matchAll(/c\.example\/(\d+)/g)].map(([, n]) => Number(n))).toEqual(numbers);
      for (const n of numbers) expect(filled.value.links[n]).toBe(table[n]);
    }
  });

  test("that nobody knows are found at their line and column, behind which every other place keeps its own", () => {
    const known = (name: string) => name === "Bold";
    expect(checkContent(email('a\n b {% snippet "No" %}'), known)).toEqual([
      { part: "htmlContent", code: "unknown_snippet", line: 2, column: 4, detail: expect.stringContaining("No") },
    ]);
    expect(checkContent(email('{% snippet "Bold" %}{% if %}'), known)).toMatchObject([
      { code: "template_syntax", line: 1, column: 27 },
    ]);
    expect(checkContent(email('{% snippet "Bold" %}{{ contact.firstName }}'), known)).toEqual([]);
  });
});

test("the variables of a template are listed without a fallback where one stands without", () => {
  const html = `{{ contact.firstName | default: "you" }} {{ contact.firstName }} {{ "contact.title" }}
    {% if company.name %}{{ company.name | upcase | default: 'it' }}{% endif %} {{ sender.name }}`;
  expect(variablesOf(email(html))).toEqual([
    { name: "contact.firstName", source: "contact", field: "firstName" },
    { name: "company.name", fallback: "it", source: "company", field: "name" },
  ]);
});

test("an imported page of any shape has nothing that runs, and is the same when it is imported again", () => {
  const piece = fc.constantFrom(
    "<p>Hi</p>",
    "<script>x()</script>",
    '<img src="x" onerror="y()">',
    "<iframe src=z></iframe>",
    "<a href='javascript:q'>",
    "<meta http-equiv=refresh>",
    " onclick=w ",
    "{{ first_name }}",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { content } = importTemplate(pieces.join(""), "html", null);
      expect(content.htmlContent).not.toMatch(/<script|<iframe|<meta|\son\w+=|javascript:/i);
      expect(importTemplate(content.htmlContent, "html", "s").content.htmlContent).toBe(content.htmlContent);
    }),
  );
});
