import { mergeAttributes, Node as TipNode } from "@tiptap/core";
import { attribute, harmlessOnly, shownStyle } from "./source/attributes.ts";
import { boxTags, snippetTag } from "./source/tree.ts";

/** Attributes of a tag travel as their author wrote them; of what is pasted only the harmless ones are taken. */
export const raw = {
  default: "",
  parseHTML: (element: HTMLElement) => harmlessOnly(element.getAttribute("data-raw") ?? ""),
  renderHTML: ({ raw: source }: Record<string, string>) => shownOf(source ?? ""),
};

function shownOf(source: string): Record<string, string> {
  const style = shownStyle(source);
  return {
    ...(source ? { "data-raw": source } : {}),
    ...(style ? { style } : {}),
    ...Object.fromEntries(
      ["dir", "lang"].flatMap((name) => {
        const value = attribute(source, name);
        return value && /^[\w-]+$/.test(value) ? [[name, value]] : [];
      }),
    ),
  };
}

export const text = (fallback: string, name: string) => ({
  default: fallback,
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`) ?? fallback,
  renderHTML: (attrs: Record<string, string>) => ({ [`data-${name}`]: attrs[name] }),
});

const doc = TipNode.create({ name: "doc", topNode: true, content: "block+" });
const words = TipNode.create({ name: "text", group: "inline" });

const paragraph = TipNode.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  addAttributes: () => ({ tag: text("p", "tag"), fill: { default: "<br>", rendered: false }, raw }),
  parseHTML: () => [{ tag: "p" }, { tag: "div.line" }],
  renderHTML: ({ node, HTMLAttributes }) =>
    node.attrs.tag === "p" ? ["p", HTMLAttributes, 0] : ["div", mergeAttributes(HTMLAttributes, { class: "line" }), 0],
});

const heading = TipNode.create({
  name: "heading",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false }, raw }),
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  renderHTML: ({ node, HTMLAttributes }) => [`h${node.attrs.level}`, HTMLAttributes, 0],
});

const bulletList = TipNode.create({
  name: "bulletList",
  group: "block",
  content: "listItem+",
  addAttributes: () => ({ raw }),
  parseHTML: () => [{ tag: "ul" }],
  renderHTML: ({ HTMLAttributes }) => ["ul", HTMLAttributes, 0],
});

const orderedList = TipNode.create({
  name: "orderedList",
  group: "block",
  content: "listItem+",
  addAttributes: () => ({ raw }),
  parseHTML: () => [{ tag: "ol" }],
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
});

const listItem = TipNode.create({
  name: "listItem",
  content: "block+",
  defining: true,
  addAttributes: () => ({ raw }),
  parseHTML: () => [{ tag: "li" }],
  renderHTML: ({ HTMLAttributes }) => ["li", HTMLAttributes, 0],
});

const box = TipNode.create({
  name: "box",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({ tag: text("blockquote", "tag"), raw }),
  parseHTML: () => [{ tag: "blockquote" }, ...boxTags.map((tag) => ({ tag: `div[data-tag=${tag}]` }))],
  renderHTML: ({ node, HTMLAttributes }) => [node.attrs.tag === "blockquote" ? "blockquote" : "div", HTMLAttributes, 0],
});

const rule = TipNode.create({
  name: "rule",
  group: "block",
  addAttributes: () => ({ raw }),
  parseHTML: () => [{ tag: "hr" }],
  renderHTML: ({ HTMLAttributes }) => ["hr", HTMLAttributes],
});

const lineBreak = TipNode.create({
  name: "break",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  addAttributes: () => ({ raw: { ...raw, renderHTML: () => ({}) } }),
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
});

/** Text that belongs to one another under one condition; the lanes are `if`, `elsif` and `else`. */
const condition = TipNode.create({
  name: "condition",
  group: "block",
  content: "lane+",
  defining: true,
  isolating: true,
  addAttributes: () => ({ end: text("{% endif %}", "end") }),
  parseHTML: () => [{ tag: "div[data-end]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes(HTMLAttributes, { class: "condition" }), 0],
});

const lane = TipNode.create({
  name: "lane",
  content: "block+",
  defining: true,
  isolating: true,
  addAttributes: () => ({ source: text("{% else %}", "source") }),
  parseHTML: () => [{ tag: "div[data-lane]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", mergeAttributes(HTMLAttributes, { "data-lane": "" }), 0],
});

const snippet = TipNode.create({
  name: "snippet",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ source: text("", "source") }),
  parseHTML: () => [{ tag: "div[data-snippet]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "div",
    mergeAttributes(HTMLAttributes, { "data-snippet": snippetName(node.attrs.source) }),
    ["b", `Snippet “${snippetName(node.attrs.source)}”`],
  ],
});

export function snippetName(source: string): string {
  const [, double, single] = snippetTag.exec(source) ?? [];
  return double ?? single ?? "";
}

export const blockNodes = [
  ...[doc, words, paragraph, heading, bulletList, orderedList, listItem],
  ...[box, rule, lineBreak, condition, lane, snippet],
];
