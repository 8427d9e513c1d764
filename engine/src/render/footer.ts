/** What every mail carries: signature, postal address, a way out. Added where the author left it out, once each. */

const address =
  '{% if postalAddress != "" %}<p style="color:#666e6e;font-size:12px">{{ postalAddress }}</p>{% endif %}';
const wayOut = '<p style="color:#666e6e;font-size:12px"><a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>';
const both =
  '<p style="color:#666e6e;font-size:12px">{{ postalAddress }}{% if postalAddress != "" %} · {% endif %}<a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>';

/** What is added behind the words of an HTML part; `said` is all that they and their snippets say. */
export function footerHtml(said: string): string {
  const signature = names(said, "sender.signature") ? "" : "<div>{{ sender.signature }}</div>";
  const hasAddress = names(said, "postalAddress");
  const hasWayOut = names(said, "unsubscribeUrl");
  const legal = [hasAddress ? "" : address, hasWayOut ? "" : wayOut].join("");
  return [signature, !hasAddress && !hasWayOut ? both : legal].filter((part) => part !== "").join("\n");
}

export function withTextFooter(text: string, said: string): string {
  const parts = [
    names(said, "sender.signature") ? "" : "{{ sender.signature }}",
    [
      names(said, "postalAddress") ? "" : "{{ postalAddress }}",
      names(said, "unsubscribeUrl") ? "" : "Unsubscribe: {{ unsubscribeUrl }}",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  ];
  return [text, ...parts.filter((part) => part !== "")].join("\n\n");
}

function names(source: string, variable: string): boolean {
  return new RegExp(`\\{[{%][^}]{0,200}?\\b${variable.replace(".", "\\.")}\\b`).test(source);
}

const snippetTag = /\{%-?\s{0,20}(?:render|snippet)\s{1,20}(?:"([^"]{1,200})"|'([^']{1,200})')/g;

/** A source with the sources of its snippets behind it, each once. */
export function mentions(source: string, find: (name: string) => string | null): string {
  const seen = new Set<string>();
  const said = [source];
  for (let at = 0; at < said.length && at < 200; at += 1) {
    for (const [, double, single] of (said[at] as string).matchAll(snippetTag)) {
      const name = double ?? single ?? "";
      const text = seen.has(name) ? null : find(name);
      seen.add(name);
      if (text !== null) said.push(text);
    }
  }
  return said.join("\n");
}

/** Into the body where a whole document was written, else at the end. */
export function insertBeforeBodyEnd(html: string, addition: string): string {
  const end = html.lastIndexOf("</body>");
  return end === -1 ? html + addition : html.slice(0, end) + addition + html.slice(end);
}
