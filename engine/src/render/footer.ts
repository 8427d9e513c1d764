/**
 * What every mail carries: signature, postal address, a way out. Added where the author left it out, once each, as the
 * workspace wants it when the mail leaves: `footerAddress` is empty where it is not to be added, `footerLink` says
 * whether the visible link is.
 */

import type { FooterWish } from "./context.ts";

const style = 'style="color:#666e6e;font-size:12px"';
const address = `{% if footerAddress != "" %}<p ${style}>{{ footerAddress }}</p>{% endif %}`;
const link = '<a href="{{ unsubscribeUrl }}">{{ footerLinkText }}</a>';

/** A mail may say that it has no visible link; the workspace says whether that counts. */
const without = /<!--\s{0,5}no unsubscribe\s{0,5}-->/i;
const wants = (said: string) => (without.test(said) ? 'footerLink == "required"' : 'footerLink != "none"');

const wayOut = (said: string) => `{% if ${wants(said)} %}<p ${style}>${link}</p>{% endif %}`;
const both = (said: string) =>
  `{% if ${wants(said)} %}<p ${style}>{{ footerAddress }}{% if footerAddress != "" %} · {% endif %}${link}</p>{% else %}${address}{% endif %}`;

/** What is added behind the words of an HTML part; `said` is all that they and their snippets say. */
export function footerHtml(said: string): string {
  const signature = names(said, "sender.signature") ? "" : "<div>{{ sender.signature }}</div>";
  const hasAddress = names(said, "postalAddress");
  const hasWayOut = names(said, "unsubscribeUrl");
  const legal = [hasAddress ? "" : address, hasWayOut ? "" : wayOut(said)].join("");
  return [signature, !hasAddress && !hasWayOut ? both(said) : legal].filter((part) => part !== "").join("\n");
}

export function withTextFooter(text: string, said: string): string {
  const parts = [
    names(said, "sender.signature") ? "" : "{{ sender.signature }}",
    [
      names(said, "postalAddress") ? "" : "{{ footerAddress }}",
      names(said, "unsubscribeUrl")
        ? ""
        : `{% if ${wants(said)} %}{{ footerLinkText }}: {{ unsubscribeUrl }}{% endif %}`,
    ]
      .filter((line) => line !== "")
      .join("\n"),
  ];
  return [text, ...parts.filter((part) => part !== "")].join("\n\n");
}

/**
 * Whether each of these mails shows a way out and an address, by itself or by the footer; what a snippet says is not
 * asked for, so that an admin looks once more rather than never.
 */
export function footerShows(
  said: readonly string[],
  wish: Pick<FooterWish, "includePhysicalAddress" | "unsubscribeLink">,
): { readonly link: boolean; readonly address: boolean } {
  const { includePhysicalAddress, unsubscribeLink: mode } = wish;
  const hasLink = (mail: string) =>
    names(mail, "unsubscribeUrl") || mode === "required" || (mode === "optional" && !without.test(mail));
  return {
    link: said.every(hasLink),
    address: said.every((mail) => includePhysicalAddress || names(mail, "postalAddress")),
  };
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
