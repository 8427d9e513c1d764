/** `if`, `unless`, `case`, `ifchanged`. */
import { isSame } from "../compare.ts";
import { paid, readCondition, type Test } from "../condition.ts";
import type { Evaluate } from "../expression.ts";
import { type Parser, type TagParser, withoutWhite } from "../parser.ts";
import type { TagPiece } from "../pieces.ts";
import { type Node, renderNodes, Writer } from "../run.ts";

interface Branch {
  readonly test: Test;
  readonly nodes: readonly Node[];
}

function choosing(end: string, turn: (test: Test) => Test): TagParser {
  const ends = new Set(["elsif", "else", end]);
  return (piece, parser) => {
    const branches: Branch[] = [];
    let isOver = false;
    let test = turn(conditionOf(piece, parser));
    for (let part = parser.body(piece, ends); ; part = parser.body(piece, ends)) {
      // Whatever follows an `else` is never reached, as in Ruby's Liquid.
      if (!isOver) branches.push({ test, nodes: part.nodes });
      if (part.end.name === end) break;
      isOver ||= part.end !== undefined && branches.at(-1)?.test === always;
      test = part.end.name === "else" ? always : conditionOf(part.end, parser);
    }
    return chosen(branches);
  };
}

const always: Test = () => true;

function conditionOf(piece: TagPiece, parser: Parser): Test {
  return readCondition(parser.scanner(piece));
}

function chosen(branches: readonly Branch[]): Node {
  const { bodies, isBlank } = withoutWhite(branches.map(({ nodes }) => nodes));
  return {
    isBlank,
    render: (run, out) => {
      const at = branches.findIndex(({ test }) => test(run));
      const nodes = bodies[at];
      if (nodes !== undefined) renderNodes(nodes, run, out);
    },
  };
}

const whenEnds = new Set(["when", "else", "endcase"]);

/** Every `when` that fits is written, and one value that fits twice twice: the standard's own habit. */
const choosingCase: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  const target = scanner.value();
  scanner.end();
  const before = parser.body(piece, whenEnds);
  const clauses: { readonly values: readonly Evaluate[] | null; readonly nodes: readonly Node[] }[] = [];
  for (let end = before.end; end.name !== "endcase"; ) {
    const values = end.name === "else" ? null : valuesOf(end, parser);
    const part = parser.body(piece, whenEnds);
    clauses.push({ values, nodes: part.nodes });
    end = part.end;
  }
  const { bodies, isBlank } = withoutWhite(clauses.map(({ nodes }) => nodes));
  return {
    isBlank,
    render: (run, out) => {
      const wanted = target(run);
      let isFound = false;
      for (const [at, { values }] of clauses.entries()) {
        const fits: number =
          values === null ? Number(!isFound) : values.filter((value) => isSame(wanted, paid(run, value))).length;
        isFound ||= values !== null && fits > 0;
        for (let times = 0; times < fits; times += 1) renderNodes(bodies[at] ?? [], run, out);
      }
    },
  };
};

function valuesOf(piece: TagPiece, parser: Parser): Evaluate[] {
  const scanner = parser.scanner(piece);
  const values = [scanner.value()];
  while (scanner.takes(",") || scanner.takesWord("or")) values.push(scanner.value());
  scanner.end();
  return values;
}

/** Writes its body where it differs from what it wrote last. */
const ifChanged: TagParser = (piece, parser) => {
  const { nodes } = parser.body(piece, new Set(["endifchanged"]));
  return {
    isBlank: false,
    render: (run, out) => {
      const inner = new Writer(run);
      renderNodes(nodes, run, inner);
      if (run.memory.get("ifchanged") === inner.text) return;
      run.memory.set("ifchanged", inner.text);
      out.add(inner.text);
    },
  };
};

export const conditionTags: Readonly<Record<string, TagParser>> = {
  if: choosing("endif", (test) => test),
  unless: choosing("endunless", (test) => (run) => !test(run)),
  case: choosingCase,
  ifchanged: ifChanged,
};
