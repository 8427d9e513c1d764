import { decoded } from "./entities.ts";
import { cannotKeep, Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import { type MailMark, type MailNode, markOf, markRank } from "./tree.ts";

/** Reads the words of one block with their marks, chips and pictures. */
export class InlineReader {
  private readonly nodes: MailNode[] = [];
  private readonly open: (Token & { kind: "open" })[] = [];
  private words = "";

  take(token: Token): void {
    if (token.kind === "words") {
      const words = decoded(token.source);
      if (words === null) throw new Refusal("names a sign that is not known here", token.at);
      this.words += words;
    } else if (token.kind === "output") this.add({ type: "variable", attrs: { source: token.source } });
    else if (token.kind === "logic") this.add({ type: "logic", attrs: { source: token.source } });
    else if (token.kind === "open") this.start(token);
    else if (token.kind === "close") this.stop(token);
    else throw new Refusal(`has a ${token.what}`, token.at);
  }

  end(): MailNode[] {
    this.flush();
    const left = this.open.at(-1);
    if (left !== undefined) throw new Refusal(`does not close a <${left.tag}>`, left.at);
    return trimmed(this.nodes);
  }

  private start(token: Token & { kind: "open" }): void {
    const { tag, attributes: raw } = token;
    if (tag === "br") this.add({ type: "break", attrs: { raw } });
    if (tag === "img") this.add({ type: "picture", attrs: { raw } });
    if (tag === "br" || tag === "img") return;
    if (markOf[tag] === undefined || token.isClosed) throw new Refusal(cannotKeep(tag), token.at);
    // Of one kind words have one mark: a link in a link, a style in a style.
    const outer = this.open.find((opened) => markOf[opened.tag] === markOf[tag]);
    if (outer !== undefined) throw new Refusal(`has a <${tag}> in a <${outer.tag}>`, token.at);
    this.flush();
    this.open.push(token);
  }

  private stop(token: Token & { kind: "close" }): void {
    this.flush();
    const last = this.open.pop();
    if (last?.tag !== token.tag) throw new Refusal(`closes a <${token.tag}> out of turn`, token.at);
  }

  private flush(): void {
    if (this.words === "") return;
    const words = this.words.replace(/[ \t\r\n\f]+/g, " ");
    this.words = "";
    this.nodes.push({ type: "text", text: words, marks: this.marks() });
  }

  private add(node: MailNode): void {
    this.flush();
    this.nodes.push({ ...node, marks: this.marks() });
  }

  /** Marks nested otherwise than ours remember their depth, because a color inside a link is not a link inside a color. */
  private marks(): MailMark[] {
    const types = this.open.map(({ tag }) => markOf[tag] as string);
    const ranks = types.map((type) => markRank.indexOf(type));
    const isOrdered = ranks.every((rank, at) => at === 0 || rank >= (ranks[at - 1] as number));
    return this.open.map(({ tag, attributes: raw }, depth) => ({
      type: types[depth] as string,
      attrs: { tag, raw, depth: isOrdered ? -1 : depth },
    }));
  }
}

/** White space at the ends of a block and around its line breaks is not shown. */
function trimmed(nodes: readonly MailNode[]): MailNode[] {
  const kept: MailNode[] = [];
  const isEdge = (node: MailNode | undefined) => node === undefined || node.type === "break";
  for (const [at, node] of nodes.entries()) {
    if (node.text === undefined) {
      kept.push(node);
      continue;
    }
    const before = kept.at(-1);
    let text = node.text;
    if (isEdge(before) || before?.text?.endsWith(" ")) text = text.replace(/^ /, "");
    if (isEdge(nodes[at + 1])) text = text.replace(/ $/, "");
    if (text !== "") kept.push({ ...node, text });
  }
  return kept;
}
