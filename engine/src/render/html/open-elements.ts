/** The elements that are open while HTML is read, as far as selectors ask for them. */
import { voidElements } from "./allowed.ts";
import type { Element } from "./selectors.ts";

/** Deeper nesting than this was no person and no editor: what is deeper counts as standing beside. */
const MOST_LEVELS = 1_000;

/** Elements that close an open one of their kind. */
const closesOwnKind: Readonly<Record<string, readonly string[]>> = {
  li: ["li"],
  td: ["td", "th"],
  th: ["td", "th"],
  tr: ["tr", "td", "th"],
  p: ["p"],
  dt: ["dt", "dd"],
  dd: ["dt", "dd"],
};

interface OpenElement {
  readonly element: Element;
  children: number;
  last: Element | null;
}

export class OpenElements {
  #stack: OpenElement[] = [];
  readonly #root: OpenElement = { element: null as never, children: 0, last: null };

  close(name: string): void {
    const at = this.#stack.findLastIndex(({ element }) => element.name === name);
    if (at !== -1) this.#stack.length = at;
  }

  /** Reads something that may leave elements open, and forgets them. */
  within(read: () => void): void {
    const outer = [...this.#stack];
    read();
    this.#stack = outer;
  }

  /** Puts an element where it stands among the others. */
  enter(name: string, values: ReadonlyMap<string, string>): Element {
    const closed = closesOwnKind[name];
    if (closed !== undefined) this.#closeOwnKind(closed);
    const above = this.#stack.at(-1) ?? this.#root;
    const classes = (values.get("class") ?? "").split(/\s+/).filter((one) => one !== "");
    const element: Element = {
      name,
      id: values.get("id") ?? null,
      classes,
      attributes: values,
      place: above.children,
      parent: this.#stack.at(-1)?.element ?? null,
      before: above.last,
    };
    above.children += 1;
    above.last = element;
    if (!voidElements.has(name) && this.#stack.length < MOST_LEVELS)
      this.#stack.push({ element, children: 0, last: null });
    return element;
  }

  #closeOwnKind(kinds: readonly string[]): void {
    for (let at = this.#stack.length - 1; at >= 0; at -= 1) {
      const { name } = (this.#stack[at] as OpenElement).element;
      if (kinds.includes(name)) {
        this.#stack.length = at;
        return;
      }
      if (["table", "ul", "ol", "dl", "div", "tr", "tbody"].includes(name)) return;
    }
  }
}
