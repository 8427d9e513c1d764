/** Where Liquid may stand in HTML. */
import type { OutputPiece, TagPiece } from "../liquid/pieces.ts";
import { ReadStop } from "../liquid/stop.ts";
import { isMarked, type Mask } from "./mask.ts";
import type { Attribute } from "./tokens.ts";

/** Tags that put a snippet in. */
export const snippetTags: ReadonlySet<string> = new Set(["render", "snippet"]);

export function stopAt({ input, at }: OutputPiece | TagPiece, detail: string): ReadStop {
  return new ReadStop(detail, input, at);
}

/** Variables may stand in quoted attributes only, and blocks end where they begin. */
export function checkPlaces(attributes: readonly Attribute[], mask: Mask): void {
  const between: TagPiece[] = [];
  for (const attribute of attributes) {
    if (isMarked(attribute.name))
      throw stopAt(mask.liquidIn(attribute.name)[0] as OutputPiece, "An attribute's name cannot be filled in.");
    const liquid = mask.liquidIn(attribute.value);
    const [first] = liquid;
    if (first === undefined) continue;
    if (attribute.name === "") {
      if (first.kind === "output")
        throw stopAt(first, "A variable cannot stand between attributes: write it inside quotes.");
      between.push(first);
      continue;
    }
    checkAttribute(attribute, first, liquid);
  }
  checkBalance(between, "a tag");
}

function checkAttribute(
  { name, isQuoted }: Attribute,
  first: OutputPiece | TagPiece,
  liquid: readonly (OutputPiece | TagPiece)[],
): void {
  if (!isQuoted) throw stopAt(first, `The value of ${name} is not in quotes: write ${name}="…" around it.`);
  if (name.startsWith("on")) throw stopAt(first, `Nothing can be filled in inside ${name}: no script runs in a mail.`);
  const output = liquid.find((piece) => piece.kind === "output");
  if (name === "style" && output !== undefined)
    throw stopAt(output, "A variable cannot stand in a style: choose between written styles with {% if %}.");
  checkBalance(liquid.filter((piece) => piece.kind === "tag") as TagPiece[], `the attribute ${name}`);
}

const blocks = new Set(["if", "unless", "case", "for", "capture", "tablerow", "ifchanged", "spin"]);

/** A block that begins inside an attribute ends inside it: else what follows would become part of the attribute. */
function checkBalance(tags: readonly TagPiece[], where: string): void {
  const open: TagPiece[] = [];
  for (const tag of tags) {
    if (blocks.has(tag.name)) open.push(tag);
    else if (tag.name.startsWith("end") && open.pop() === undefined)
      throw stopAt(tag, `{% ${tag.name} %} ends inside ${where} what began outside of it.`);
    else if (["else", "elsif", "when", "or"].includes(tag.name) && open.length === 0)
      throw stopAt(tag, `{% ${tag.name} %} stands inside ${where}, its block does not.`);
    else if (snippetTags.has(tag.name)) throw stopAt(tag, `A snippet stands between tags, not inside ${where}.`);
  }
  const [unclosed] = open;
  if (unclosed !== undefined)
    throw stopAt(unclosed, `{% ${unclosed.name} %} begins inside ${where} and does not end there.`);
}
