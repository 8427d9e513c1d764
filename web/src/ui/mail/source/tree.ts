/** A mail as the visual editor holds it: the JSON of its document, and where each block stood in the source. */
export interface MailNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number>>;
  readonly content?: readonly MailNode[];
  readonly text?: string;
  readonly marks?: readonly MailMark[];
  /** A block as its author wrote it, white space before it included. */
  readonly source?: string;
}

export interface MailMark {
  readonly type: string;
  readonly attrs: Readonly<Record<string, string | number>>;
}

/** Tags of running text, by the mark that stands for them; the order is that of nesting, outermost first. */
export const markOf: Readonly<Record<string, string>> = {
  a: "link",
  span: "span",
  font: "span",
  small: "span",
  big: "span",
  sub: "span",
  sup: "span",
  ins: "span",
  mark: "span",
  code: "code",
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  s: "strike",
  strike: "strike",
  del: "strike",
};
export const markRank: readonly string[] = ["link", "span", "bold", "italic", "underline", "strike", "code"];

/** Blocks that hold blocks, as their author tagged them. */
export const boxTags = ["blockquote", "div", "center", "section", "article", "header", "footer", "main"] as const;
const blockTags = new Set<string>([...boxTags, "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "hr"]);

export function isBlockTag(tag: string): boolean {
  return blockTags.has(tag);
}

export const snippetTag = /^\{%-?\s*(?:snippet|render)\s+(?:"([^"]*)"|'([^']*)')\s*-?%\}$/;
