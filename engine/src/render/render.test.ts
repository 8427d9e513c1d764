import { describe, expect, it } from "vitest";
import { checkTemplate, compileEmail, fillEmail, fillText, type PersonalizationContext, sayRefusal } from "./index.ts";

const context: PersonalizationContext = {
  contact: {
    email: "eleni@aegean.example",
    firstName: "Ελένη",
    lastName: null,
    title: null,
    timezone: null,
    customFields: { docks: 14 },
  },
  company: { name: "Aegean & Sons", domain: "aegean.example", industry: null, customFields: {} },
  deal: null,
  sender: { name: "Amina Yusuf", email: "amina@tidewater.example", signature: "<p>Amina</p>" },
  sequence: { name: "Founders" },
  customData: {},
  postalAddress: "Tidewater, Havnegade 12, København",
};
const links = {
  unsubscribeUrl: "https://go.example/u/T",
  pixelUrl: "https://go.example/t/o/T",
  clickUrl: (n: number) => `https://go.example/t/c/T${n}`,
};

function render(
  source: Partial<Record<"subject" | "htmlContent" | "textContent", string>>,
  over: Partial<typeof links> = {},
) {
  const compiled = compileEmail({ subject: null, htmlContent: null, textContent: null, ...source });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return fillEmail(compiled.value, context, { ...links, ...over });
}

function filled(source: Parameters<typeof render>[0], over: Parameters<typeof render>[1] = {}) {
  const result = render(source, over);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe("an email", () => {
  it("greets a person by name, in HTML and in text", () => {
    const mail = filled({
      subject: "Hi {{ contact.firstName }}",
      htmlContent: "<p>Hi {{ contact.firstName }} of {{ company.name }}</p>",
    });
    expect(mail.subject).toBe("Hi Ελένη");
    expect(mail.html).toContain("<p>Hi Ελένη of Aegean &amp; Sons</p>");
    expect(mail.text).toContain("Hi Ελένη of Aegean & Sons");
  });

  it("carries signature, postal address and a way out, once each", () => {
    const mail = filled({ htmlContent: "<p>Hello</p>" });
    expect(mail.html.match(/Amina<\/p>/g)).toHaveLength(1);
    expect(mail.html).toContain("Tidewater, Havnegade 12, København");
    expect(mail.html.match(/https:\/\/go\.example\/u\/T/g)).toHaveLength(1);
    expect(mail.text).toContain("https://go.example/u/T");
    expect(mail.text).toContain("Amina");
  });

  it("is held when a variable is missing and has no fallback", () => {
    expect(render({ htmlContent: "<p>Hi {{ contact.lastName }}</p>" })).toEqual({
      ok: false,
      error: { code: "missing_variable", variable: "contact.lastName" },
    });
    expect(filled({ htmlContent: "<p>Hi {{ contact.lastName | default: 'there' }}</p>" }).html).toContain("Hi there");
  });

  it("asks for missing data in conditions without being held", () => {
    expect(
      filled({ htmlContent: "<p>{% if contact.title %}As {{ contact.title }}{% else %}Hello{% endif %}</p>" }).html,
    ).toContain("<p>Hello</p>");
  });

  it("counts web links by number and leaves the rest alone", () => {
    const mail = filled({
      htmlContent: `<p><a href="https://x.example/?a=1&amp;b={{ contact.docks }}">one</a> <a href='mailto:a@b.example'>mail</a> <a href="https://y.example/">two</a></p>`,
    });
    expect(mail.links).toEqual(["https://x.example/?a=1&b=14", "https://y.example/"]);
    expect(mail.html).toContain('href="https://go.example/t/c/T0"');
    expect(mail.html).toContain('href="https://go.example/t/c/T1"');
    expect(mail.html).toContain("mailto:a@b.example");
    expect(mail.text).toContain("one (https://x.example/?a=1&b=14)");
  });

  it("has no pixel and no rewritten link when nothing is counted", () => {
    const mail = filled(
      { htmlContent: '<p><a href="https://x.example/?a=1&amp;b=2">one</a></p>' },
      { pixelUrl: null as never, clickUrl: null as never },
    );
    expect(mail.html).toContain('href="https://x.example/?a=1&amp;b=2"');
    expect(mail.html).not.toContain("/t/");
  });

  it("refuses a link that data turned into something else than the web", () => {
    expect(render({ htmlContent: '<a href="{{ contact.docks }}">x</a>' })).toMatchObject({
      ok: false,
      error: { code: "link_not_web" },
    });
  });

  it("never lets data begin another header line", () => {
    const evil = { ...context, contact: { ...context.contact, firstName: "A\r\nBcc: x@y.example\u2028z" } };
    const compiled = compileEmail({
      subject: "Hi {{ contact.firstName }}",
      htmlContent: "<p>x</p>",
      textContent: null,
    });
    if (!compiled.ok) throw new Error("unreadable");
    const mail = fillEmail(compiled.value, evil, links);
    expect(mail.ok && mail.value.subject).toBe("Hi A Bcc: x@y.example z");
  });

  it("escapes data in HTML but not its own markup", () => {
    const evil = { ...context, contact: { ...context.contact, firstName: "<script>alert(1)</script>" } };
    const compiled = compileEmail({ subject: null, htmlContent: "<p>{{ contact.firstName }}</p>", textContent: null });
    if (!compiled.ok) throw new Error("unreadable");
    const mail = fillEmail(compiled.value, evil, links);
    expect(mail.ok && mail.value.html).toContain("&lt;script&gt;");
  });

  it("stops a template that loops for ever", () => {
    const result = render({
      htmlContent: "{% for i in (1..100000) %}{% for j in (1..100000) %}{{ i }}{% endfor %}{% endfor %}",
    });
    expect(result).toMatchObject({ ok: false, error: { code: "template_limit" } });
  });

  it("reaches neither prototypes nor other people's properties", () => {
    expect(render({ htmlContent: "{{ contact.constructor }}" })).toMatchObject({
      ok: false,
      error: { code: "missing_variable" },
    });
    expect(render({ htmlContent: "{{ contact.__proto__.x }}" })).toMatchObject({ ok: false });
  });

  it("names line and column of what it cannot read", () => {
    expect(checkTemplate("<p>\n{% if contact %}")).toMatchObject({ code: "template_syntax", line: 2 });
    expect(checkTemplate("{% include 'x' %}")).toMatchObject({ code: "template_syntax" });
    expect(checkTemplate("{{ contact.firstName | default: 'there' }}")).toBeNull();
  });

  it("turns a plain text into paragraphs", () => {
    const mail = filled({ textContent: "Hi {{ contact.firstName }},\n\n1 < 2 & so\non" });
    expect(mail.html).toContain("<p>Hi Ελένη,</p>\n<p>1 &lt; 2 &amp; so<br>on</p>");
  });
});

describe("words that stand alone", () => {
  it("are filled like a mail's, with nothing escaped, because they are shown as text", () => {
    const title = fillText("Call {{ contact.firstName }} of {{ company.name }}", context);
    expect(title).toEqual({ ok: true, value: "Call Ελένη of Aegean & Sons" });
  });

  it("say what is missing, and where they cannot be read", () => {
    const saidOf = (source: string) => {
      const filled = fillText(source, context);
      return filled.ok ? filled.value : sayRefusal(filled.error);
    };
    expect(saidOf("Call {{ contact.lastName }}")).toMatch(/^contact\.lastName is empty for this person/);
    expect(saidOf("Call {{ contact")).toMatch(/^It cannot be read at line 1, column 6/);
  });
});
