/** What stands behind `if`: comparisons joined by `and` and `or`, read from the right without precedence, as in Ruby's Liquid. */
import { type Token, TypeGuards } from "liquidjs";
import { compare, isOperator } from "./compare.ts";
import type { Evaluate, Scanner } from "./expression.ts";
import { COMPARISON_COST, type Run } from "./run.ts";
import { isTrue } from "./values.ts";

export type Test = (run: Run) => boolean;

export function readCondition(scanner: Scanner): Test {
  const tokens = [...scanner.tokens.readExpressionTokens()] as Token[];
  if (tokens.length === 0) throw scanner.fault("A condition is expected here.");
  if (!scanner.isAtEnd()) {
    const isFilter = scanner.tokens.peek() === "|";
    if (isFilter) throw scanner.fault("Conditions take no filters: assign the filtered value to a name first.");
    scanner.end();
  }
  return new Joined(scanner, tokens).read();
}

class Joined {
  readonly #scanner: Scanner;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(scanner: Scanner, tokens: readonly Token[]) {
    this.#scanner = scanner;
    this.#tokens = tokens;
  }

  read(): Test {
    const first = this.#comparison();
    const word = this.#next();
    if (word === undefined) return first;
    const joint = wordOf(word);
    if (joint !== "and" && joint !== "or")
      throw this.#scanner.fault(`"and" or "or" is expected before this.`, word.begin);
    const rest = this.read();
    return joint === "and" ? (run) => first(run) && rest(run) : (run) => first(run) || rest(run);
  }

  #comparison(): Test {
    const left = this.#operand();
    const sign = this.#tokens[this.#at];
    const operator = sign === undefined ? "" : wordOf(sign);
    if (!isOperator(operator)) return (run) => isTrue(paid(run, left));
    this.#at += 1;
    const right = this.#operand();
    return (run) => compare(paid(run, left), operator, right(run), (characters) => run.spend(characters));
  }

  #operand(): Evaluate {
    const token = this.#next();
    if (token === undefined) throw this.#scanner.fault("A value is expected here.");
    if (TypeGuards.isOperatorToken(token))
      throw this.#scanner.fault(`A value is expected before "${token.getText()}".`, token.begin);
    return this.#scanner.evaluate(token, null);
  }

  #next(): Token | undefined {
    this.#at += 1;
    return this.#tokens[this.#at - 1];
  }
}

/** A value of a comparison, and what comparing costs. */
export function paid(run: Run, value: Evaluate): unknown {
  run.spend(COMPARISON_COST);
  return value(run);
}

function wordOf(token: Token): string {
  return TypeGuards.isOperatorToken(token) ? token.getText() : "";
}
