/** As much CSS as mail clients understand: rules, media queries, declarations. */

export interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly isImportant: boolean;
}

export interface Rule {
  readonly selectors: readonly string[];
  readonly declarations: readonly Declaration[];
}

export interface Stylesheet {
  readonly rules: readonly Rule[];
  /** Media queries, each with its rules, that cannot be put into tags. */
  readonly media: readonly { readonly query: string; readonly rules: readonly Rule[] }[];
}

/** Beyond this it is no mail's stylesheet; the rest is left out. */
const MOST_RULES = 2_000;

export function readStylesheet(css: string): Stylesheet {
  const rules: Rule[] = [];
  const media: { query: string; rules: Rule[] }[] = [];
  for (const block of blocksOf(withoutComments(css))) {
    if (rules.length >= MOST_RULES) break;
    const head = block.head.trim();
    if (/^@media\b/i.test(head))
      media.push({ query: safeText(head), rules: blocksOf(block.body).flatMap(ruleOf).slice(0, MOST_RULES) });
    else if (!head.startsWith("@")) rules.push(...ruleOf(block));
  }
  return { rules, media };
}

function withoutComments(css: string): string {
  let kept = "";
  for (let at = 0; ; ) {
    const open = css.indexOf("/*", at);
    if (open === -1) return kept + css.slice(at);
    kept += css.slice(at, open);
    const close = css.indexOf("*/", open + 2);
    if (close === -1) return kept;
    at = close + 2;
  }
}

interface Block {
  readonly head: string;
  readonly body: string;
}

/** `head { body }`, one after the other; a statement without a body (`@import …;`) is passed over. */
function blocksOf(css: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let level = 0;
  let bodyAt = 0;
  const signs = /[{};]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
  for (let match = signs.exec(css); match !== null; match = signs.exec(css)) {
    const sign = match[0];
    if (sign === "{") {
      level += 1;
      if (level === 1) bodyAt = match.index + 1;
    } else if (sign === "}" && level > 0) {
      level -= 1;
      if (level === 0) {
        blocks.push({ head: css.slice(from, bodyAt - 1), body: css.slice(bodyAt, match.index) });
        from = match.index + 1;
      }
    } else if (sign === "}" || (sign === ";" && level === 0)) from = match.index + 1;
  }
  return blocks;
}

function ruleOf({ head, body }: Block): Rule[] {
  const selectors = splitOutside(head, ",")
    .map((selector) => safeText(selector.trim()))
    .filter((selector) => selector !== "");
  const declarations = readDeclarations(body);
  return head.trim().startsWith("@") || selectors.length === 0 || declarations.length === 0
    ? []
    : [{ selectors, declarations }];
}

/** What cannot end a stylesheet or a tag. */
function safeText(text: string): string {
  return text.replace(/[<>{}]/g, (sign) => (sign === ">" ? ">" : ""));
}

/** The declarations of a rule or of a `style` attribute that are fit for a mail. */
export function readDeclarations(body: string): Declaration[] {
  return splitOutside(body, ";").flatMap((text) => {
    const colon = text.indexOf(":");
    const property = text.slice(0, colon).trim().toLowerCase();
    const written = text.slice(colon + 1).trim();
    if (
      colon === -1 ||
      !/^-{0,2}[a-z][a-z0-9-]*$/.test(property) ||
      written === "" ||
      !isSafeDeclaration(property, written)
    )
      return [];
    const isImportant = /!\s*important$/i.test(written);
    return [{ property, value: written.replace(/\s*!\s*important$/i, ""), isImportant }];
  });
}

/**
 * Nothing that runs or loads: no `url()`, no script, no old behaviors, and no escapes under which they could hide.
 */
export function isSafeDeclaration(property: string, value: string): boolean {
  if (/^(?:behavior|-moz-binding|-o-link.*|src)$/.test(property)) return false;
  return !/[\\<>{}@]|\/\*|(?:url|image|image-set|cross-fade|element|expression|var|attr)\s*\(|javascript\s*:|vbscript\s*:/i.test(
    value,
  );
}

function splitOutside(text: string, sign: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let level = 0;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const here = text[at] as string;
    if (quote !== "") {
      if (here === quote) quote = "";
    } else if (here === '"' || here === "'") quote = here;
    else if (here === "(" || here === "[") level += 1;
    else if (here === ")" || here === "]") level -= 1;
    else if (here === sign && level <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

export function written(declarations: readonly Declaration[], keepsImportance: boolean): string {
  return declarations
    .map(
      ({ property, value, isImportant }) =>
        `${property}:${value}${isImportant && keepsImportance ? " !important" : ""}`,
    )
    .join(";");
}

export function writtenRule({ selectors, declarations }: Rule): string {
  return `${selectors.join(",")}{${written(declarations, true)}}`;
}
