import { describe, expect, test } from "vitest";
import { asInstant } from "../base/index.ts";
import {
  checkEmail,
  checkTemplate,
  compileEmail,
  type EmailSource,
  evaluateConditions,
  fillEmail,
  fillText,
  generatedText,
  handleMissingData,
  htmlToText,
  linksOf,
  type PersonalizationContext,
  type PublicLinks,
  replaceVariables,
  type SnippetText,
  sayRefusal,
  sizeOfHtml,
  type TemplateVariable,
  textAfterEdit,
  textStateOf,
  variablesOf,
} from "./index.ts";

const person: PersonalizationContext = {
  contact: {
    email: "eleni@aegean.example",
    firstName: "Ελένη",
    lastName: null,
    title: "Harbor master",
    timezone: "Pacific/Auckland",
    customFields: { plan: "gold", size: 12 },
  },
  company: { name: "Aegean", domain: "aegean.example", industry: "Shipping", customFields: { plan: "lead", fleet: 3 } },
  deal: { name: "Docks", stage: "won", amount: 1250, currency: "EUR", customFields: {} },
  sender: {
    name: "Amina Yusuf",
    email: "amina@tidewater.example",
    signature: '<p>Amina<script>x</script> <a href="https://t.example/?a=1&b=2">site</a></p>',
  },
  sequence: { name: "Founders" },
  customData: { plan: "trial" },
  postalAddress: "Havnegade 12",
};
/** Friday, 27 November 2026, 20:00 in London; Saturday morning in Auckland. */
const moment = { now: asInstant(Date.UTC(2026, 10, 27, 20)), seed: "email-1" };
const links: PublicLinks = {
  unsubscribeUrl: "https://go.example/u",
  pixelUrl: null,
  clickUrl: (link) => `https://go.example/c${link}`,
  moment,
};

function fill(
  source: Partial<EmailSource>,
  over: Partial<PublicLinks> = {},
  options: Parameters<typeof compileEmail>[1] = {},
) {
  const email = compileEmail({ subject: null, htmlContent: null, textContent: null, ...source }, options);
  if (!email.ok) throw new Error(`${email.error.part} ${email.error.line}:${email.error.column} ${email.error.detail}`);
  const filled = fillEmail(email.value, person, { ...links, ...over });
  if (!filled.ok) throw new Error(sayRefusal(filled.error));
  return filled.value;
}

describe("what a template sees", () => {
  test("custom fields come from the enrollment first, then from the contact, then from the company", () => {
    expect(
      replaceVariables("{{ custom.plan }} {{ custom.size }} {{ custom.fleet }} {{ contact.plan }}", person),
    ).toEqual({
      ok: true,
      value: "trial 12 3 gold",
    });
  });

  test("dates are those of where the contact is", () => {
    const { subject } = fill({
      subject: '{{ sequence.today | date: "%A" }}, {{ "2026-11-27T20:00:00Z" | date: "%-d %b %H:%M" }}',
      htmlContent: "x",
    });
    expect(subject).toBe("Saturday, 28 Nov 09:00");
    const nowhere = {
      ...person,
      contact: { ...person.contact, timezone: "Mars/Olympus" },
      timezone: "America/New_York",
    };
    expect(replaceVariables('{{ "2026-11-27T20:00:00Z" | date: "%H:%M" }}', nowhere)).toEqual({
      ok: true,
      value: "15:00",
    });
  });

  test("the day of leaving is only known where somebody says when", () => {
    expect(fillText("{{ sequence.today }}", person)).toMatchObject({
      ok: false,
      error: { variable: "sequence.today" },
    });
    expect(fillText("{{ sequence.today }}", person, moment)).toEqual({ ok: true, value: "2026-11-28" });
  });
});

describe("the specification's engine", () => {
  test("fills variables, or says which one is missing and what may have been meant", () => {
    expect(replaceVariables("Hi {{ contact.firstName }} of {{ company.name }} & co", person)).toEqual({
      ok: true,
      value: "Hi Ελένη of Aegean & co",
    });
    expect(replaceVariables("{{ contact.lastName | upcase }}", person)).toEqual({
      ok: false,
      error: { code: "missing_variable", variable: "contact.lastName" },
    });
    expect(sayRefusal({ code: "missing_variable", variable: "contact.fristName" })).toContain(
      "Did you mean contact.firstName?",
    );
    expect(handleMissingData("contact.lastName", "there")).toEqual({ ok: true, value: "there" });
    expect(handleMissingData("contact.lastname")).toEqual({
      ok: false,
      error: { code: "missing_variable", variable: "contact.lastname", near: "contact.lastName" },
    });
  });

  test("judges conditions by the one tree there is", () => {
    const holds = (...conditions: Parameters<typeof evaluateConditions>[0]) =>
      evaluateConditions(conditions, person, moment);
    expect(
      holds(
        { field: "contact.title", op: "contains", value: "harbor" },
        { field: "custom.plan", op: "eq", value: "trial" },
      ),
    ).toBe(true);
    expect(holds({ field: "company.industry", op: "eq", value: "Food" })).toBe(false);
    expect(holds({ field: "deal.amount", op: "gt", value: 1_000 })).toBe(true);
    expect(
      holds({
        any: [
          { field: "deal.stage", op: "eq", value: "won" },
          { field: "email.replied", op: "eq", value: true },
        ],
      }),
    ).toBe(true);
    expect(holds()).toBe(true);
  });

  test("lists the variables of an email with their fallbacks", () => {
    const source = {
      subject: "{{ contact.firstName | default: 'there' }}",
      htmlContent:
        '<p title="{{ company.name }}">{% if deal.name %}{{ contact.firstName }}{% endif %}{{ sender.name }}</p><a href="https://x.example/{{ custom.slug | default: custom.other }}">x</a>',
      textContent: null,
    };
    const listed: readonly TemplateVariable[] = variablesOf(source);
    expect(listed).toEqual(
      [
        { name: "contact.firstName", source: "contact", field: "firstName" },
        { name: "company.name", source: "company", field: "name" },
        { name: "deal.name", source: "deal", field: "name", fallback: "" },
        { name: "custom.slug", source: "custom", field: "slug", fallback: "" },
        { name: "custom.other", source: "custom", field: "other" },
      ].map((one) => expect.objectContaining(one)),
    );
  });
});

describe("the form of a mail", () => {
  const html =
    '<p>Hi {{ contact.firstName }},</p><p>see <a href="https://x.example/{{ custom.size }}">our docks</a></p>';

  test("each part carries the signature of its sender, cleaned, and its way out", () => {
    const { html: body, text } = fill({ htmlContent: html });
    expect(body).toContain('<div><p>Amina <a href="https://t.example/?a=1&amp;b=2">site</a></p></div>');
    expect(text).toBe(
      "Hi Ελένη,\n\nsee our docks (https://x.example/12)\n\nAmina site (https://t.example/?a=1&b=2)\n\nHavnegade 12 · Unsubscribe (https://go.example/u)\n",
    );
    const own = fill({
      htmlContent: "<p>{{ sender.signature }} {{ postalAddress }}</p>",
      textContent: "Bye {{ sender.signature }}",
    });
    expect(own.html.match(/Amina/g)).toHaveLength(1);
    expect(own.html.match(/Havnegade/g)).toHaveLength(1);
    expect(own.text).toBe(
      "Bye Amina site (https://t.example/?a=1&b=2)\n\nHavnegade 12\nUnsubscribe: https://go.example/u\n",
    );
  });

  test("a postal address is added where only the way out was written", () => {
    expect(
      fill({ htmlContent: '<p><a href="{{ unsubscribeUrl }}">out</a></p>' }).html.match(/Havnegade|go\.example\/u/g),
    ).toEqual(["go.example/u", "Havnegade"]);
  });

  test("words beside the subject stand first, hidden, and not in the text", () => {
    const { html: body, text } = fill({
      htmlContent: "<body><p>Hello</p></body>",
      preheader: "For {{ contact.firstName }} <b>",
    });
    expect(body).toMatch(
      /^<body><div style="display:none;[^"]*">For Ελένη &lt;b>(?:&#847;&zwnj;&nbsp;)+<\/div><p>Hello<\/p>/,
    );
    expect(text).not.toContain("For");
  });

  test("links say where a visitor came from, each once, and one by one do without being counted", () => {
    const utm = { source: "haste", medium: "email", campaign: "Founders & co" };
    const {
      html: body,
      text,
      links: counted,
    } = fill(
      {
        htmlContent:
          '<a href="https://x.example/?utm_source=own#top">a</a><a data-track="off" href="https://y.example/p?q=1">b</a><a href="mailto:a@b.example">c</a>',
      },
      { utm },
    );
    expect(counted).toEqual([
      "https://x.example/?utm_source=own&utm_medium=email&utm_campaign=Founders%20%26%20co#top",
    ]);
    expect(body).toContain('<a href="https://go.example/c0">a</a>');
    expect(body).toContain(
      '<a href="https://y.example/p?q=1&amp;utm_source=haste&amp;utm_medium=email&amp;utm_campaign=Founders%20%26%20co">b</a>',
    );
    expect(body).toContain('<a href="mailto:a@b.example">c</a>');
    expect(text).toContain("b (https://y.example/p?q=1&utm_source=haste");
  });

  test("a text part follows the HTML until somebody writes it, and is told when it drifts", () => {
    const text = generatedText(html);
    expect(text).toBe("Hi {{ contact.firstName }},\n\nsee our docks (https://x.example/{{ custom.size }})");
    const changed = "<p>Hello {{ contact.firstName }}</p>";
    expect(textAfterEdit({ htmlContent: html, textContent: text }, changed)).toBe("Hello {{ contact.firstName }}");
    expect(textAfterEdit({ htmlContent: html, textContent: null }, changed)).toBeNull();
    expect(textAfterEdit({ htmlContent: html, textContent: "My own words" }, changed)).toBe("My own words");
    expect(textStateOf({ htmlContent: html, textContent: text }).state).toBe("generated");
    const own = "Hi {{ contact.firstName }}, see our docks: https://x.example/{{ custom.size }}";
    expect(textStateOf({ htmlContent: html, textContent: own }).state).toBe("edited");
    expect(textStateOf({ htmlContent: html, textContent: "Hi, see our docks" })).toMatchObject({
      state: "drifted",
      leftOut: ["contact.firstName", "custom.size", "https://x.example/{{ custom.size }}"],
    });
  });

  test("is stopped by what all its parts use up together, however many of them there are", () => {
    const address = '<a href="https://a.example/{% for i in (1..1000) %}{{ i }}{% endfor %}">x</a>';
    const written = (links: number) => {
      const email = compileEmail({ subject: "s", htmlContent: address.repeat(links), textContent: "t" });
      return email.ok
        ? fillEmail(email.value, person, { unsubscribeUrl: "https://u.example", pixelUrl: null, clickUrl: null })
        : email;
    };
    expect(written(3).ok).toBe(true);
    expect(written(30)).toMatchObject({ ok: false, error: { code: "template_limit" } });
  });

  test("what Gmail shows of it is measured in bytes", () => {
    expect(sizeOfHtml("é".repeat(50_000))).toEqual({ bytes: 100_000, limit: 102_000, isClipped: false });
    expect(sizeOfHtml("é".repeat(51_001)).isClipped).toBe(true);
  });

  test("HTML becomes words a person would type", () => {
    const page =
      "<h1>Docks</h1><ul><li>one<li>two</ul><pre>a\n  b</pre><table><tr><td>x</td><td>y</td></tr></table><hr><img src=x alt='Logo'> 1 &lt; 2&nbsp;&copy; {{ contact.firstName | default: \"<b>\" }}";
    expect(htmlToText(page)).toBe(
      'Docks\n\n- one\n- two\n\na\n  b\n\nx\ty\n\n---\n\nLogo 1 < 2\u00a0© {{ contact.firstName | default: "<b>" }}'.replace(
        "\n  b",
        "\nb",
      ),
    );
  });
});

describe("snippets in a mail", () => {
  const snippets = new Map<string, SnippetText>([
    [
      "ps",
      {
        html: '<p class="a">PS {{ contact.firstName }} <a href="https://x.example/{{ custom.size }}">x</a></p>',
        text: "",
      },
    ],
    ["plain", { html: "", text: "a < b {{ contact.title }}" }],
    ["loop", { html: "{% snippet 'loop' %}", text: "" }],
  ]);

  test("are HTML in the HTML, words in the rest, under the styles of the mail", () => {
    const mail = fill(
      {
        subject: "{% snippet 'plain' %}",
        htmlContent: "<style>.a{color:red}</style>{% snippet 'ps' %}{% render 'plain' %}",
      },
      {},
      { snippets },
    );
    expect(mail.subject).toBe("a < b Harbor master");
    expect(mail.html).toContain(
      '<p class="a" style="color:red">PS Ελένη <a href="https://go.example/c0">x</a></p><p>a &lt; b Harbor master</p>',
    );
    expect(mail.text).toContain("PS Ελένη x (https://x.example/12)\n\na < b Harbor master");
    expect(mail.links).toEqual(["https://x.example/12"]);
  });

  test("are told by name where they are not there or go round in circles", () => {
    const faults = (htmlContent: string) =>
      checkEmail({ subject: null, htmlContent, textContent: null }, { snippets }).map(({ detail }) => detail);
    expect(faults("{% snippet 'plian' %}")).toEqual(['There is no snippet "plian". Did you mean "plain"?']);
    expect(faults("{% snippet 'loop' %}")).toEqual(['The snippets go round in circles: "loop" → "loop".']);
  });
});

describe("versions of before", () => {
  const source = {
    subject: null,
    htmlContent:
      '<td width={{ custom.size }}>{{ custom.size | json }} <a href="https://x.example/a?b=1&amp;c=2">x</a></td>',
    textContent: null,
  };

  test("go on as they were read, where nothing new would be read", () => {
    expect(compileEmail(source)).toMatchObject({ ok: false, error: { part: "html", line: 1, column: 11 } });
    const { html, text, links: counted } = fill(source, {}, { isStored: true });
    expect(html).toMatch(
      /^<td width=12>12 <a href="https:\/\/go\.example\/c0">x<\/a><\/td>\n<p>Amina .*Havnegade 12 · /s,
    );
    expect(text).toContain("12 x (https://x.example/a?b=1&c=2)");
    expect(counted).toEqual(["https://x.example/a?b=1&c=2"]);
    expect(linksOf(source)).toEqual(counted);
  });

  test("number their links as before, whichever way they are read", () => {
    const both =
      '<a href="https://a.example/">a</a><a href="mailto:x@y.example">m</a><a href="{{ custom.url }}">b</a><a href="{{ unsubscribeUrl }}">u</a><a href="https://c.example/?x={{ custom.size }}">c</a>';
    const targets = ["https://a.example/", "{{ custom.url }}", "https://c.example/?x={{ custom.size }}"];
    expect(linksOf({ subject: null, htmlContent: both, textContent: null })).toEqual(targets);
    expect(linksOf({ subject: null, htmlContent: `${both}<td width={{ x }}>`, textContent: null })).toEqual(targets);
  });
});

test("a draft is told every part that cannot be read", () => {
  const faults = checkEmail({ subject: "{{ x | nope }}", htmlContent: "<p {{ x }}>", textContent: "{% if %}" });
  expect(faults.map(({ part, column }) => [part, column])).toEqual([
    ["subject", 8],
    ["text", 7],
    ["html", 4],
  ]);
  expect(checkTemplate('<td width="{{ x }}">', "html")).toBeNull();
  expect(checkTemplate("<td width={{ x }}>", "html")).toMatchObject({ line: 1, column: 11 });
  expect(checkTemplate("<td width={{ x }}>")).toBeNull();
});
