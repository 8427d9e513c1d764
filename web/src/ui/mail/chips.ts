import { mergeAttributes, Mark as TipMark, Node as TipNode } from "@tiptap/core";
import { raw, snippetName, text } from "./schema.ts";
import { attribute, harmlessOnly, withAttribute } from "./source/attributes.ts";
import { markRank, snippetTag } from "./source/tree.ts";

const output = /^\{\{-?\s*([\w.]+)\s*(?:\|\s*default:\s*(?:'([^']*)'|"([^"]*)"|([\w.]+))\s*)?-?\}\}$/;

export interface Variable {
  readonly name: string;
  /** What stands where nothing is known; null: none, so the mail would be held. */
  readonly fallback: string | null;
  /** The fallback is another variable. */
  readonly isPath?: boolean;
}

/** A plain variable with or without a fallback; null where more is done to it, which is shown as it is written. */
export function variableOf(source: string): Variable | null {
  const [, name, single, double, path] = output.exec(source) ?? [];
  if (name === undefined) return null;
  return { name, fallback: single ?? double ?? path ?? null, ...(path === undefined ? {} : { isPath: true }) };
}

export function sourceOf({ name, fallback, isPath }: Variable): string {
  if (fallback === null || fallback === "") return `{{ ${name} }}`;
  if (isPath) return `{{ ${name} | default: ${fallback} }}`;
  const words = fallback.replace(/[{}]/g, "");
  return `{{ ${name} | default: ${words.includes("'") ? `"${words.replaceAll('"', "”")}"` : `'${words}'`} }}`;
}

/** `contact.firstName` is called `firstName`: whose it is goes without saying. */
export function shortName(name: string): string {
  return name.replace(/^contact\./, "");
}

export const variable = TipNode.create({
  name: "variable",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ source: text("", "source") }),
  parseHTML: () => [{ tag: "span[data-variable]" }],
  renderHTML: ({ node, HTMLAttributes }) => {
    const { source } = node.attrs as { source: string };
    const known = variableOf(source);
    const chip = mergeAttributes(HTMLAttributes, { "data-variable": "", title: source });
    if (known === null) return ["span", mergeAttributes(chip, { "data-code": "" }), source];
    const { name, fallback } = known;
    return ["span", chip, ["b", shortName(name)], ...(fallback ? [["i", ` ${fallback}`] as const] : [])];
  },
  renderText: ({ node }) => node.attrs.source,
});

/** A tag of Liquid among words; it does something and says nothing. */
export const logic = TipNode.create({
  name: "logic",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ source: text("", "source") }),
  parseHTML: () => [{ tag: "span[data-logic]" }],
  renderHTML: ({ node, HTMLAttributes }) => {
    const { source } = node.attrs as { source: string };
    const says = snippetTag.test(source)
      ? `Snippet “${snippetName(source)}”`
      : source.replace(/^\{%-?\s*|\s*-?%\}$/g, "");
    return ["span", mergeAttributes(HTMLAttributes, { "data-logic": "", title: source }), says];
  },
  renderText: ({ node }) => node.attrs.source,
});

const picture = TipNode.create({
  name: "picture",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({
    raw: {
      ...raw,
      parseHTML: (element: HTMLElement) => {
        const own = element.getAttribute("data-raw");
        if (own !== null) return harmlessOnly(own);
        const names = ["src", "alt", "width", "height"];
        const said = names.map((name) => [name, element.getAttribute(name)] as const);
        return harmlessOnly(said.reduce((all, [name, value]) => withAttribute(all, name, value), ""));
      },
    },
  }),
  parseHTML: () => [{ tag: "span[data-picture]" }, { tag: "img[src]" }],
  renderHTML: ({ node, HTMLAttributes }) => {
    const source = node.attrs.raw as string;
    const alt = attribute(source, "alt") || "no description";
    const width = Number(attribute(source, "width")) || 0;
    const size = width > 0 ? { style: `min-width:min(${width}px,100%)` } : {};
    return ["span", mergeAttributes({ "data-raw": HTMLAttributes["data-raw"] }, size, { "data-picture": "" }), alt];
  },
});

const depth = { default: -1, rendered: false };
const tag = (fallback: string) => ({ ...text(fallback, "tag"), rendered: fallback === "span" });

function simpleMark(name: string, tags: readonly [string, ...string[]]) {
  return TipMark.create({
    name,
    priority: 500 - markRank.indexOf(name),
    addAttributes: () => ({
      tag: { default: tags[0], parseHTML: (element) => element.tagName.toLowerCase(), renderHTML: () => ({}) },
      raw,
      depth,
    }),
    parseHTML: () => tags.map((each) => ({ tag: each })),
    renderHTML: ({ HTMLAttributes }) => [tags[0], HTMLAttributes, 0],
  });
}

const link = TipMark.create({
  name: "link",
  priority: 500,
  inclusive: false,
  addAttributes: () => ({
    tag: { default: "a", rendered: false },
    raw: {
      ...raw,
      parseHTML: (element: HTMLElement) =>
        harmlessOnly(element.getAttribute("data-raw") ?? withAttribute("", "href", element.getAttribute("href"))),
    },
    depth,
  }),
  parseHTML: () => [{ tag: "a[data-raw]" }, { tag: "a[href]" }],
  // No address in the page: nobody leaves the editor by a press on a word.
  renderHTML: ({ mark, HTMLAttributes }) => [
    "a",
    mergeAttributes(HTMLAttributes, { title: attribute(mark.attrs.raw, "href") ?? "" }),
    0,
  ],
});

const span = TipMark.create({
  name: "span",
  priority: 499,
  excludes: "",
  addAttributes: () => ({ tag: tag("span"), raw, depth }),
  parseHTML: () => [{ tag: "span[data-tag]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

export const inlineNodes = [
  ...[variable, logic, picture, link, span],
  simpleMark("bold", ["strong", "b"]),
  simpleMark("italic", ["em", "i"]),
  simpleMark("underline", ["u"]),
  simpleMark("strike", ["s", "del", "strike"]),
  simpleMark("code", ["code"]),
];
