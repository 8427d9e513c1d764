import { describe, expect, test } from "vitest";
import { sourceOf, variableOf } from "./chips.ts";
import { commonVariables, fitting } from "./choices.ts";
import { expressionFor, expressionOf, questionOf, sentenceOf } from "./lane-words.ts";
import { addressOf } from "./link-dialogs.tsx";
import { attribute, harmlessOnly, withAttribute } from "./source/attributes.ts";

describe("a chip in a mail", () => {
  test.each([
    ["{{ contact.firstName }}", { name: "contact.firstName", fallback: null }],
    ["{{contact.firstName|default:'there'}}", { name: "contact.firstName", fallback: "there" }],
    ['{{- company.name | default: "it\'s" -}}', { name: "company.name", fallback: "it's" }],
    [
      "{{ sender.firstName | default: sender.name }}",
      { name: "sender.firstName", fallback: "sender.name", isPath: true },
    ],
  ])("shows a variable with what stands in for it: %s", (source, variable) => {
    expect(variableOf(source)).toEqual(variable);
  });

  test.each(["{{ contact.firstName | upcase }}", "{{ 'words' }}", "{{ a.b | default: 'x' | upcase }}"])(
    "shows anything more as it is written: %s",
    (source) => expect(variableOf(source)).toBeNull(),
  );

  test("is written so that it is read again as it was meant", () => {
    for (const variable of [
      { name: "contact.title", fallback: null },
      { name: "contact.title", fallback: "your work" },
      { name: "contact.title", fallback: "what's next" },
      { name: "sender.firstName", fallback: "sender.name", isPath: true },
    ]) {
      expect(variableOf(sourceOf(variable))).toEqual(variable);
    }
  });
});

describe("a condition in a mail", () => {
  test.each([
    ["{% if company.country == 'JP' %}", "If", "company.country is JP"],
    ['{% elsif contact.title contains "COO" %}', "Else if", "contact.title contains COO"],
    ["{% unless deal.stage != blank %}", "Unless", "deal.stage is known"],
    ["{%- else -%}", "Otherwise", ""],
    ["{% if a == 1 and b %}", "If", "a == 1 and b"],
  ])("is said in words: %s", (source, word, question) => {
    expect(sentenceOf(source)).toEqual({ word, question });
  });

  test("that is one question is written as it was read", () => {
    for (const expression of ["a.b == 'x'", "a.b != 'x'", 'a.b contains "it\'s"', "a.b != blank", "a.b == blank"]) {
      const question = questionOf(expressionOf(`{% if ${expression} %}`).expression);
      expect(question && expressionFor(question)).toBe(expression);
    }
  });
});

describe("an address in a mail", () => {
  test.each([
    ["haste.example/plan", "https://haste.example/plan"],
    ["ada@haste.example", "mailto:ada@haste.example"],
    ["{{ company.domain }}", "{{ company.domain }}"],
    [" https://haste.example ", "https://haste.example"],
    ["nonsense", "nonsense"],
  ])("is completed where it is clear what is meant: %s", (typed, address) => {
    expect(addressOf(typed)).toBe(address);
  });

  test("is changed without touching what else its author wrote in the tag", () => {
    const raw = ` href='https://a.example/?x={{ a | default: "'" }}' style="color:red" {% if b %}class=c{% endif %}`;
    expect(attribute(raw, "href")).toBe(`https://a.example/?x={{ a | default: "'" }}`);
    expect(withAttribute(raw, "href", "https://b.example/?a=1&b=2")).toBe(
      ' href="https://b.example/?a=1&amp;b=2" style="color:red" {% if b %}class=c{% endif %}',
    );
  });

  test("and anything else that is pasted brings nothing that runs", () => {
    expect(harmlessOnly(' href="javascript:alert(1)" onclick="x()" title="ok"')).toBe(' title="ok"');
  });
});

test("variables are found by what they are called and by how they are written", () => {
  expect(fitting(commonVariables, "firs")[0]?.name).toBe("contact.firstName");
  expect(fitting(commonVariables, "company.")[0]?.name).toBe("company.name");
  expect(fitting(commonVariables, "time z")[0]?.name).toBe("contact.timezone");
  expect(fitting(commonVariables, "nothing like this")).toEqual([]);
});
