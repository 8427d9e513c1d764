/**
 * The little of XML that reports use: elements and text. Reports come from strangers, so there are no declarations of
 * types and no entities but the five that XML has from birth: nothing can grow while it is read, and nothing is fetched.
 */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** A report nests seven deep; deeper ones are made to exhaust whoever reads them. */
const deepest = 24;
/** Of the largest real reports some hundred thousand elements are known. */
const mostElements = 400_000;
const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The outermost element, or a sentence that says why it is not read. */
export function readXml(text: string): XmlElement | string {
  const root: Open = { name: "", text: "", children: [] };
  const open: Open[] = [root];
  let elements = 0;
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const top = open.at(-1) as Open;
    if (text[at] !== "<") {
      const end = indexOr(text, "<", at);
      top.text += decode(text.slice(at, end));
      at = end;
      continue;
    }
    const mark = markAt(text, at);
    if (typeof mark === "string") return mark;
    at = mark.end;
    if (mark.kind === "text") top.text += mark.text;
    if (mark.kind === "close") {
      if (open.length === 1 || top.name !== mark.name) return `</${mark.name.slice(0, 40)}> closes nothing.`;
      open.pop();
      (open.at(-1) as Open).children.push(top);
    }
    if (mark.kind !== "open" && mark.kind !== "empty") continue;
    elements += 1;
    if (elements > mostElements) return `It has more than ${mostElements} elements.`;
    if (mark.kind === "empty") top.children.push({ name: mark.name, text: "", children: [] });
    else open.push({ name: mark.name, text: "", children: [] });
    if (open.length > deepest) return `It nests deeper than ${deepest} elements.`;
  }
  const [first] = root.children;
  return open.length === 1 && first !== undefined ? first : "It ends in the middle.";
}

type Mark =
  | { readonly kind: "open" | "empty" | "close"; readonly name: string; readonly end: number }
  | { readonly kind: "text"; readonly text: string; readonly end: number }
  | { readonly kind: "skipped"; readonly end: number };

function markAt(text: string, at: number): Mark | string {
  if (text.startsWith("<!--", at)) return skipTo(text, "-->", at + 4);
  if (text.startsWith("<?", at)) return skipTo(text, "?>", at + 2);
  if (text.startsWith("<![CDATA[", at)) {
    const end = text.indexOf("]]>", at);
    return end === -1 ? "It ends in the middle." : { kind: "text", text: text.slice(at + 9, end), end: end + 3 };
  }
  if (text.startsWith("<!", at)) return "It declares types or entities, which no report needs.";
  const end = text.indexOf(">", at);
  if (end === -1) return "It ends in the middle.";
  const inside = text.slice(at + 1, end);
  const name = /^\/?\s*(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(inside)?.[1];
  if (name === undefined) return "It is no XML.";
  if (inside.startsWith("/")) return { kind: "close", name, end: end + 1 };
  return { kind: inside.endsWith("/") ? "empty" : "open", name, end: end + 1 };
}

function skipTo(text: string, mark: string, from: number): Mark | string {
  const end = text.indexOf(mark, from);
  return end === -1 ? "It ends in the middle." : { kind: "skipped", end: end + mark.length };
}

function indexOr(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at === -1 ? text.length : at;
}

/** Entities that nobody declared stay as they are written. */
function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of a child, trimmed and cut; "" where there is none. */
export function textIn(element: XmlElement | undefined, name: string, most = 255): string {
  return (childOf(element, name)?.text ?? "").trim().slice(0, most);
}
