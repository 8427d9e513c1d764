/** Mails as people and other tools write them. */
interface KeptMail {
  readonly name: string;
  readonly source: string;
}

export const keptMails: readonly KeptMail[] = [
  {
    name: "a short first touch",
    source:
      "<p>Hi {{ contact.firstName | default: 'there' }},</p>\n<p>saw that {{ company.name }} opened a second shift. Worth a look?</p>\n<p>Best,<br>{{ sender.firstName }}</p>\n",
  },
  { name: "words without a tag", source: "Hi {{ contact.firstName }},<br><br>just <b>one</b> question.<br>\nThanks" },
  {
    name: "a mail from a webmail client",
    source:
      '<div dir="ltr"><div>Hi {{contact.firstName}},</div><div><br></div><div>Attached is the <a href="https://haste.example/plan?x=1&amp;y=2" target="_blank">plan</a>.</div><div><br></div><div><div style="color:rgb(34,34,34)">--&nbsp;</div><div>Amina</div></div></div>',
  },
  {
    name: "styled paragraphs",
    source:
      '<p style="margin:0 0 16px;font-family:Arial,sans-serif;font-size:14px;color:#333333">Hi <strong>{{ contact.firstName | default: "you" }}</strong>,</p>\r\n<p style="margin:0">It is <span style="color:#c00"><a href="https://a.example" style="color:#00c">here</a></span> and <a href="https://b.example" style="color:#00c"><span style="color:#c00">there</span></a>.</p>',
  },
  {
    name: "lists in lists",
    source:
      "<p>Three things:</p>\n<ul>\n  <li>One</li>\n  <li>Two\n    <ol>\n      <li><p>Inner</p></li>\n      <li>Second <em>inner</em></li>\n    </ol>\n  </li>\n</ul>\n<hr>\n<p>P.S.</p>",
  },
  {
    name: "conditions around paragraphs",
    source:
      '<p>Hello</p>\n{% if company.country == "JP" or company.country == "KR" %}\n<p>We keep a Japanese screen.</p>\n{% elsif company.country == "DE" %}\n<p>Auf Deutsch.</p>\n<ul><li>eins</li></ul>\n{% else %}\n{% endif %}\n<p>Bye</p>',
  },
  {
    name: "conditions in conditions",
    source:
      "{% unless contact.title == blank %}<p>As {{ contact.title }}</p>{% if deal.stage %}<p>at {{ deal.stage }}</p>{% endif %}{% endunless %}",
  },
  {
    name: "conditions in a line",
    source:
      "<p>Hi {% if contact.firstName %}{{ contact.firstName }}{% else %}there{% endif %}, good {% if custom.late %}evening{% else %}day{% endif %}.</p>",
  },
  {
    name: "a condition around a whole list, another in a point",
    source: "{% if a %}<ul><li>{% if b %}one{% endif %}</li></ul>{% endif %}",
  },
  {
    name: "Liquid in attributes",
    source:
      '<p style="color:{{ custom.color | default: "#333" }}">See <a href="https://haste.example/{{ company.domain | url_encode }}?a={{ contact.id }}&b=1" title=\'{{ "a > b" }}\'>this</a></p>',
  },
  {
    name: "a condition in an attribute",
    source:
      '<p{% if company.vip %} class="vip"{% endif %}>Hello <a href="{% if a %}https://a.example{% else %}https://b.example{% endif %}">there</a></p>',
  },
  {
    name: "filters and logic",
    source:
      '{% assign first = contact.firstName | default: "there" | capitalize %}\n<p>Hi {{ first }}, {{ "now" | date: "%A" }} and {{ deal.amount | divided_by: 100 }} €.</p>',
  },
  {
    name: "a loop over paragraphs",
    source: "<p>Open:</p>{% for deal in deals %}<p>{{ deal.name }}</p>{% endfor %}<p>Bye</p>",
  },
  {
    name: "snippets",
    source:
      '<p>Hello</p>\n{% snippet "Short sign-off" %}\n<p>Before {% snippet \'inline\' %} after</p>\n{%- render "footer" -%}',
  },
  {
    name: "signs of every sort",
    source:
      "<p>Tom &amp; Jerry &mdash; 5 &lt; 6 &gt; 4, &ldquo;quoted&rdquo;, a & b, 100&nbsp;%, &#8364;, &#x2713;, 日本語, 👩‍🚀, مرحبا</p>",
  },
  {
    name: "pictures and breaks",
    source:
      '<p><img src="https://haste.example/a.png" alt="The dock" width="480" height=120><br/>\n<i>Figure 1</i><br />\n</p>',
  },
  {
    name: "headings and quotes",
    source:
      '<h1>Title</h1><h2 style="text-align:center">Under <u>it</u></h2><blockquote><p>They said:</p><p>yes</p></blockquote><center>In the middle</center>',
  },
  {
    name: "a whole page with a plain body",
    source:
      '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><style>p{margin:0}</style></head>\n<body style="margin:0">\n<p>Hi</p>\n<p>Bye</p>\n</body></html>\n',
  },
  {
    name: "nested marks",
    source: "<p><b>bold <i>both <u>three</u></i></b> <i><b>turned</b></i> <s>gone</s> <code>x &lt; y</code></p>",
  },
  { name: "uppercase tags", source: "<P>Shouting <B>loud</B></P>" },
  { name: "empty paragraphs", source: "<p>One</p><p></p><p><br></p><p>&nbsp;</p><p>Two</p>" },
  { name: "words that look like Liquid", source: "<p>Use {{ and }} or {% to write it; 5 < 6 and {single}.</p>" },
  {
    name: "sections of a newsletter without tables",
    source:
      '<div class="wrap" style="max-width:600px">\n  <header><h1>News</h1></header>\n  <section>\n    <h3>One</h3>\n    <p>Text</p>\n    <div>A line</div>\n  </section>\n  <footer><p><small>Havnegade 12</small></p></footer>\n</div>',
  },
];

export const refusedMails: readonly (KeptMail & { readonly why: string; readonly line: number })[] = [
  {
    name: "a layout of tables",
    source: '<p>Hi</p>\n<table width="100%">{% for item in items %}<tr><td>{{ item }}</td></tr>{% endfor %}</table>',
    why: "is laid out with a table",
    line: 2,
  },
  {
    name: "a condition in a table",
    source: "<table><tr>{% if a %}<td>x</td>{% endif %}</tr></table>",
    why: "is laid out with a table",
    line: 1,
  },
  {
    name: "a table in a condition",
    source: "<p>x</p>\n{% if a %}\n<table><tr><td>x</td></tr></table>{% endif %}",
    why: "is laid out with a table",
    line: 3,
  },
  { name: "a style sheet", source: "<style>p{color:red}</style><p>Hi</p>", why: "brings a style sheet", line: 1 },
  {
    name: "a comment for one mail program",
    source: "<p>Hi</p><!--[if mso]><p>Outlook</p><![endif]-->",
    why: "has a comment",
    line: 1,
  },
  {
    name: "a link in a link",
    source: '<p>Hi</p>\n<p><a href="{{ url }}"><a href="{{ url }}">here</a></a></p>',
    why: "has a <a> in a <a>",
    line: 2,
  },
  {
    name: "a style in a style",
    source: "<p><span style='color:red'>one <span style='color:blue'>two</span></span></p>",
    why: "has a <span> in a <span>",
    line: 1,
  },
  {
    name: "marks that overlap",
    source: "<p><b>one <i>two</b> three</i></p>",
    why: "closes a <b> out of turn",
    line: 1,
  },
  { name: "a paragraph nobody closes", source: "<p>one\n<p>two</p>", why: "has a <p> inside a <p>", line: 2 },
  {
    name: "a link around blocks",
    source: '<a href="https://a.example"><div>Press</div></a>',
    why: "does not close a <a>",
    line: 1,
  },
  {
    name: "an anchor without words",
    source: '<p>Hi <a name="top"></a>there</p>',
    why: "would be written differently",
    line: 1,
  },
  {
    name: "loops between the points of a list",
    source: "<ul>{% for x in y %}<li>{{ x }}</li>{% endfor %}</ul>",
    why: "has something between the points of a list",
    line: 1,
  },
  { name: "a sign with an unknown name", source: "<p>&zeta;</p>", why: "names a sign that is not known here", line: 1 },
  { name: "kept line breaks", source: "<pre>a\n b</pre>", why: "keeps its line breaks with <pre>", line: 1 },
  {
    name: "a button",
    source: '<p>x</p>\n\n<p><button type="submit">Go</button></p>',
    why: "has a button of a form",
    line: 3,
  },
  { name: "a closing tag too many", source: "<p>x</p></div>", why: "closes a <div> that is not open", line: 1 },
];
