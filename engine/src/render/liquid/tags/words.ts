/** Tags that give names, count, and leave out. */
import { nextInt } from "../../../base/index.ts";
import { type Parser, type TagParser, textNode } from "../parser.ts";
import { piecesOfLines, type TagPiece } from "../pieces.ts";
import { write } from "../place.ts";
import { type Node, renderNodes, Writer } from "../run.ts";
import { Markup } from "../values.ts";

const assign: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  const name = scanner.word("A name");
  if (!scanner.takes("=")) throw scanner.fault('"=" is expected here.');
  const value = scanner.filtered();
  scanner.end();
  parser.reading.locals.add(name);
  return { isBlank: true, render: (run) => run.assign(name, value(run)) };
};

const capture: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  const quoted = scanner.tokens.readQuoted();
  const name = quoted === undefined ? scanner.word("A name") : scanner.quoted(quoted);
  scanner.end();
  const { nodes } = parser.body(piece, new Set(["endcapture"]));
  parser.reading.locals.add(name);
  return {
    isBlank: true,
    render: (run) => {
      const inner = new Writer(run);
      renderNodes(nodes, run, inner);
      run.assign(name, run.options.form === "html" ? new Markup(inner.text) : inner.text);
    },
  };
};

function counting(by: 1 | -1): TagParser {
  return (piece, parser) => {
    const scanner = parser.scanner(piece);
    const name = scanner.word("A name");
    scanner.end();
    parser.reading.locals.add(name);
    return {
      isBlank: false,
      render: (run, out) => {
        const before = run.counters[name] ?? 0;
        run.counters[name] = before + by;
        write(by === 1 ? before : before + by, piece.place, { run, out });
      },
    };
  };
}

const echo: TagParser = (piece, parser) => {
  const scanner = parser.scanner(piece);
  if (scanner.isAtEnd()) return textNode("");
  const value = parser.written(() => scanner.filtered());
  scanner.end();
  return { isBlank: false, render: (run, out) => write(value(run), piece.place, { run, out }) };
};

const nothing: Node = { isBlank: true, render: () => {} };

function leaving(end: string): TagParser {
  return (piece, parser) => {
    parser.skip(piece, end);
    return nothing;
  };
}

const inlineComment: TagParser = (piece, parser) => {
  const text = piece.input.slice(...piece.range);
  if (/\n\s*[^#\s]/.test(text)) throw parser.scanner(piece).fault("Each line of this comment begins with #.", piece.at);
  return nothing;
};

const lines: TagParser = (piece, parser) => {
  const nodes = parser.inner(piecesOfLines(piece)).all();
  return { isBlank: nodes.every((node) => node.isBlank), render: (run, out) => renderNodes(nodes, run, out) };
};

/** Not of the standard: writes one of its parts, the same whenever this email is filled. */
const spin: TagParser = (piece: TagPiece, parser: Parser) => {
  parser.scanner(piece).end();
  const ends = new Set(["or", "endspin"]);
  const parts: (readonly Node[])[] = [];
  for (let part = parser.body(piece, ends); ; part = parser.body(piece, ends)) {
    parts.push(part.nodes);
    if (part.end.name === "endspin") break;
  }
  return {
    isBlank: false,
    render: (run, out) => renderNodes(parts[nextInt(run.dice(`spin ${piece.at}`), parts.length)] ?? [], run, out),
  };
};

export const wordTags: Readonly<Record<string, TagParser>> = {
  assign,
  capture,
  increment: counting(1),
  decrement: counting(-1),
  echo,
  comment: leaving("endcomment"),
  doc: leaving("enddoc"),
  "#": inlineComment,
  liquid: lines,
  spin,
};
