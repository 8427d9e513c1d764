import { InlineReader } from "./inline-reader.ts";
import { Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import { boxTags, isBlockTag, type MailNode, snippetTag } from "./tree.ts";

const boxes: ReadonlySet<string> = new Set(boxTags);
const bare = (content: readonly MailNode[] = []): MailNode => ({
  type: "paragraph",
  attrs: { tag: "", raw: "" },
  content,
});

/** Reads blocks; everything it does not know, and everything that does not nest, is refused. */
export class Reader {
  private at = 0;
  /** How many conditions around blocks are open. */
  private depth = 0;
  private readonly source: string;
  private readonly tokens: readonly Token[];

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  /** The blocks up to a tag that closes what is around them, or to the end. */
  whole(): { blocks: MailNode[]; end: number } {
    const blocks = this.blocks();
    const left = this.peek();
    if (left !== undefined) throw this.unexpected(left);
    return { blocks, end: blocks.reduce((sum, { source = "" }) => sum + source.length, 0) };
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  /** Where what was read so far ends. */
  private before(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  private unexpected(token: Token): Refusal {
    if (token.kind === "close") return new Refusal(`closes a <${token.tag}> that is not open`, token.at);
    return new Refusal("has Liquid that ends nothing", token.at);
  }

  private blocks(): MailNode[] {
    const found: MailNode[] = [];
    let from = this.before();
    for (let token = this.skipBlank(); token !== undefined; token = this.skipBlank()) {
      if (token.kind === "close" || this.isLaneEnd(token)) break;
      const block = this.block(token);
      found.push({ ...block, source: this.source.slice(from, this.before()) });
      from = this.before();
    }
    return found;
  }

  private skipBlank(): Token | undefined {
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.kind !== "words" || token.source.trim() !== "") return token;
      this.at += 1;
    }
    return undefined;
  }

  private block(token: Token): MailNode {
    if (token.kind === "other") throw new Refusal(`has a ${token.what}`, token.at);
    if (token.kind === "open" && isBlockTag(token.tag)) return this.tagged(token);
    if (token.kind === "logic" && this.endOfCondition() !== null) return this.condition();
    if (token.kind === "logic" && snippetTag.test(token.source) && this.standsAlone()) {
      this.at += 1;
      return { type: "snippet", attrs: { source: token.source } };
    }
    return bare(this.inline(false));
  }

  private tagged(token: Token & { kind: "open" }): MailNode {
    this.at += 1;
    const { tag, attributes: raw } = token;
    if (tag === "hr") return { type: "rule", attrs: { raw } };
    if (token.isClosed) throw new Refusal(`closes <${tag}/> at once`, token.at);
    if (tag === "p") return lineOf(tag, raw, this.inline(true, token));
    if (/^h\d$/.test(tag)) {
      return { type: "heading", attrs: { level: Number(tag[1]), raw }, content: this.inline(true, token) };
    }
    if (tag === "ul" || tag === "ol") return this.list(token);
    if (!boxes.has(tag)) throw new Refusal(`has a <${tag}> outside of a list`, token.at);
    const blocks = this.blocks();
    this.close(token);
    return boxOf(tag, raw, blocks);
  }

  private list(token: Token & { kind: "open" }): MailNode {
    const items: MailNode[] = [];
    let from = this.before();
    for (let next = this.skipBlank(); next?.kind === "open" && next.tag === "li"; next = this.skipBlank()) {
      this.at += 1;
      const blocks = this.blocks();
      this.close(next);
      const content = blocks.length === 0 ? [bare()] : blocks;
      const source = this.source.slice(from, this.before());
      items.push({ type: "listItem", attrs: { raw: next.attributes }, content, source });
      from = this.before();
    }
    const next = this.peek();
    if (next !== undefined && next.kind !== "close")
      throw new Refusal("has something between the points of a list", next.at);
    if (items.length === 0) throw new Refusal("has a list without points", token.at);
    this.close(token);
    const type = token.tag === "ul" ? "bulletList" : "orderedList";
    return { type, attrs: { raw: token.attributes }, content: items };
  }

  private close(opened: Token & { kind: "open" }): void {
    const token = this.peek();
    if (token?.kind !== "close" || token.tag !== opened.tag) {
      throw new Refusal(`does not close a <${opened.tag}>`, opened.at);
    }
    this.at += 1;
  }

  private inline(isTagged: boolean, around?: Token & { kind: "open" }): MailNode[] {
    // Of the conditions and loops that begin among these words, so that their ends belong to them.
    let begun = 0;
    const endsHere = (token: Token) => {
      if (token.kind === "close" || token.kind === "open") return isBlockTag(token.tag);
      if (isTagged || token.kind !== "logic" || begun > 0) return false;
      return this.isLaneEnd(token) || this.endOfCondition() !== null;
    };
    const reader = new InlineReader();
    for (let token = this.peek(); token !== undefined && !endsHere(token); token = this.peek()) {
      if (token.kind === "logic") begun = Math.max(0, begun + steps(token.name));
      reader.take(token);
      this.at += 1;
    }
    const content = reader.end();
    const next = this.peek();
    if (around !== undefined) {
      if (next?.kind === "open") throw new Refusal(`has a <${next.tag}> inside a <${around.tag}>`, next.at);
      this.close(around);
    }
    return content;
  }

  /** A snippet with nothing beside it in its line of text is a block. */
  private standsAlone(): boolean {
    let at = this.at + 1;
    for (let token = this.tokens[at]; token?.kind === "words" && token.source.trim() === ""; token = this.tokens[at]) {
      at += 1;
    }
    const next = this.tokens[at];
    if (next === undefined || next.kind === "close") return next === undefined || isBlockTag(next.tag);
    return next.kind === "open" ? isBlockTag(next.tag) : next.kind === "logic";
  }

  private isLaneEnd(token: Token): boolean {
    if (token.kind !== "logic" || this.depth === 0) return false;
    return /^(?:elsif|else|endif|endunless)$/.test(token.name);
  }

  private condition(): MailNode {
    const opener = this.peek() as Token & { kind: "logic" };
    const lanes: MailNode[] = [];
    this.depth += 1;
    for (let token = this.peek(); token?.kind === "logic"; token = this.peek()) {
      this.at += 1;
      if (token.name === "endif" || token.name === "endunless") {
        this.depth -= 1;
        return { type: "condition", attrs: { end: token.source }, content: lanes };
      }
      const blocks = this.blocks();
      lanes.push({
        type: "lane",
        attrs: { source: token.source },
        content: blocks.length === 0 ? [bare()] : blocks,
        source: this.source.slice(token.at, this.before()),
      });
    }
    throw new Refusal("has a condition that does not end beside where it begins", opener.at);
  }

  /**
   * Where the condition that begins here ends, if it is around blocks; null where it is no condition, is around words
   * only, or ends deeper or higher in the tree than it begins.
   */
  private endOfCondition(): number | null {
    const first = this.peek();
    if (first?.kind !== "logic" || (first.name !== "if" && first.name !== "unless")) return null;
    let conditions = 0;
    let tags = 0;
    let hasBlocks = false;
    for (let at = this.at; at < this.tokens.length; at += 1) {
      const token = this.tokens[at] as Token;
      if (token.kind === "logic") {
        if (token.name === "if" || token.name === "unless") conditions += 1;
        if (token.name === "endif" || token.name === "endunless") conditions -= 1;
        if (snippetTag.test(token.source)) hasBlocks = true;
        if (conditions === 0) return hasBlocks && tags === 0 ? at : null;
      } else if (token.kind === "open" && isBlockTag(token.tag)) {
        hasBlocks = true;
        if (token.tag !== "hr" && !token.isClosed) tags += 1;
      } else if (token.kind === "close" && isBlockTag(token.tag)) {
        tags -= 1;
        if (tags < 0) return null;
      }
    }
    return null;
  }
}

/** Whether a tag of Liquid begins something that has an end, or ends it. */
function steps(name: string): number {
  if (/^(?:if|unless|case|for)$/.test(name)) return 1;
  return /^end(?:if|unless|case|for)$/.test(name) ? -1 : 0;
}

/** A `<div>` around words is a line of text; around blocks it is a box. */
function boxOf(tag: string, raw: string, blocks: readonly MailNode[]): MailNode {
  const [only] = blocks;
  const isLine = blocks.length === 1 && only?.type === "paragraph" && only.attrs?.tag === "";
  if (tag === "div" && (blocks.length === 0 || isLine)) {
    return lineOf(tag, raw, only?.content ?? []);
  }
  return { type: "box", attrs: { tag, raw }, content: blocks.length === 0 ? [bare()] : blocks };
}

/** An empty line is kept open by a line break, which the editor shows by itself; one without shows nothing in a mail. */
function lineOf(tag: string, raw: string, content: readonly MailNode[]): MailNode {
  const [only] = content;
  const isOpen = content.length === 1 && only?.type === "break" && only.attrs?.raw === "" && !only.marks?.length;
  return {
    type: "paragraph",
    attrs: { tag, raw, fill: isOpen || content.length > 0 ? "<br>" : "" },
    content: isOpen ? [] : content,
  };
}
