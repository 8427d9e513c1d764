/**
 * What stands between `{{` and `}}`: liquidjs reads it into tokens, here the tokens become functions. Its own evaluation
 * walks generators (37 µs a mail against 4), measures its limits in wall time, and follows JavaScript where the standard
 * follows Ruby.
 */
import { type Operators, type Token, Tokenizer, TypeGuards } from "liquidjs";
import { operators } from "./compare.ts";
import { isPresentWord, NO_PRESENT } from "./filters/dates.ts";
import { defaultOf } from "./filters/default.ts";
import type { FilterCall, FilterDefinition } from "./filters/filter.ts";
import { quantityOf } from "./numbers.ts";
import type { Reading, VariableUse } from "./reading.ts";
import type { Run } from "./run.ts";
import { ReadStop, stop } from "./stop.ts";
import { suggestionFor } from "./suggest.ts";
import { BLANK, EMPTY, Float, known, Markup, Missing, Range } from "./values.ts";

export type Evaluate = (run: Run) => unknown;

/** A stretch of the source that liquidjs reads tokens from. */
export class Scanner {
  readonly tokens: Tokenizer;
  readonly input: string;
  readonly reading: Reading;
  /** The last filter that {@link filtered} read; null: none. */
  lastFilter: string | null = null;

  constructor(input: string, range: readonly [number, number], reading: Reading) {
    this.input = input;
    this.reading = reading;
    this.tokens = new Tokenizer(input, words, undefined, [range[0], range[1]]);
  }

  get at(): number {
    return this.tokens.p;
  }

  fault(detail: string, at = this.at): ReadStop {
    return new ReadStop(detail, this.input, at);
  }

  isAtEnd(): boolean {
    this.tokens.skipBlank();
    return this.tokens.end();
  }

  /** @throws ReadStop when something stands behind what could be read. */
  end(): void {
    if (!this.isAtEnd()) throw this.fault(`"${this.tokens.remaining().trim().slice(0, 30)}" is not understood here.`);
  }

  /** Takes a sign if it is next. */
  takes(sign: string): boolean {
    this.tokens.skipBlank();
    if (!this.tokens.match(sign)) return false;
    this.tokens.advance(sign.length);
    return true;
  }

  /** Takes a word if it is next. */
  takesWord(word: string): boolean {
    this.tokens.skipBlank();
    const before = this.tokens.p;
    if (this.tokens.readIdentifier().content === word) return true;
    this.tokens.p = before;
    return false;
  }

  word(what: string): string {
    const name = this.tokens.readIdentifier().content;
    if (name === "") throw this.fault(`${what} is expected here.`);
    return name;
  }

  value(): Evaluate {
    const at = this.at;
    const token = this.tokens.readValue();
    if (token === undefined) throw this.fault("A value is expected here.", at);
    return this.evaluate(token as Token, null);
  }

  /** `value | filter: argument | …` to the end of the stretch, or to where `until` (a sign) follows. */
  filtered(): Evaluate {
    const at = this.at;
    const token = this.tokens.readValue() as Token | undefined;
    if (token === undefined) throw this.fault("A value is expected here.", at);
    this.tokens.skipBlank();
    if (!this.tokens.end() && !"|,".includes(this.tokens.peek())) this.end();
    const filters = this.tokens.readFilters();
    if (/\|\s*$/.test(this.input.slice(at, this.at))) throw this.fault("A filter is expected behind |.");
    this.lastFilter = filters.at(-1)?.name ?? null;
    if (filters[0]?.name === "date" && isPresentWord(literalOf(token)))
      throw this.fault(`${token.getText()} ${NO_PRESENT}`, at);
    const fallen = filters.find(({ name }) => name === "default");
    const value = this.evaluate(token, {
      fallback: fallen === undefined ? null : fallbackOf(fallen),
      filters: filters.map(({ name }) => name),
    });
    const calls = filters.map((filter) => this.call(filter));
    return calls.length === 0 ? value : (run) => calls.reduce((current, call) => call(current, run), value(run));
  }

  private call(filter: {
    name: string;
    args: readonly unknown[];
    begin: number;
  }): (value: unknown, run: Run) => unknown {
    const definition = this.reading.filters.get(filter.name);
    if (definition === undefined) {
      const near = suggestionFor(filter.name, this.reading.filters.keys());
      throw this.fault(
        `There is no filter "${filter.name}".${near === null ? "" : ` Did you mean "${near}"?`}`,
        filter.begin,
      );
    }
    const positional = filter.args.filter((arg) => !Array.isArray(arg)) as Token[];
    const named = filter.args.filter((arg) => Array.isArray(arg)) as [string, Token][];
    const [least, most] = definition.takes;
    if (positional.length < least || positional.length > most) {
      throw this.fault(
        `The filter "${filter.name}" takes ${countOf(least, most)}, not ${positional.length}.`,
        filter.begin,
      );
    }
    definition.check?.(positional.map(literalOf), (detail) => {
      throw this.fault(detail, filter.begin);
    });
    const args = positional.map((arg) => this.evaluate(arg, null));
    const options = named.map(([name, arg]) => [name, this.evaluate(arg, null)] as const);
    return filter.name === "default"
      ? (value, run) =>
          defaultOf(
            value,
            args[0]?.(run),
            options.some(([name, on]) => name === "allow_false" && on(run) === true),
          )
      : applied(definition, args, { name: filter.name, at: filter.begin, options });
  }

  /** A token of liquidjs as a function. */
  evaluate(token: Token, after: Pick<VariableUse, "fallback" | "filters"> | null): Evaluate {
    if (TypeGuards.isQuotedToken(token)) return constant(this.quoted(token));
    if (TypeGuards.isNumberToken(token)) return constant(numberOf(token.getText()));
    if (TypeGuards.isLiteralToken(token)) return constant(literals[token.getText()] ?? null);
    if (TypeGuards.isRangeToken(token)) {
      return rangeOf(this.evaluate(token.lhs as Token, null), this.evaluate(token.rhs as Token, null));
    }
    if (TypeGuards.isPropertyAccessToken(token)) return this.lookup(token, after ?? alone);
    throw this.fault("This is not understood.", token.begin);
  }

  /** Standard Liquid knows no escapes in quotes; only a quote after a backslash is one, since nothing else could be meant. */
  quoted(token: Token): string {
    const text = token.getText();
    const sign = text[0] as string;
    if (text.length < 2 || !text.endsWith(sign)) throw this.fault(`A quote ${sign} is not closed.`, token.begin);
    return text.slice(1, -1).replaceAll(`\\${sign}`, sign);
  }

  private lookup(
    token: Token & { readonly variable?: unknown; readonly props: readonly unknown[] },
    after: Pick<VariableUse, "fallback" | "filters">,
  ): Evaluate {
    const props = token.props as readonly Token[];
    const base = token.variable === undefined ? null : this.evaluate(token.variable as Token, null);
    const steps = props.map((prop): string | number | Evaluate => {
      if (prop.end === prop.begin) throw this.fault("A name is expected between [ and ].", prop.begin);
      const isName = TypeGuards.isWordToken(prop);
      if (isName) return prop.getText();
      const written = literalOf(prop);
      return typeof written === "string" || typeof written === "number" ? written : this.evaluate(prop, null);
    });
    const path = token.getText();
    const firstUnknown = steps.findIndex((step) => typeof step === "function");
    const staticSteps = (firstUnknown === -1 ? steps : steps.slice(0, firstUnknown)) as (string | number)[];
    if (base === null && staticSteps.length > 0 && !this.reading.locals.has(String(staticSteps[0]))) {
      this.reading.note({ path: staticSteps.map(String), ...after, input: this.input, at: token.begin });
    }
    return walk(base, steps, path);
  }
}

const alone = { fallback: null, filters: [] } as const;

/** The words liquidjs has to tell from values; what they do is said here, so its own way of doing it is never asked for. */
const words: Operators = Object.fromEntries([...operators, "and", "or"].map((word) => [word, () => false]));

const literals: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  nil: null,
  null: null,
  empty: EMPTY,
  blank: BLANK,
};

function constant(value: unknown): Evaluate {
  return () => value;
}

function numberOf(text: string): unknown {
  const value = Number(text);
  return text.includes(".") && Number.isInteger(value) ? new Float(value) : value;
}

/** What a token says by itself; undefined where it has to be looked up. */
function literalOf(token: Token): unknown {
  if (TypeGuards.isQuotedToken(token)) return token.getText().slice(1, -1);
  return TypeGuards.isNumberToken(token) ? Number(token.getText()) : undefined;
}

function fallbackOf(filter: { readonly args: readonly unknown[] }): { readonly text: string | undefined } {
  const [first] = filter.args;
  const written = first === undefined || Array.isArray(first) ? undefined : literalOf(first as Token);
  return { text: written === undefined ? undefined : String(written) };
}

function rangeOf(first: Evaluate, last: Evaluate): Evaluate {
  return (run) => new Range(Math.trunc(quantityOf(first(run)).value), Math.trunc(quantityOf(last(run)).value));
}

function walk(base: Evaluate | null, steps: readonly (string | number | Evaluate)[], path: string): Evaluate {
  const [root, ...rest] = steps;
  const begin: Evaluate =
    base ??
    (typeof root === "function" ? (run) => run.look(String(known(root(run)) ?? "")) : (run) => run.look(String(root)));
  const inner = base === null ? rest : steps;
  if (inner.length === 0) return begin;
  return (run) => {
    let value = begin(run);
    for (const step of inner) value = run.property(value, typeof step === "function" ? stepOf(step(run)) : step);
    return known(value) === null && run.options.missing === "hold" ? new Missing(path) : value;
  };
}

function stepOf(value: unknown): unknown {
  return value instanceof Float ? value.value : known(value);
}

function countOf(least: number, most: number): string {
  if (most === 0) return "nothing behind it";
  if (least === most) return least === 1 ? "one value" : `${least} values`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least} values` : `${least} to ${most} values`;
}

type Applied = {
  readonly name: string;
  readonly at: number;
  readonly options: readonly (readonly [string, Evaluate])[];
};

/** What is missing stays missing through every filter but `default`, so that it is noticed where it is written. */
function applied(definition: FilterDefinition, args: readonly Evaluate[], { name, at, options }: Applied) {
  return (value: unknown, run: Run): unknown => {
    if (value instanceof Missing) return value;
    const given: unknown[] = [];
    for (const arg of args) {
      const one = arg(run);
      if (one instanceof Missing) return one;
      given.push(one);
    }
    run.spend(FILTER_COST + (definition.costs ?? 0) + weightOf(value));
    const call: FilterCall = { run, at, options: options.length === 0 ? none : valuesOf(options, run) };
    const result = definition.apply(known(value), given, call);
    if (typeof result === "string") run.spend(result.length);
    else if (Array.isArray(result)) run.spend(result.length);
    if (result === undefined)
      throw stop({ code: "template_error", detail: `The filter "${name}" found nothing to work on.` });
    return result;
  };
}

const none: Readonly<Record<string, unknown>> = {};

/** What a filter counts as in characters, whatever it is given: a chain of thousands can stand within a loop. */
const FILTER_COST = 40;

/** How many characters a filter may look at. */
function weightOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (value instanceof Markup) return value.html.length;
  if (!Array.isArray(value)) return 0;
  let weight = value.length;
  for (const item of value) if (typeof item === "string") weight += item.length;
  return weight;
}

function valuesOf(options: Applied["options"], run: Run): Record<string, unknown> {
  return Object.fromEntries(options.map(([name, evaluate]) => [name, known(evaluate(run))]));
}
