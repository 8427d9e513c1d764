import { expect, test } from "vitest";
import { must } from "../base/index.ts";
import { compileEmail } from "./compile.ts";
import { missingVariables, requiredVariables } from "./required.ts";

function requiredBy(source: Partial<Parameters<typeof compileEmail>[0]>): string[] {
  const email = compileEmail({ subject: null, htmlContent: null, textContent: null, ...source });
  return requiredVariables(must(email, "an email"));
}

test("an email requires what it prints without a fallback, in its subject, its words and its links", () => {
  expect(
    requiredBy({
      subject: "Hi {{ contact.firstName }}",
      htmlContent: '<p>{{ company.name | upcase }}</p><a href="https://x.example/{{ custom.slug }}">x</a>',
    }),
  ).toEqual(["contact.firstName", "company.name", "custom.slug"]);
});

test("an email does not require what has a fallback, what only a branch of it asks for, nor what the product knows", () => {
  expect(
    requiredBy({
      subject: "Hi {{ contact.firstName | default: 'there' }}",
      htmlContent: "{% if deal.name %}{{ deal.name }}{% endif %}{{ sender.name }}{{ 'word' }}",
    }),
  ).toEqual([]);
});

test("of what is required, a person lacks what is empty, blank or unknown for them", () => {
  const context = {
    contact: {
      email: "ada@example.com",
      firstName: "Ada",
      lastName: null,
      title: " ",
      timezone: null,
      customFields: { plan: "gold" },
    },
    company: null,
    deal: null,
    sender: { name: "", email: "", signature: null },
    sequence: { name: "Founders" },
    customData: { slug: "dock" },
    postalAddress: "",
  };
  const required = [
    "contact.firstName",
    "contact.title",
    "contact.plan",
    "company.name",
    "custom.plan",
    "custom.slug",
    "custom.fleet",
  ];
  expect(missingVariables(required, context)).toEqual(["contact.title", "company.name", "custom.fleet"]);
});
