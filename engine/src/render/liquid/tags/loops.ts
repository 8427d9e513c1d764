/** `for`, `tablerow`, `break`, `continue`, `cycle`. */
import type { Evaluate, Scanner } from "../expression.ts";
import { isNumeric, quantityOf } from "../numbers.ts";
import { type Parser, type TagParser, withoutWhite } from "../parser.ts";
import type { TagPiece } from "../pieces.ts";
import { write } from "../place.ts";
import { type Node, newScope, type Run, renderNodes, type Scope } from "../run.ts";
import { stop } from "../stop.ts";
import { isTrue, itemsOf, known, Range, textOf } from "../values.ts";

interface Loop {
  readonly variable: string;
  readonly list: Evaluate;
  /** `item-list`: what `offset: continue` remembers by. */
  readonly name: string;
  readonly memory: string;
  readonly isReversed: boolean;
  readonly options: Readonly<Record<string, Evaluate | "continue">>;
}

function readLoop(piece: TagPiece, parser: Parser, optionNames: readonly string[]): Loop {
  const scanner = parser.scanner(piece);
  const variable = scanner.word("The name of an item");
  if (!scanner.takesWord("in")) throw scanner.fault('"in" is expected here.');
  const begin = scanner.at;
  const list = scanner.value();
  const name = `${variable}-${piece.input.slice(begin, scanner.at).trim()}`;
  const options: Record<string, Evaluate | "continue"> = {};
  let isReversed = false;
  while (!scanner.isAtEnd()) {
    scanner.takes(",");
    if (scanner.takesWord("reversed")) isReversed = true;
    else readOption(scanner, options, optionNames);
  }
  return { variable, list, name, memory: `offset ${name}`, isReversed, options };
}

function readOption(scanner: Scanner, options: Record<string, Evaluate | "continue">, names: readonly string[]): void {
  const option = scanner.word("An option of the loop");
  if (!names.includes(option)) throw scanner.fault(`A loop knows ${names.join(", ")}, not "${option}".`);
  if (!scanner.takes(":")) throw scanner.fault('":" is expected here.');
  options[option] = option === "offset" && scanner.takesWord("continue") ? "continue" : scanner.value();
}

function countOf(option: Evaluate | "continue" | undefined, run: Run): number | null {
  if (option === undefined || option === "continue") return null;
  const value = known(option(run));
  if (value === null) return null;
  if (typeof value !== "number" && !isNumeric(textOf(value))) {
    throw stop({ code: "template_error", detail: `A loop needs a whole number, not "${textOf(value).slice(0, 40)}".` });
  }
  return Math.trunc(quantityOf(value).value);
}

/** The items a loop walks, in its order. A range is cut before it is counted out. */
function itemsFor(loop: Loop, run: Run): readonly unknown[] {
  const all = itemsOf(loop.list(run));
  const from =
    loop.options.offset === "continue"
      ? Number(run.memory.get(loop.memory) ?? 0)
      : (countOf(loop.options.offset, run) ?? 0);
  const size = all instanceof Range ? all.size : all.length;
  const start = Math.max(0, from);
  const end = Math.min(size, start + Math.max(0, countOf(loop.options.limit, run) ?? size));
  run.spend(Math.max(0, end - start));
  const items = all instanceof Range ? counted(all, start, end) : all.slice(start, end);
  run.memory.set(loop.memory, start + items.length);
  return loop.isReversed ? [...items].reverse() : items;
}

function counted(range: Range, start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, at) => range.first + start + at);
}

/** Runs a body for each item; what is assigned inside stays, as in Ruby's Liquid. */
function walk(run: Run, items: readonly unknown[], each: (scope: Scope, item: unknown, at: number) => void): void {
  const scope = newScope();
  run.scopes.push(scope);
  for (const [at, item] of items.entries()) {
    run.step();
    each(scope, item, at);
    const { interrupt } = run;
    run.interrupt = null;
    if (interrupt === "break") break;
  }
  run.scopes.pop();
}

/** What a loop knows of itself. */
function positionOf(at: number, length: number): Scope {
  const position: Scope = newScope();
  return Object.assign(position, {
    length,
    index: at + 1,
    index0: at,
    rindex: length - at,
    rindex0: length - at - 1,
    first: at === 0,
    last: at === length - 1,
  });
}

const forEnds = new Set(["else", "endfor"]);

const forLoop: TagParser = (piece, parser) => {
  const loop = readLoop(piece, parser, ["limit", "offset"]);
  const part = parser.reading.within([loop.variable, "forloop"], () => parser.body(piece, forEnds));
  const otherwise = part.end.name === "else" ? parser.body(piece, new Set(["endfor"])).nodes : [];
  const { bodies, isBlank } = withoutWhite([part.nodes, otherwise]);
  const [body = [], none = []] = bodies;
  return {
    isBlank,
    render: (run, out) => {
      const items = itemsFor(loop, run);
      if (items.length === 0) return renderNodes(none, run, out);
      const outer = run.memory.get("forloop") ?? null;
      walk(run, items, (scope, item, at) => {
        scope[loop.variable] = item;
        scope.forloop = Object.assign(positionOf(at, items.length), { name: loop.name, parentloop: outer });
        run.memory.set("forloop", scope.forloop);
        renderNodes(body, run, out);
      });
      run.memory.set("forloop", outer);
    },
  };
};

const tableRow: TagParser = (piece, parser) => {
  const loop = readLoop(piece, parser, ["limit", "offset", "cols"]);
  const ends = new Set(["endtablerow"]);
  const { nodes } = parser.reading.within([loop.variable, "tablerowloop"], () => parser.body(piece, ends));
  return {
    isBlank: false,
    render: (run, out) => {
      if (!isTrue(loop.list(run))) return;
      const items = itemsFor(loop, run);
      const columns = Math.max(1, countOf(loop.options.cols, run) ?? items.length);
      out.add('<tr class="row1">\n');
      walk(run, items, (scope, item, at) => {
        const column = at % columns;
        const row = Math.floor(at / columns) + 1;
        const isRowEnd = column === columns - 1;
        const place = { col: column + 1, col0: column, col_first: column === 0, col_last: isRowEnd, row };
        scope[loop.variable] = item;
        scope.tablerowloop = Object.assign(positionOf(at, items.length), place);
        out.add(`<td class="col${column + 1}">`);
        renderNodes(nodes, run, out);
        out.add("</td>");
        if (isRowEnd && at < items.length - 1) out.add(`</tr>\n<tr class="row${row + 1}">`);
      });
      out.add("</tr>\n");
    },
  };
};

/** One of some values after the other. */
const cycle: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  const values = parser.written(() => [scanner.value()]);
  let group: Evaluate | null = null;
  if (scanner.takes(":")) {
    group = values.pop() as Evaluate;
    values.push(scanner.value());
  }
  while (scanner.takes(",")) {
    if (scanner.isAtEnd()) break;
    values.push(scanner.value());
  }
  scanner.end();
  const ownMemory = `cycle ${piece.input.slice(...piece.range).trim()}`;
  return {
    isBlank: false,
    render: (run, out) => {
      const memory = group === null ? ownMemory : `cycle ${paidText(group(run), run)}`;
      const at = Number(run.memory.get(memory) ?? 0);
      const value = values[at];
      if (value !== undefined) write(value(run), piece.place, { run, out });
      run.memory.set(memory, (at + 1) % values.length);
    },
  };
};

function paidText(value: unknown, run: Run): string {
  const text = textOf(value);
  run.spend(text.length);
  return text;
}

function interrupting(how: "break" | "continue"): TagParser {
  const node: Node = {
    isBlank: true,
    render: (run) => {
      run.interrupt = how;
    },
  };
  return () => node;
}

export const loopTags: Readonly<Record<string, TagParser>> = {
  for: forLoop,
  tablerow: tableRow,
  cycle,
  break: interrupting("break"),
  continue: interrupting("continue"),
};
