/** `{% render "name" %}`: puts a snippet in. It sees what is given to it and what everything sees, not what was assigned. */
import type { Evaluate } from "../expression.ts";
import { type Parser, type TagParser, textNode } from "../parser.ts";
import { piecesOf, type TagPiece } from "../pieces.ts";
import { LOOK_COST, type Node, newScope, type Run, renderNodes, type Scope, type Writer } from "../run.ts";
import { ReadStop } from "../stop.ts";
import { suggestionFor } from "../suggest.ts";
import { itemsOf, known, listOf } from "../values.ts";

const render: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  const quoted = scanner.tokens.readQuoted();
  if (quoted === undefined)
    throw scanner.fault('The name of a snippet in quotes is expected here: {% render "name" %}.');
  const name = scanner.quoted(quoted);
  const options: Record<string, Evaluate> = {};
  const isEach = scanner.takesWord("for");
  const subject = isEach || scanner.takesWord("with") ? scanner.value() : null;
  const alias = subject !== null && scanner.takesWord("as") ? scanner.word("A name") : name;
  while (!scanner.isAtEnd()) {
    scanner.takes(",");
    const option = scanner.word("A name");
    if (!scanner.takes(":")) throw scanner.fault('":" is expected here.');
    options[option] = scanner.value();
  }
  const nodes = snippetNodes(name, piece, { parser, locals: [alias, ...Object.keys(options)] });
  return { isBlank: false, render: (run, out) => renderSnippet({ nodes, options, subject, alias, isEach }, run, out) };
};

interface Snippet {
  readonly nodes: readonly Node[];
  readonly options: Readonly<Record<string, Evaluate>>;
  readonly subject: Evaluate | null;
  readonly alias: string;
  readonly isEach: boolean;
}

function renderSnippet({ nodes, options, subject, alias, isEach }: Snippet, run: Run, out: Writer): void {
  const given = newScope();
  // Each is looked up, and copied for each item.
  const named = Object.keys(options).length;
  run.spend(named * LOOK_COST);
  for (const [name, value] of Object.entries(options)) given[name] = value(run);
  const value = subject === null ? undefined : subject(run);
  const write = (scope: Scope) =>
    run.isolated(scope, () => {
      renderNodes(nodes, run, out);
      run.interrupt = null;
    });
  if (!isEach) {
    if (known(value) !== null) given[alias] = value;
    write(given);
    return;
  }
  const items = Array.isArray(value) ? value : listOf(itemsOf(value));
  for (const [at, item] of items.entries()) {
    run.step();
    run.spend(named * LOOK_COST);
    const scope = Object.assign(newScope(), given, { [alias]: item, forloop: loopOf(at, items.length, alias) });
    write(scope);
  }
}

function loopOf(at: number, length: number, name: string): Scope {
  const loop = { name, length, index: at + 1, index0: at, rindex: length - at, rindex0: length - at - 1 };
  return Object.assign(newScope(), loop, { first: at === 0, last: at === length - 1 });
}

/** The nodes of a snippet, read where it is put in, so that each of its variables is escaped for that place. */
function snippetNodes(
  name: string,
  piece: TagPiece,
  { parser, locals }: { parser: Parser; locals: readonly string[] },
): readonly Node[] {
  const { reading } = parser;
  const source = piece.partial === undefined ? reading.sources.find(name) : "";
  if (source === null) {
    const near = suggestionFor(name, reading.sources.names);
    throw new ReadStop(
      `There is no snippet "${name}".${near === null ? "" : ` Did you mean "${near}"?`}`,
      piece.input,
      piece.at,
    );
  }
  if (reading.partials.includes(name)) {
    const round = [...reading.partials.slice(reading.partials.indexOf(name)), name]
      .map((each) => `"${each}"`)
      .join(" → ");
    throw new ReadStop(`The snippets go round in circles: ${round}.`, piece.input, piece.at);
  }
  reading.partials.push(name);
  reading.enter(piece.input, piece.at);
  const nodes = reading.within([...locals, "forloop"], () =>
    parser.inner(piece.partial ?? piecesOf(source, piece.place)).all(),
  );
  reading.leave();
  reading.partials.pop();
  return nodes.length === 0 ? [textNode("")] : nodes;
}

/** `render` is the standard's word, `snippet` the product's. */
export const renderTags: Readonly<Record<string, TagParser>> = { render, snippet: render };
