/** One fill of one template: what it can see, what it remembers, and what it may still use up. */
import { type Instant, type Random, randomFrom, seedFrom, type Zone } from "../../base/index.ts";
import { stop } from "./stop.ts";
import { isMapping, known, type Mapping, Markup, Missing, Range, sizeOf } from "./values.ts";

/** When an email leaves, and what its dice are drawn from: the engine has neither a clock nor dice of its own. */
export interface Moment {
  readonly now: Instant;
  /** Names the email, so that it is drawn alike in a preview, a retry and the real sending. */
  readonly seed: string;
}

export interface RunOptions {
  /** Null: what asks for the present or for a draw is refused. */
  readonly moment: Moment | null;
  /** Where dates are shown; null keeps the offset they are written with. */
  readonly zone: Zone | null;
  /** `hold`: a variable without value refuses the fill when it is written (B26). `empty`: standard Liquid, nothing is written. */
  readonly missing: "hold" | "empty";
  /** `words`: a text part made of HTML, where what escapes for HTML leaves the words as they are. */
  readonly form: "html" | "plain" | "words";
  /** Shared by the parts of an email; absent: one of its own. */
  readonly budget?: Budget;
  /** What stands in the slots of a mail's addresses: in HTML (escaped), and in words. */
  readonly addresses?: { readonly hrefs: readonly string[]; readonly targets: readonly string[] };
}

/**
 * What the fills of one email may use up together. Both are counts, so the same mail is refused on every machine and however busy it is: an
 * honest mail of 2 kB uses 60 nodes and 10,000 characters. How long the slowest takes: `docs/decisions/0029`.
 */
const MOST_NODES = 50_000;
const MOST_CHARACTERS = 2_000_000;
const MOST_SNIPPET_LEVELS = 30;
/** What looking a name up, or one step into what it holds, counts as in characters: a template can ask without writing. */
export const LOOK_COST = 5;
/** Of a comparison: a condition of thousands within a loop writes nothing either. */
export const COMPARISON_COST = 10;

/** What the fills of one email may use up together: each of a thousand addresses may hold a loop. */
export class Budget {
  #nodes = MOST_NODES;
  #characters = MOST_CHARACTERS;

  step(): void {
    this.#nodes -= 1;
    if (this.#nodes < 0) throw stop({ code: "template_limit", detail: `It takes more than ${MOST_NODES} steps.` });
  }

  spend(characters: number): void {
    this.#characters -= characters;
    if (this.#characters < 0) {
      throw stop({ code: "template_limit", detail: `It works on more than ${MOST_CHARACTERS} characters.` });
    }
  }
}

export type Scope = { [name: string]: unknown };

export function newScope(): Scope {
  return Object.create(null);
}

export class Run {
  readonly options: RunOptions;
  readonly environment: Mapping;
  /** Innermost last; what is assigned goes into the first. */
  scopes: Scope[] = [newScope()];
  /** `increment` and `decrement` count apart from everything that is assigned. */
  readonly counters: { [name: string]: number } = Object.create(null);
  /** What tags remember from one use to the next. */
  readonly memory = new Map<string, unknown>();
  interrupt: "break" | "continue" | null = null;
  level = 0;
  readonly #budget: Budget;

  constructor(environment: Mapping, options: RunOptions) {
    this.environment = environment;
    this.options = options;
    this.#budget = options.budget ?? new Budget();
  }

  step(): void {
    this.#budget.step();
  }

  spend(characters: number): void {
    this.#budget.spend(characters);
  }

  /** A variable by its first name: of the nearest block, else what was assigned, else what is given, else a counter. */
  look(name: string): unknown {
    this.spend(LOOK_COST);
    for (let at = this.scopes.length - 1; at >= 0; at -= 1) {
      const scope = this.scopes[at] as Scope;
      if (name in scope) return scope[name];
    }
    if (Object.hasOwn(this.environment, name)) return this.environment[name];
    if (name in this.counters) return this.counters[name];
    return this.options.missing === "hold" ? new Missing(name) : null;
  }

  /** A property of a value; own ones only, so nothing of JavaScript can be reached. */
  property(value: unknown, name: unknown): unknown {
    this.spend(LOOK_COST);
    if (value instanceof Missing) return new Missing(`${value.path}.${String(name)}`);
    const found = propertyOf(value, name);
    return found === undefined || typeof found === "function" ? null : found;
  }

  assign(name: string, value: unknown): void {
    (this.scopes[0] as Scope)[name] = value;
  }

  /** Runs with the same limits and memory of draws, but sees only what it is given. */
  isolated(scope: Scope, inner: () => void): void {
    const outer = this.scopes;
    this.level += 1;
    if (this.level > MOST_SNIPPET_LEVELS) {
      throw stop({
        code: "template_limit",
        detail: `Snippets stand within each other more than ${MOST_SNIPPET_LEVELS} deep.`,
      });
    }
    this.scopes = [scope];
    inner();
    this.scopes = outer;
    this.level -= 1;
  }

  /** Dice for one purpose, the same whenever the same email is filled. */
  dice(purpose: string): Random {
    const { moment } = this.options;
    if (moment === null) {
      throw stop({
        code: "template_error",
        detail: "Something is drawn by lot here, and there is nothing to draw from.",
      });
    }
    return randomFrom(seedFrom("template", moment.seed, purpose));
  }
}

function propertyOf(value: unknown, name: unknown): unknown {
  const it = known(value);
  if (Array.isArray(it) && typeof name === "number") return it[name < 0 ? it.length + name : name];
  const key = typeof name === "number" ? String(name) : name;
  if (typeof key !== "string") return undefined;
  if (isMapping(it)) {
    if (Object.hasOwn(it, key)) return it[key];
    if (key === "first") return Object.entries(it)[0];
    return key === "size" ? sizeOf(it) : undefined;
  }
  if (key === "size" && (typeof it === "string" || it instanceof Markup)) return sizeOf(it);
  if (it instanceof Range) return { size: it.size, first: it.first, last: it.last }[key];
  if (!Array.isArray(it)) return undefined;
  if (key === "size") return it.length;
  if (key === "first") return it[0];
  return key === "last" ? it.at(-1) : undefined;
}

/** Where a fill writes. */
export class Writer {
  text = "";
  readonly #run: Run;
  constructor(run: Run) {
    this.#run = run;
  }
  add(piece: string): void {
    this.#run.spend(piece.length);
    this.text += piece;
  }
}

/** A piece of a template, read. */
export interface Node {
  render(run: Run, out: Writer): void;
  /** Writes nothing to be seen: a block of such nodes drops the white space between them, as the standard does. */
  readonly isBlank: boolean;
  /** Is white space itself. */
  readonly isWhite?: boolean;
}

export function renderNodes(nodes: readonly Node[], run: Run, out: Writer): void {
  for (const node of nodes) {
    run.step();
    node.render(run, out);
    if (run.interrupt !== null) return;
  }
}
