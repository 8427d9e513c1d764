import type { PersonalizationContext } from "@haste/engine/render";
import { describe, expect, test } from "vitest";
import { previewOf } from "./preview.ts";

const person: PersonalizationContext = {
  contact: { email: "zoe@x.example", firstName: "Zoë", lastName: null, title: null, timezone: null, customFields: {} },
  company: null,
  deal: null,
  sender: { name: "Amina", email: "amina@x.example", signature: null },
  sequence: { name: "Founders" },
  customData: {},
  postalAddress: "Havnegade 12",
};

function draw(htmlContent: string, subject = "Hello") {
  const drawn = previewOf({ subject, htmlContent, textContent: null }, person);
  if (!drawn.ok) throw new Error(drawn.detail);
  return drawn.value;
}

describe("a mail looked at before it is sent", () => {
  test("marks what came from data, and what is a fallback", () => {
    const { html, fallbacks, missing } = draw(
      "<p>{{ contact.firstName | default: 'there' }} at {{ company.name | default: 'work' }}</p>",
    );
    expect(html).toContain('<mark class="value">Zoë</mark> at <mark class="fallback">work</mark>');
    expect([fallbacks, missing]).toEqual([1, []]);
  });

  test("names every variable that would hold the mail, all at once, where it stands", () => {
    const { html, missing } = draw(
      "<p>{{ contact.title }}, {{ company.name }}, {{ custom.fleet }}, {{ deal.stage }}</p>",
    );
    expect(missing).toEqual(["contact.title", "company.name", "custom.fleet", "deal.stage"]);
    for (const name of missing) expect(html).toContain(`<mark class="missing">${name}</mark>`);
  });

  test("leaves addresses of links and other insides of tags unmarked", () => {
    const { html } = draw(
      '<p><a href="https://x.example/{{ contact.firstName }}" title="{{ contact.email }}">go</a></p>',
    );
    expect(html).toContain('<a href="https://x.example/Zo%C3%AB" title="zoe@x.example">go</a>');
  });

  test("has a plain subject, and the footer of the real mail", () => {
    const { subject, html } = draw("<p>Hi</p>", "For {{ contact.firstName }}, {{ contact.title }}");
    expect(subject).toBe("For Zoë, contact.title");
    expect(html).toMatch(/Havnegade 12.*Unsubscribe/s);
  });

  test("says where a template cannot be read", () => {
    const drawn = previewOf({ subject: "Hi", htmlContent: "<p>{% if x %}</p>", textContent: null }, person);
    expect(drawn).toMatchObject({ ok: false, detail: expect.stringMatching(/html cannot be read at line 1/) });
  });
});
