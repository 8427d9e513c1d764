/**
 * Puts stylesheets into the tags, because mail clients leave `<style>` out (Gmail in apps, Outlook); what only a client
 * can decide (media queries, `:hover`) stays in one `<style>`.
 */
import {
  type Declaration,
  type Rule,
  readDeclarations,
  readStylesheet,
  type Stylesheet,
  written,
  writtenRule,
} from "./css.ts";
import { type Element, keyOf, keysOf, matches, readSelector, type Selector } from "./selectors.ts";

interface Candidate {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  readonly order: number;
}

/** How many comparisons of elements with rules one mail is worth. */
const MOST_STEPS = 2_000_000;

export class InlineStyles {
  readonly #byKey = new Map<string, Candidate[]>();
  readonly #left: string[] = [];
  readonly #steps = { left: MOST_STEPS };

  constructor(stylesheets: readonly string[]) {
    let order = 0;
    for (const sheet of stylesheets.map(readStylesheet)) {
      for (const rule of sheet.rules) {
        this.#take(rule, order);
        order += 1;
      }
      this.#left.push(...sheet.media.map(writtenMedia));
    }
  }

  #take(rule: Rule, order: number): void {
    const stays: string[] = [];
    for (const text of rule.selectors) {
      const selector = readSelector(text);
      if (selector === null) {
        stays.push(text);
        continue;
      }
      const key = keyOf(selector);
      const candidates = this.#byKey.get(key) ?? [];
      candidates.push({ selector, declarations: rule.declarations, order });
      this.#byKey.set(key, candidates);
    }
    if (stays.length > 0) this.#left.push(writtenRule({ selectors: stays, declarations: rule.declarations }));
  }

  /** What cannot be put into tags; empty where there is nothing. */
  get rest(): string {
    return this.#left.join("\n");
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** The style an element gets: its rules by weight, then what it says itself, then what is important. */
  styleOf(element: Element, own: string): string {
    // Where a page has spent its share, the rest of it goes without.
    const keys = this.#steps.left > 0 ? keysOf(element) : [];
    const found = keys
      .flatMap((key) => this.#byKey.get(key) ?? [])
      .filter(({ selector }) => matches(selector, element, this.#steps))
      .sort((a, b) => a.selector.specificity - b.selector.specificity || a.order - b.order)
      .flatMap(({ declarations }) => declarations);
    const mine = readDeclarations(own);
    const inOrder = [
      ...found.filter(({ isImportant }) => !isImportant),
      ...mine.filter(({ isImportant }) => !isImportant),
      ...found.filter(({ isImportant }) => isImportant),
      ...mine.filter(({ isImportant }) => isImportant),
    ];
    const last = new Map<string, Declaration>();
    for (const declaration of inOrder) {
      // Where a later shorthand follows, the earlier longhand must not win by its place.
      last.delete(declaration.property);
      last.set(declaration.property, declaration);
    }
    return written([...last.values()], false);
  }
}

function writtenMedia({ query, rules }: Stylesheet["media"][number]): string {
  // Rules of a media query must win over what stands in the tags.
  const forced = rules.map((rule) => ({
    ...rule,
    declarations: rule.declarations.map((one) => ({ ...one, isImportant: true })),
  }));
  return `${query}{${forced.map(writtenRule).join("")}}`;
}
