/** What each run of words looks like: its color, what it stands on, whether it is shown at all. */

import { type Color, colorOf } from "../../base/index.ts";
import { voidElements } from "../html/allowed.ts";
import { type Declaration, readDeclarations } from "../html/css.ts";
import { decodeEntities } from "../html/entities.ts";
import { InlineStyles } from "../html/inline-styles.ts";
import { OpenElements } from "../html/open-elements.ts";
import type { HtmlToken } from "../html/tokens.ts";

export interface Look {
  /** Null: the client's own. */
  readonly color: Color | null;
  readonly background: Color | null;
  readonly isHidden: boolean;
  /** Where the element that says so stands. */
  readonly at: number;
}

export interface ShownText {
  readonly text: string;
  readonly look: Look;
}

const page: Look = { color: null, background: null, isHidden: false, at: 0 };

export function shownTexts(tokens: readonly HtmlToken[]): ShownText[] {
  const sheets = tokens.flatMap((token) => (token.kind === "raw" && token.name === "style" ? [token.text] : []));
  const styles = new InlineStyles(sheets);
  const open = new OpenElements();
  const stack: { readonly name: string; readonly look: Look }[] = [];
  const shown: ShownText[] = [];
  for (const token of tokens) {
    const look = stack.at(-1)?.look ?? page;
    if (token.kind === "text" && token.text.trim() !== "")
      shown.push({ text: decodeEntities(token.text).trim(), look });
    if (token.kind === "close") {
      const at = stack.findLastIndex(({ name }) => name === token.name);
      if (at !== -1) stack.length = at;
      open.close(token.name);
    }
    if (token.kind !== "open") continue;
    const values = new Map(token.attributes.map(({ name, value }) => [name, value]));
    const element = open.enter(token.name, values);
    if (voidElements.has(token.name) || stack.length > 500) continue;
    const declarations = readDeclarations(styles.styleOf(element, decodeEntities(values.get("style") ?? "")));
    stack.push({ name: token.name, look: lookOf(look, { declarations, values, at: token.at }) });
  }
  return shown;
}

interface Own {
  readonly declarations: readonly Declaration[];
  readonly values: ReadonlyMap<string, string>;
  readonly at: number;
}

function lookOf(outer: Look, { declarations, values, at }: Own): Look {
  const style = new Map(declarations.map(({ property, value }) => [property, value]));
  const color = colorOf(style.get("color") ?? values.get("color") ?? "");
  const written = style.get("background-color") ?? style.get("background") ?? values.get("bgcolor") ?? "";
  const background = colorOf(written);
  const hides =
    style.get("display") === "none" ||
    style.get("visibility") === "hidden" ||
    /^0(?:px|pt|em|%)?$/.test(style.get("font-size") ?? "") ||
    /^0(?:\.0+)?$/.test(style.get("opacity") ?? "") ||
    values.has("hidden");
  const changes = color !== null || background !== null || hides;
  return {
    color: color ?? outer.color,
    background: background ?? outer.background,
    isHidden: outer.isHidden || hides,
    at: changes ? at : outer.at,
  };
}
