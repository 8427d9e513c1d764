import type { Mark, Node } from "@tiptap/pm/model";
import { encoded } from "./entities.ts";
import { type MailNode, markRank } from "./tree.ts";

interface Around {
  readonly before: string;
  readonly after: string;
}

/**
 * Writes a document as HTML. What a block was read from is kept with it, so a block that was not touched is written as
 * its author had it; and because nodes never change, a key stroke writes one paragraph anew and joins the rest.
 */
export class MailWriter {
  private readonly around: Around;
  private readonly written = new WeakMap<Node, string>();
  /** Blocks that have no source. */
  private readonly fresh = new WeakSet<Node>();
  /** The white space that stood behind a block, so that a changed one stands where the old one stood. */
  private readonly behind = new WeakMap<Node, string>();
  /** By how we would write it: after undo a block is another node that says the same. */
  private readonly sources = new Map<string, string>();

  constructor(around: Around = { before: "", after: "" }) {
    this.around = around;
  }

  /** Pairs the document with what it was read from. */
  knows(node: Node, read: MailNode): void {
    read.content?.forEach((child, at) => {
      const own = node.maybeChild(at);
      if (!own?.isBlock || own.type.name !== child.type) return;
      this.knows(own, child);
      const next = read.content?.[at + 1]?.source;
      if (next !== undefined) this.behind.set(own, /^\s*/.exec(next)?.[0] ?? "");
    });
    if (read.source === undefined) return;
    const ours = this.anew(node);
    if (!this.sources.has(ours)) this.sources.set(ours, read.source);
    this.written.set(node, read.source);
  }

  write(doc: Node): string {
    const { before, after } = this.around;
    const body = isEmpty(doc) ? "" : this.children(doc, "\n");
    return before + body + after;
  }

  private block(node: Node): string {
    const known = this.written.get(node);
    if (known !== undefined) return known;
    const ours = this.anew(node);
    const source = this.sources.get(ours);
    if (source === undefined) this.fresh.add(node);
    this.written.set(node, source ?? ours);
    return source ?? ours;
  }

  private children(node: Node, between = ""): string {
    let text = "";
    let wasBare = false;
    let last: Node | null = null;
    node.forEach((child) => {
      const isBare = child.type.name === "paragraph" && child.attrs.tag === "";
      // Two lines without tags of their own need something between them.
      if (wasBare && isBare) text += "<br>";
      const own = this.block(child);
      if (last !== null && !isBare && this.fresh.has(child)) text += this.behind.get(last) ?? between;
      text += own;
      last = child;
      wasBare = isBare;
    });
    return text;
  }

  private anew(node: Node): string {
    const { raw, tag, source, fill } = node.attrs as Record<string, string>;
    switch (node.type.name) {
      case "paragraph":
        return tag === "" ? inline(node) : `<${tag}${raw}>${inline(node) || fill}</${tag}>`;
      case "heading":
        return `<h${node.attrs.level}${raw}>${inline(node)}</h${node.attrs.level}>`;
      case "bulletList":
        return `<ul${raw}>${this.children(node)}</ul>`;
      case "orderedList":
        return `<ol${raw}>${this.children(node)}</ol>`;
      case "listItem":
        return `<li${raw}>${this.children(node)}</li>`;
      case "box":
        return `<${tag}${raw}>${this.children(node)}</${tag}>`;
      case "condition":
        return this.children(node) + node.attrs.end;
      case "lane":
        return `${source}${this.children(node, "\n")}`;
      case "snippet":
        return source as string;
      case "rule":
        return `<hr${raw}>`;
      default:
        throw new Error(`Nothing writes ${node.type.name}.`);
    }
  }
}

function isEmpty(doc: Node): boolean {
  const only = doc.childCount === 1 ? doc.firstChild : null;
  return only?.type.name === "paragraph" && only.childCount === 0 && only.attrs.tag === "p" && only.attrs.raw === "";
}

function inline(node: Node): string {
  let text = "";
  const open: Mark[] = [];
  const close = (to: number) => {
    while (open.length > to) text += `</${(open.pop() as Mark).attrs.tag}>`;
  };
  node.forEach((child) => {
    const marks = nested(child.marks);
    let same = 0;
    while (same < open.length && same < marks.length && isSame(open[same] as Mark, marks[same] as Mark)) same += 1;
    close(same);
    for (const mark of marks.slice(same)) {
      text += `<${mark.attrs.tag}${mark.attrs.raw}>`;
      open.push(mark);
    }
    text += piece(child);
  });
  close(0);
  return text;
}

function piece(node: Node): string {
  if (node.isText) return encoded(node.text ?? "");
  if (node.type.name === "break") return `<br${node.attrs.raw}>`;
  if (node.type.name === "picture") return `<img${node.attrs.raw}>`;
  return node.attrs.source as string;
}

function nested(marks: readonly Mark[]): Mark[] {
  const rank = (mark: Mark) => markRank.indexOf(mark.type.name);
  const deep = marks.every((mark) => mark.attrs.depth >= 0);
  return [...marks].sort((a, b) => (deep ? a.attrs.depth - b.attrs.depth : rank(a) - rank(b)));
}

function isSame(a: Mark, b: Mark): boolean {
  return a.type === b.type && a.attrs.tag === b.attrs.tag && a.attrs.raw === b.attrs.raw;
}
