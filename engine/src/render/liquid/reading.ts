/** What is gathered while a template is read. */
import type { FilterDefinition } from "./filters/filter.ts";
import { ReadStop } from "./stop.ts";

/** One place where a variable is used. */
export interface VariableUse {
  /** `["contact", "firstName"]`; cut where a step of the path is only known when it is filled. */
  readonly path: readonly string[];
  /** What stands for it when it is empty; null without fallback, undefined text where the fallback is no plain text. */
  readonly fallback: { readonly text: string | undefined } | null;
  /** What is made of it, by name. */
  readonly filters: readonly string[];
  /** Written, rather than asked for in a condition or a loop. */
  readonly isWritten: boolean;
  /** Inside a block, so that it may not be reached. */
  readonly isConditional: boolean;
  readonly input: string;
  readonly at: number;
}

/** Where snippets come from while reading. */
export interface Partials {
  /** Null: there is none of this name. */
  find(name: string): string | null;
  readonly names: readonly string[];
}

/** Beyond these, nobody wrote a template: it is refused before it costs anything. */
export const MOST_CHARACTERS = 1_000_000;
const MOST_NODES = 50_000;
const MOST_LEVELS = 100;

export class Reading {
  readonly uses: VariableUse[] = [];
  /** Names that the template itself gives a meaning. */
  readonly locals = new Set<string>();
  readonly filters: ReadonlyMap<string, FilterDefinition>;
  readonly sources: Partials;
  /** Snippets being read, outermost first: one that comes again goes round in circles. */
  readonly partials: string[] = [];
  isWritten = false;
  level = 0;
  #nodes = 0;

  constructor(filters: ReadonlyMap<string, FilterDefinition>, sources: Partials) {
    this.filters = filters;
    this.sources = sources;
  }

  countNode(input: string, at: number): void {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw new ReadStop(`It has more than ${MOST_NODES} parts.`, input, at);
  }

  enter(input: string, at: number): void {
    this.level += 1;
    if (this.level > MOST_LEVELS)
      throw new ReadStop(`Blocks stand within each other more than ${MOST_LEVELS} deep.`, input, at);
  }

  leave(): void {
    this.level -= 1;
  }

  /** Reads something in which some names have a meaning of their own. */
  within<T>(names: readonly string[], read: () => T): T {
    const added = names.filter((name) => !this.locals.has(name));
    for (const name of added) this.locals.add(name);
    const result = read();
    for (const name of added) this.locals.delete(name);
    return result;
  }

  note(use: Omit<VariableUse, "isWritten" | "isConditional">): void {
    const { isWritten } = this;
    this.uses.push({ ...use, isWritten, isConditional: this.level > 0 });
  }
}
