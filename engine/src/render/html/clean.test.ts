import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileEmail, fillEmail, type PersonalizationContext } from "../index.ts";

const person: PersonalizationContext = {
  contact: {
    email: "eleni@aegean.example",
    firstName: "Ελένη <b>&\"'",
    lastName: null,
    title: null,
    timezone: "Europe/Athens",
    customFields: { docks: 14, script: "javascript:alert(1)", path: "a b/ç?x=1&y", fleet: ["Nike", "Argo"] },
  },
  company: null,
  deal: null,
  sender: { name: "Amina", email: "amina@tidewater.example", signature: null },
  sequence: { name: "Founders" },
  customData: {},
  postalAddress: "",
};
const links = { unsubscribeUrl: "https://go.example/u", pixelUrl: null, clickUrl: null };
const footer =
  '\n<div></div>\n<p style="color:#666e6e;font-size:12px"><a href="https://go.example/u">Unsubscribe</a></p>';

/** The HTML of a mail without what every mail carries; what refuses it as `!reason`. */
function html(htmlContent: string, over: Partial<typeof person> = {}): string {
  const email = compileEmail({ subject: null, htmlContent, textContent: null });
  if (!email.ok) return `!${email.error.line}:${email.error.column} ${email.error.detail}`;
  const filled = fillEmail(email.value, { ...person, ...over }, links);
  if (!filled.ok) return `!${JSON.stringify(filled.error)}`;
  return filled.value.html.replace(footer, "");
}

describe("what runs or loads has no place in a mail", () => {
  test.each([
    ["<p onclick='x()'>a</p>", "<p>a</p>"],
    ["<script>alert(1)</script>b", "b"],
    ["<SCRIPT/SRC=//x></SCRIPT>b", "b"],
    ["<img src=x onerror=alert(1)>", '<img src="x">'],
    ["<a href='java&#115;cript:alert(1)'>a</a>", '<a href="">a</a>'],
    ["<a href=' java\tscript:alert(1)'>a</a>", '<a href="">a</a>'],
    ["<a href='javascript&colon;alert(1)'>a</a>", '<a href="">a</a>'],
    ["<a href='data:text/html,x'>a</a>", '<a href="">a</a>'],
    ["<img src='data:image/svg+xml;base64,eA=='>", '<img src="">'],
    ["<svg><script>1</script><style><img src=x></style></svg>b", "b"],
    ["<math><mi//xlink:href='data:x,<script>1</script>'>", ""],
    ["<iframe src=//x></iframe><object data=x></object><embed src=x><link rel=stylesheet href=//x>b", "b"],
    ["<form action=//x><input name=a>words</form>", "words"],
    ["<base href=//x><meta http-equiv=refresh content='0;url=//x'>b", "b"],
    ["<p style='background:url(//x);color:red'>b</p>", '<p style="color:red">b</p>'],
    ["<p style='width:expression(alert(1));behavior:url(x)'>b</p>", "<p>b</p>"],
    ["<style>@import '//x';p{color:red}</style><p>b</p>", '<p style="color:red">b</p>'],
    ["<td background=//x>b</td>", "<td>b</td>"],
    ["<!--[if mso]><script>1</script><![endif]-->b", "b"],
    ["<!--[if !mso]><!-->a<!--<![endif]--><!--<![endif]-->b", "<!--[if !mso]><!-->a<!--<![endif]-->b"],
    ["<!--><img src=x onerror=1>-->b", '<img src="x">-->b'],
    ["<a title='--><img onerror=1>'>b</a>", '<a title="--&gt;&lt;img onerror=1&gt;">b</a>'],
    ["<textarea><img src=x onerror=1></textarea>b", "b"],
    ["<noscript><p title='</noscript><img src=x onerror=1>'></noscript>b", '<img src="x">\'>b'],
    ["a < b <3 c", "a &lt; b &lt;3 c"],
    ['<p title="a>b">c</p', '<p title="a&gt;b">c'],
  ])("of %s only what is safe is sent", (written, sent) => {
    expect(html(written)).toBe(sent);
  });

  test("what a mail is made of stays as it is", () => {
    const mail =
      '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body bgcolor="#fff"><table role="presentation" cellpadding="0"><tr><td width="100" style="padding:4px">a &amp; b&nbsp;<br><!--[if mso]><br><![endif]--><img src="cid:logo" alt="Logo"></td></tr></table></body></html>';
    expect(html(mail.replace("</body>", "")).replace("</html>", "")).toContain(mail.slice(0, mail.indexOf("</body>")));
  });

  test("what an author left open swallows nothing of what every mail carries", () => {
    for (const open of ['<a title="', "<p ", "<!-- ", "<style>", "<svg>", "<textarea>", "<p title='x"]) {
      const email = compileEmail({ subject: null, htmlContent: `<p>a</p>${open}`, textContent: null });
      const filled = email.ok ? fillEmail(email.value, person, links) : null;
      expect(filled?.ok === true && filled.value.html.endsWith(footer)).toBe(true);
      expect(filled?.ok === true && filled.value.text).toContain("https://go.example/u");
    }
  });

  test("tables within tables, two hundred deep", () => {
    const mail = `${"<table><tr><td>".repeat(200)}deep${"</td></tr></table>".repeat(200)}`;
    expect(html(mail)).toBe(mail);
    expect(html(`${"<table><tr><td>".repeat(30_000)}deep`)).toContain("deep");
  });

  test("a paste of ten megabytes is refused in a sentence", () => {
    expect(html(`<p>${"x".repeat(10_000_000)}</p>`)).toBe("!1:1 It is longer than 1,000,000 characters.");
  });
});

describe("styles are put into the tags", () => {
  test("by weight, what a tag says itself above them, and what is important above that", () => {
    const css = "<style>p{color:red;margin:0}.a{color:blue}#b.a{color:green}p{padding:1px!important}</style>";
    expect(html(`${css}<p>1</p><p class="a">2</p><p id="b" class="a" style="color:black;padding:2px">3</p>`)).toBe(
      '<p style="color:red;margin:0;padding:1px">1</p>' +
        '<p class="a" style="margin:0;color:blue;padding:1px">2</p>' +
        '<p id="b" class="a" style="margin:0;color:black;padding:1px">3</p>',
    );
  });

  test("by where an element stands", () => {
    const css =
      "<style>td>b{color:red}tr td i{color:blue}h1+p{margin:0}h1~p{top:0}li:first-child{left:0}[lang=en]{right:0}</style>";
    expect(html(`${css}<tr><td><b>1</b><u><b>2</b><i>3</i></u></td></tr>`)).toBe(
      '<tr><td><b style="color:red">1</b><u><b>2</b><i style="color:blue">3</i></u></td></tr>',
    );
    expect(html(`${css}<h1>1</h1><p>2</p><p lang="en">3</p><ul><li>4<li>5</ul>`)).toBe(
      '<h1>1</h1><p style="margin:0;top:0">2</p><p lang="en" style="top:0;right:0">3</p><ul><li style="left:0">4<li>5</ul>',
    );
  });

  test("but for what only a client can know", () => {
    const css = "<style>a:hover{color:red}@media (max-width:600px){p{color:blue}}p{margin:0}</style>";
    expect(html(`<html><head>${css}</head><body><p>x</p></body></html>`)).toContain(
      '<head><style>a:hover{color:red}\n@media (max-width:600px){p{color:blue !important}}</style></head><body><p style="margin:0">x</p>',
    );
  });
});

describe("each variable is escaped for where it stands", () => {
  test("between tags, in attributes, in addresses", () => {
    expect(html("<p title='{{ contact.firstName }}'>{{ contact.firstName }}</p>")).toBe(
      '<p title="Ελένη &lt;b&gt;&amp;&quot;&#39;">Ελένη &lt;b&gt;&amp;&quot;&#39;</p>',
    );
    expect(
      html(
        '<a href="https://x.example/{{ custom.path }}?q={{ custom.path }}&amp;n={{ custom.path | url_encode }}">a</a>',
      ),
    ).toBe(
      '<a href="https://x.example/a%20b/%C3%A7%3Fx=1&amp;y?q=a%20b%2F%C3%A7%3Fx%3D1%26y&amp;n=a+b%2F%C3%A7%3Fx%3D1%26y">a</a>',
    );
    expect(html("{{ contact.firstName | escape }}{{ 'a\nb<' | newline_to_br }}")).toBe(
      "Ελένη &lt;b&gt;&amp;&quot;&#39;a<br />\nb&lt;",
    );
    expect(html("{% capture x %}<i>{{ contact.firstName }}</i>{% endcapture %}{{ x }}")).toBe(
      "<i>Ελένη &lt;b&gt;&amp;&quot;&#39;</i>",
    );
  });

  test.each([
    ["<td width={{ custom.docks }}>", "1:11 The value of width is not in quotes"],
    ["<p>\n<script>{{ custom.docks }}</script>", "2:9 Nothing can be filled in inside <script>"],
    ["<style>p{width:{{ custom.docks }}}</style>", "1:16 Nothing can be filled in inside <style>"],
    ['<p style="width:{{ custom.docks }}">', "1:17 A variable cannot stand in a style"],
    ['<p onclick="{{ custom.docks }}">', "1:13 Nothing can be filled in inside onclick"],
    ["<p {{ custom.docks }}>", "1:4 A variable cannot stand between attributes"],
    ["<{{ custom.docks }}>", "0"],
    ["<p{{ custom.docks }}>", "1:3 A tag's name cannot be filled in"],
    ['<p data-{{ custom.docks }}="x">', "1:9 An attribute's name cannot be filled in"],
    ['<p title="{% if true %}a">{% endif %}', "1:11 {% if %} begins inside the attribute title"],
    ['{% if true %}<p title="{% endif %}">', "1:24 {% endif %} ends inside the attribute title"],
    ["<p title=\"{% render 'x' %}\">", "1:11 A snippet stands between tags"],
  ])("and refused where nothing is safe: %s", (written, said) => {
    if (said === "0") expect(html(written)).toBe("&lt;14>");
    else expect(html(written)).toContain(`!${said}`);
  });

  test("an address that data turned into a script refuses the mail", () => {
    for (const written of [
      '<a href="{{ custom.script }}">a</a>',
      '<img src="{{ custom.script }}">',
      '<a href="java{{ custom.script }}">a</a>',
    ]) {
      expect(html(written)).toContain("link_not_web");
    }
  });

  test("blocks may choose attributes and stand around tags", () => {
    expect(
      html(
        '<td {% if custom.docks > 9 %}class="big"{% endif %} title="{% unless contact.title %}none{% endunless %}">x</td>',
      ),
    ).toBe('<td class="big" title="none">x</td>');
    expect(
      html(
        "<ul>{% for ship in custom.fleet %}<li>{{ ship }}</li>{% endfor %}</ul><!-- {% if false %} -->a<!-- {% endif %} -->",
      ),
    ).toBe("<ul><li>Nike</li><li>Argo</li></ul>");
    expect(html('<p style="{% if custom.docks %}color:red{% else %}color:blue{% endif %}">x</p>')).toBe(
      '<p style="color:red">x</p>',
    );
  });
});

describe("whatever data holds", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "<script>alert(1)</script>",
      '"><img src=x onerror=1>',
      "' onmouseover='x",
      "-->",
      "</style><b>",
      "{{ contact.email }}",
      "\ue0000\ue001",
      "javascript:x",
      "&lt;b&gt;",
      "\ud800",
    ),
    fc
      .array(
        fc.constantFrom("<", ">", '"', "'", "&", "=", "/", "`", " ", "a", "\0", "\ue000", "1", "\ue001", "{{", "%}"),
        { maxLength: 12 },
      )
      .map((signs) => signs.join("")),
  );
  const places = [
    "<p>{{ custom.x }}</p>",
    '<p title="{{ custom.x }}">a</p>',
    "<p title='a{{ custom.x }}'>a</p>",
    '<a href="https://x.example/{{ custom.x }}">a</a>',
    '<a href="https://x.example/?a={{ custom.x }}#{{ custom.x }}">a</a>',
    "<p>{% capture y %}<i>{{ custom.x }}</i>{% endcapture %}{{ y }}{{ y | append: custom.x }}</p>",
    '<p title="{{ custom.x | escape }}">{{ custom.x | newline_to_br | strip }}{{ custom.x | escape_once }}</p>',
    '<td {% if custom.x %}title="{{ custom.x | upcase }}"{% endif %}>{% cycle custom.x, "b" %}{% echo custom.x %}</td>',
  ];

  /** Tags and attribute names of a mail: what a reader's client would see of its structure. */
  function structureOf(written: string): string {
    return [...written.matchAll(/<(\/?[a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi)]
      .map(([, name, attributes]) => `${name}${(attributes ?? "").replace(/="[^"]*"/g, "")}`)
      .join(" ");
  }

  test("it adds no tag and no attribute, and no fill ever throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (place, x) => {
        const filled = html(place, { customData: { x } });
        if (filled.startsWith("!{")) return;
        const innocent = html(place, { customData: { x: "w" } });
        const breaks = (text: string) => structureOf(text).replaceAll(" br", "").replace(/^br ?/, "");
        expect(breaks(filled)).toBe(breaks(innocent));
        expect(filled.split("<").length - (filled.match(/<br \/>/g)?.length ?? 0)).toBe(innocent.split("<").length);
      }),
      { numRuns: 2_000 },
    );
  });

  test("any contact is filled or refused with a reason", () => {
    const template =
      '<p>{{ contact.firstName | default: custom.a | proper }} {{ custom.a | date: "%F" }} {{ custom.b | plus: 1 | currency: "EUR" }}</p>{% for i in custom.a limit: 3 %}{{ i.x | default: "-" }}{% endfor %}{% if custom.a == custom.b or custom.a contains "x" %}{{ custom.b | size }}{% endif %}<a href="https://x.example/{{ custom.a }}">{{ custom.b | sort | join: "," }}</a>';
    const email = compileEmail({
      subject: "{{ custom.a }} {{ company.name }}",
      htmlContent: template,
      textContent: null,
    });
    if (!email.ok) throw new Error(email.error.detail);
    const anyone = fc.record({
      a: fc.jsonValue(),
      b: fc.jsonValue(),
      firstName: fc.option(fc.string({ unit: "binary" })),
      timezone: fc.option(fc.string()),
    });
    fc.assert(
      fc.property(anyone, ({ a, b, firstName, timezone }) => {
        const contact = { ...person.contact, firstName, timezone };
        const filled = fillEmail(email.value, { ...person, contact, customData: { a, b, __proto__: a } }, links);
        expect(typeof filled.ok).toBe("boolean");
        if (!filled.ok)
          expect(filled.error.code).toMatch(
            /^(?:missing_variable|template_error|template_limit|link_not_web|empty_subject)$/,
          );
      }),
      { numRuns: 2_000 },
    );
  });
});
