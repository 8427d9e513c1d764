/** Which elements a rule is for. Selectors that ask for what only a client knows (`:hover`) stay in the stylesheet. */

export interface Element {
  readonly name: string;
  readonly id: string | null;
  readonly classes: readonly string[];
  readonly attributes: ReadonlyMap<string, string>;
  /** Its place among its siblings, from 0. */
  readonly place: number;
  readonly parent: Element | null;
  readonly before: Element | null;
}

interface Compound {
  readonly name: string | null;
  readonly id: string | null;
  readonly classes: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: string | null }[];
  readonly isFirst: boolean;
  /** How it stands to the compound before it. */
  readonly relation: " " | ">" | "+" | "~";
}

export interface Selector {
  /** From left to right. */
  readonly compounds: readonly Compound[];
  readonly specificity: number;
}

/** Null for a selector that cannot be put into tags. */
export function readSelector(text: string): Selector | null {
  const compounds: Compound[] = [];
  let specificity = 0;
  const parts = text.trim().match(/[>+~]|[^\s>+~[]+(?:\[[^\]]*\][^\s>+~[]*)*|(?:\[[^\]]*\][^\s>+~[]*)+/g) ?? [];
  let relation: Compound["relation"] = " ";
  for (const part of parts) {
    if (part === ">" || part === "+" || part === "~") {
      relation = part;
      continue;
    }
    const read = readCompound(part, relation);
    if (read === null) return null;
    compounds.push(read.compound);
    specificity += read.specificity;
    relation = " ";
  }
  return compounds.length === 0 || compounds.length > 12 || relation !== " " ? null : { compounds, specificity };
}

function readCompound(
  text: string,
  relation: Compound["relation"],
): { compound: Compound; specificity: number } | null {
  let name: string | null = null;
  let id: string | null = null;
  const classes: string[] = [];
  const attributes: { name: string; value: string | null }[] = [];
  let isFirst = false;
  let specificity = 0;
  const parts =
    /(\*)|^([a-z][\w-]*)|#([\w-]+)|\.([\w-]+)|\[\s*([\w-]+)\s*(?:=\s*["']?([^"'\]]*)["']?\s*)?\]|(:first-child)(?![\w-])/giy;
  while (parts.lastIndex < text.length) {
    const match = parts.exec(text);
    if (match === null) return null;
    const [, any, element, identity, group, attribute, value, first] = match;
    if (element !== undefined) name = element.toLowerCase();
    else if (identity !== undefined) id = identity;
    else if (group !== undefined) classes.push(group);
    else if (attribute !== undefined) attributes.push({ name: attribute.toLowerCase(), value: value ?? null });
    else if (first !== undefined) isFirst = true;
    if (any === undefined) specificity += weightOf(identity, element);
  }
  return { compound: { name, id, classes, attributes, isFirst, relation }, specificity };
}

function weightOf(identity: string | undefined, element: string | undefined): number {
  if (identity !== undefined) return 10_000;
  return element === undefined ? 100 : 1;
}

/** What an element must at least be, to look rules up by. */
export function keyOf({ compounds }: Selector): string {
  const last = compounds.at(-1) as Compound;
  if (last.id !== null) return `#${last.id}`;
  const [group] = last.classes;
  return group === undefined ? (last.name ?? "*") : `.${group}`;
}

export function keysOf(element: Element): string[] {
  return [
    "*",
    element.name,
    ...(element.id === null ? [] : [`#${element.id}`]),
    ...element.classes.map((name) => `.${name}`),
  ];
}

/** Whether a selector means an element; `steps` bounds how far is looked, because ancestors may be many. */
export function matches({ compounds }: Selector, element: Element, steps: { left: number }): boolean {
  return fits(compounds, compounds.length - 1, element, steps);
}

function fits(compounds: readonly Compound[], at: number, element: Element, steps: { left: number }): boolean {
  steps.left -= 1;
  if (steps.left < 0 || !isOfKind(compounds[at] as Compound, element)) return false;
  if (at === 0) return true;
  const { relation } = compounds[at] as Compound;
  const isNear = relation === ">" || relation === "+";
  const next = (one: Element) => (relation === " " || relation === ">" ? one.parent : one.before);
  for (let other = next(element); other !== null; other = next(other)) {
    if (fits(compounds, at - 1, other, steps)) return true;
    if (isNear || steps.left < 0) return false;
  }
  return false;
}

function isOfKind({ name, id, classes, attributes, isFirst }: Compound, element: Element): boolean {
  if (name !== null && name !== element.name) return false;
  if (id !== null && id !== element.id) return false;
  if (isFirst && element.place !== 0) return false;
  if (!classes.every((group) => element.classes.includes(group))) return false;
  return attributes.every(({ name: attribute, value }) => {
    const found = element.attributes.get(attribute);
    return found !== undefined && (value === null || found === value);
  });
}
