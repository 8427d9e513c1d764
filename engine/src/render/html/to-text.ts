/** The text part of a mail that was written as HTML. Reads what `clean` wrote; marks of Liquid pass through. */
import { decodeEntities } from "./entities.ts";
import { type HtmlToken, tokensOf } from "./tokens.ts";

const paragraphs = new Set(
  "p div h1 h2 h3 h4 h5 h6 ul ol dl table blockquote section article header footer main nav aside address center figure pre".split(
    " ",
  ),
);

export function textOfHtml(html: string): string {
  return textWithin(html).trim();
}

/** The same for a piece of a mail: the space before and behind it stays. */
export function textWithin(html: string): string {
  const writer = new TextWriter();
  for (const token of tokensOf(html)) writer.take(token);
  return writer.text();
}

class TextWriter {
  /** Never looked at as a whole before the end, so that a long mail takes no longer for each of its words. */
  readonly #parts: string[] = [];
  #isAfterSpace = true;
  /** Where the words of the open link begin, and where it leads. */
  #link: { readonly from: number; readonly href: string } | null = null;
  #isPreformatted = false;

  take(token: HtmlToken): void {
    if (token.kind === "text") this.#words(token.text);
    else if (token.kind === "open")
      this.#open(token.name, new Map(token.attributes.map(({ name, value }) => [name, value])));
    else if (token.kind === "close") this.#close(token.name);
  }

  #write(text: string): void {
    if (text === "") return;
    this.#parts.push(text);
    this.#isAfterSpace = /\s/.test(text.at(-1) as string);
  }

  #words(text: string): void {
    const decoded = decodeEntities(this.#isPreformatted ? text : text.replace(/[ \t\r\n]+/g, " "));
    this.#write(this.#isAfterSpace && !this.#isPreformatted ? decoded.replace(/^ /, "") : decoded);
  }

  #open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === "br") this.#write("\n");
    else if (name === "hr") this.#write("\n\n---\n\n");
    else if (name === "li") this.#write("\n- ");
    else if (name === "img") this.#write(decodeEntities(attributes.get("alt") ?? ""));
    else if (name === "a")
      this.#link = { from: this.#parts.length, href: decodeEntities(attributes.get("href") ?? "").trim() };
    else if (paragraphs.has(name)) this.#write("\n\n");
    if (name === "pre") this.#isPreformatted = true;
  }

  #close(name: string): void {
    if (name === "a") this.#closeLink();
    else if (name === "tr") this.#write("\n");
    else if (name === "td" || name === "th") this.#write("\t");
    else if (paragraphs.has(name)) this.#write("\n\n");
    if (name === "pre") this.#isPreformatted = false;
  }

  /** A link whose words are its address is said once. */
  #closeLink(): void {
    if (this.#link === null) return;
    const { from, href } = this.#link;
    this.#link = null;
    const target = href.replace(/^mailto:/i, "");
    if (target === "" || target.startsWith("#")) return;
    const words = this.#parts.splice(from).join("").trim();
    const isSaid = words === target || words === href;
    this.#write(words === "" || isSaid ? target : `${words} (${target})`);
  }

  text(): string {
    return this.#parts
      .join("")
      .replace(/[ \t]*\n[ \t]*/g, "\n")
      .replace(/\n{3,}/g, "\n\n");
  }
}
