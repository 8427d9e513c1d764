/** Attributes of a tag as its author wrote them; one is read or replaced without touching the others. */
import { decoded, encodedValue } from "./entities.ts";
import { liquidEnd } from "./tokens.ts";

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly end: number;
}

function attributesIn(source: string): Attribute[] {
  const found: Attribute[] = [];
  let at = 0;
  while (at < source.length) {
    const name = /^\s*([^\s=>"'/{]+)/.exec(source.slice(at));
    if (name === null) {
      at = source[at] === "{" ? (liquidEnd(source, at) ?? at + 1) : at + 1;
      continue;
    }
    const start = at;
    at += name[0].length;
    const equals = /^\s*=\s*/.exec(source.slice(at));
    let value = "";
    if (equals !== null) {
      at += equals[0].length;
      const end = valueEnd(source, at);
      value = source.slice(at, end).replace(/^(["'])([\s\S]*)\1$/, "$2");
      at = end;
    }
    found.push({ name: (name[1] as string).toLowerCase(), value: decoded(value) ?? value, at: start, end: at });
  }
  return found;
}

function valueEnd(source: string, from: number): number {
  const first = source[from] ?? "";
  const quote = first === '"' || first === "'" ? first : "";
  for (let at = quote === "" ? from : from + 1; at < source.length; at += 1) {
    const sign = source[at] as string;
    if (sign === "{") at = (liquidEnd(source, at) ?? at + 1) - 1;
    else if (quote === "" ? /\s/.test(sign) : sign === quote) return quote === "" ? at : at + 1;
  }
  return source.length;
}

export function attribute(source: string, name: string): string | null {
  return attributesIn(source).find((each) => each.name === name)?.value ?? null;
}

/** Null or an empty value takes the attribute out. */
export function withAttribute(source: string, name: string, value: string | null): string {
  const old = attributesIn(source).find((each) => each.name === name);
  const said = value === null || value === "" ? "" : ` ${name}="${encodedValue(value)}"`;
  return old === undefined ? source + said : source.slice(0, old.at) + said + source.slice(old.end);
}

/** Nothing that runs, loads or moves is taken over from what is pasted. */
const harmless = /^(?:href|src|alt|width|height|title|style|align|dir|lang|target|rel|data-track)$/;

export function harmlessOnly(source: string): string {
  return attributesIn(source)
    .filter(({ name, value }) => harmless.test(name) && !/^\s*(?:javascript|vbscript|data:text)/i.test(value))
    .map(({ name, value }) => ` ${name}="${encodedValue(value)}"`)
    .join("");
}

/** What of an author's style is shown while writing. Colors stay out: they were chosen for a mail's white paper. */
const shown = /^(?:font-weight|font-style|text-align|text-decoration|font-size)$/;

export function shownStyle(source: string): string {
  const style = attribute(source, "style") ?? "";
  const align = attribute(source, "align");
  const kept = style.split(";").filter((rule) => shown.test((rule.split(":")[0] ?? "").trim().toLowerCase()));
  return [...(align && /^\w+$/.test(align) ? [`text-align:${align}`] : []), ...kept].join(";");
}
