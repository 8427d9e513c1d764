import { describe, expect, test } from "vitest";
import {
  compileEmail,
  type Finding,
  fillEmail,
  type LintAround,
  lintEmail,
  type PersonalizationContext,
} from "../index.ts";
import { lintRules } from "./rules/index.ts";

const long =
  "We moved the harbor of a friend of yours to new docks last spring, and the queue of ships went from nine hours to two.";

function found(
  htmlContent: string,
  around: LintAround = {},
  source: { subject?: string; textContent?: string } = {},
): Finding[] {
  return lintEmail({ subject: "Docks", textContent: null, ...source, htmlContent }, around);
}

/** What one rule finds, as `line:column detail`. */
function of(rule: string, ...args: Parameters<typeof found>): string[] {
  return found(...args)
    .filter((finding) => finding.rule === rule)
    .map(({ place, detail }) => `${place.line}:${place.column} ${detail}`);
}

const person: PersonalizationContext = {
  contact: { email: "a@b.example", firstName: "JOHN", lastName: null, title: null, timezone: null, customFields: {} },
  company: null,
  deal: null,
  sender: { name: "Amina", email: "amina@tidewater.example", signature: null },
  sequence: { name: "Founders" },
  customData: {},
  postalAddress: "Havnegade 12",
};

test("a mail as a colleague would write it is let through in silence", () => {
  const mail = `<p>Hi {{ contact.firstName | default: "there" | proper }},</p><p>${long}</p><p><a href="https://tidewater.example/docks">How it went</a></p>`;
  expect(found(mail, { senderDomain: "tidewater.example", fields: {}, context: person, postalAddress: "x" })).toEqual(
    [],
  );
});

test("each rule has a name of its own and says why", () => {
  expect(new Set(lintRules.map(({ name }) => name)).size).toBe(lintRules.length);
  for (const { why } of lintRules) expect(why.length).toBeGreaterThan(20);
});

describe("a draft is told", () => {
  test("which block it left open, and where", () => {
    expect(of("unreadable", "<p>\n  {% if contact.title %}x</p>")).toEqual(["2:3 {% if %} is not closed."]);
  });

  test("which tag it left open", () => {
    expect(of("unclosed-element", `<p>${long} <b>x</p>`)).toEqual([
      `1:${long.length + 5} <b> is opened and never closed.`,
    ]);
    expect(of("unclosed-element", `<ul><li>a<li>b</ul><p>c<br>d`)).toEqual([]);
  });

  test("which variable nobody knows, and which was meant", () => {
    const [finding] = found("<p>{{ contact.fristName }}</p>").filter(({ rule }) => rule === "unknown-variable");
    expect(finding).toMatchObject({
      fix: "Did you mean contact.firstName?",
      place: { part: "html", line: 1, column: 7 },
    });
    expect(of("unknown-variable", "{{ contakt.firstName }}")).toHaveLength(1);
    expect(of("unknown-variable", "{{ contact.shoeSize }}")).toEqual([]);
    expect(of("unknown-variable", "{{ contact.shoeSize }}", { fields: { contact: ["shoeSize"] } })).toEqual([]);
    expect(of("unknown-variable", "{{ contact.shoeSize }}", { fields: { contact: [] } })).toHaveLength(1);
    expect(
      of(
        "unknown-variable",
        "{% assign x = 1 %}{{ x }}{% for y in custom.list %}{{ y }}{{ forloop.index }}{% endfor %}",
      ),
    ).toEqual([]);
  });

  test("which variable holds the mail of whoever lacks it", () => {
    expect(of("empty-variable", "{{ contact.title }}{{ contact.title | default: 'x' }}")).toEqual([
      "1:4 contact.title has no fallback.",
    ]);
    expect(of("empty-variable", "{{ contact.firstName }}", { context: person })).toEqual([]);
    expect(of("empty-variable", "{{ contact.title }}", { context: person })).toEqual([
      "1:4 contact.title is empty for this person and has no fallback.",
    ]);
  });

  test("which name is written in capitals for this person", () => {
    expect(of("odd-case", "Hi {{ contact.firstName }}", { context: person })).toEqual([
      "1:7 contact.firstName is “JOHN” here.",
    ]);
    expect(of("odd-case", "Hi {{ contact.firstName | proper }}", { context: person })).toEqual([]);
  });
});

describe("links are looked over", () => {
  test("dead ones, in the mail and behind it", () => {
    const links =
      '<a href="">a</a><a href="/pricing">b</a><a href="http://localhost:3000/">c</a><a href="https://x.example/">d</a>';
    expect(of("dead-link", links)).toHaveLength(3);
    expect(of("dead-link", links, { deadLinks: new Set(["https://x.example/"]) })).toHaveLength(4);
    expect(
      of("dead-link", '<a href="{{ unsubscribeUrl }}">x</a><a href="mailto:a@b.example">y</a><a href="#top">z</a>'),
    ).toEqual([]);
  });

  test("shortened and foreign ones", () => {
    expect(of("shortened-link", '<a href="https://bit.ly/3x">x</a>')).toEqual(["1:1 bit.ly shortens links."]);
    const around = { senderDomain: "mail.tidewater.co.uk", ownDomains: ["docks.example"] };
    const links =
      '<a href="https://www.tidewater.co.uk/">a</a><a href="https://docks.example/">b</a><a href="https://other.co.uk/">c</a>';
    expect(of("foreign-link", links, around)).toEqual(["1:83 other.co.uk is not your domain."]);
  });

  test("those whose words name another site", () => {
    expect(of("misleading-link", '<a href="https://evil.example/">www.bank.example</a>')).toEqual([
      "1:1 The link says www.bank.example and leads to evil.example.",
    ]);
    expect(
      of("misleading-link", '<a href="https://login.bank.example/x?u={{ contact.email }}">bank.example</a>'),
    ).toEqual([]);
    expect(of("misleading-link", '<a href="https://x.example/">Read more.</a>')).toEqual([]);
  });
});

describe("what a mail must carry", () => {
  test("a way out and an address, unless they are added", () => {
    const rules = (html: string, around: LintAround) => found(html, around).map(({ rule }) => rule);
    const nothing = { footer: { unsubscribe: false, address: false } };
    expect(rules(long, nothing)).toEqual(["missing-unsubscribe", "missing-address"]);
    expect(rules(`${long} {{ postalAddress }} <a href="{{ unsubscribeUrl }}">out</a>`, nothing)).toEqual([]);
    expect(rules(long, {})).toEqual([]);
    expect(rules(long, { postalAddress: " " })).toEqual(["missing-address"]);
  });
});

describe("subjects", () => {
  const ofSubject = (rule: string, subject: string, around: LintAround = {}) => of(rule, long, around, { subject });

  test("are short, calm and honest", () => {
    expect(ofSubject("subject-length", "x".repeat(80))).toHaveLength(1);
    expect(ofSubject("subject-length", "Hi {{ contact.firstName | default: 'a very long fallback indeed' }}")).toEqual(
      [],
    );
    expect(ofSubject("subject-length", "  ")).toHaveLength(1);
    expect(ofSubject("shouting-subject", "GREAT NEWS FOR YOU")).toHaveLength(1);
    expect(ofSubject("shouting-subject", "Buy! Now!")).toHaveLength(1);
    expect(ofSubject("shouting-subject", "IBM and you")).toEqual([]);
    expect(ofSubject("false-reply", "Re: our call")).toHaveLength(1);
    expect(ofSubject("false-reply", "Regarding docks")).toEqual([]);
  });

  test("and bodies are told which words filters know, and why", () => {
    const findings = found(`<p>Dear friend, click here. ${long}</p>`, {}, { subject: "100% free" }).filter(
      ({ rule }) => rule === "spam-phrase",
    );
    expect(findings.map(({ place, severity, detail }) => [place.part, severity, detail])).toEqual([
      ["subject", "warning", "“100% free” is a phrase that filters know."],
      ["html", "notice", "“Dear friend” is a phrase that filters know."],
      ["html", "notice", "“click here” is a phrase that filters know."],
    ]);
    expect(findings.every(({ why, source }) => why !== "" && source !== null)).toBe(true);
  });
});

describe("what is seen", () => {
  test("a picture alone is no mail, and one without words is silent", () => {
    expect(of("image-only", '<img src="https://x.example/a.png">')).toHaveLength(2);
    expect(of("image-only", `<img src="https://x.example/a.png" alt=""><p>${long}</p>`)).toEqual([]);
  });

  test("words that do not stand out, also where a stylesheet says so", () => {
    expect(of("contrast", '<p style="color:#aaa">pale</p>')).toEqual([
      "1:1 The words stand out 2.3 : 1 from what is behind them.",
    ]);
    expect(of("contrast", "<style>.a{color:#bbb;background:#fff}</style><p class=a>pale</p>")).toHaveLength(1);
    expect(of("contrast", '<p style="color:#111;background:#fff">dark on white</p>')).toEqual([]);
  });

  test("words that vanish where a client darkens the page", () => {
    expect(of("contrast", '<p style="color:#222">dark</p>')).toEqual([
      "1:1 Dark words have no background of their own: on a dark page they vanish.",
    ]);
    expect(of("contrast", '<div style="background:#fff"><p>left to the client</p></div>')).toHaveLength(1);
  });

  test("words that nobody can see", () => {
    expect(
      of(
        "hidden-text",
        '<p style="font-size:0">cheap pills</p><p style="color:#fff">more</p><p style="display:none">{{ contact.email }}</p>',
      ),
    ).toHaveLength(2);
  });

  test("more than Gmail shows", () => {
    expect(of("clipped", `<p>${"x".repeat(103_000)}</p>`)).toEqual(["null:null The HTML has 103 kB of 102 kB."]);
    const compiled = compileEmail({ subject: "x", htmlContent: "<p>short</p>", textContent: null });
    const filled = compiled.ok
      ? fillEmail(compiled.value, person, { unsubscribeUrl: "https://x.example/u", pixelUrl: null, clickUrl: null })
      : null;
    if (filled?.ok !== true) throw new Error("unreadable");
    expect(of("clipped", "<p>short</p>", { filled: filled.value })).toEqual([]);
  });

  test("a text part that says something else", () => {
    const html = `<p>Hi {{ contact.firstName }}, ${long} <a href="https://x.example/a">more</a></p>`;
    expect(of("text-drift", html, {}, { textContent: `Hi {{ contact.firstName }}, ${long}` })).toEqual([
      "null:null The text part has not https://x.example/a of what the HTML says.",
    ]);
    expect(
      of("text-drift", html, {}, { textContent: `Hello {{ contact.firstName }}! ${long} https://x.example/a` }),
    ).toEqual([]);
  });
});

test("a page of ten megabytes is told that it is too long, at once", () => {
  const findings = found("<p>x</p>".repeat(1_250_000));
  expect(findings.map(({ rule, detail }) => [rule, detail])).toEqual([
    ["unreadable", "It is longer than 1,000,000 characters."],
  ]);
});
