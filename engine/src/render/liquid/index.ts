/** Liquid: reading a template once, filling it often. */
import { ok, type Result, refuse } from "../../base/index.ts";
import { filters } from "./filters/index.ts";
import { Parser } from "./parser.ts";
import { type Piece, type Place, piecesOf } from "./pieces.ts";
import { MOST_CHARACTERS, type Partials, Reading, type VariableUse } from "./reading.ts";
import { type Node, Run, type RunOptions, renderNodes, Writer } from "./run.ts";
import { type FillRefusal, FillStop, ReadStop } from "./stop.ts";
import { tags } from "./tags/index.ts";
import type { Mapping } from "./values.ts";

/** Where a template cannot be read; lines and columns count from 1. */
export interface TemplateFault {
  readonly code: "template_syntax";
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

export interface Template {
  readonly nodes: readonly Node[];
  readonly uses: readonly VariableUse[];
}

export const noPartials: Partials = { find: () => null, names: [] };

export function readTemplate(
  source: string,
  place: Place = "plain",
  partials: Partials = noPartials,
): Result<Template, TemplateFault> {
  if (source.length > MOST_CHARACTERS) return refuse(tooLong);
  return caught(source, () => templateOf(piecesOf(source, place), partials));
}

const tooLong: TemplateFault = {
  code: "template_syntax",
  line: 1,
  column: 1,
  detail: "It is longer than 1,000,000 characters.",
};

/** From pieces that stand where they will be written. @throws ReadStop */
export function templateOf(pieces: readonly Piece[], partials: Partials): Template {
  const reading = new Reading(filters, partials);
  const nodes = new Parser(pieces, reading, tags).all();
  return { nodes, uses: reading.uses };
}

/** Reads, and turns what stops the reading into a fault with its place. */
export function caught<T>(source: string, read: () => T): Result<T, TemplateFault> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof ReadStop) return refuse(faultAt(error, source));
    if (error instanceof RangeError)
      return refuse({ code: "template_syntax", line: 1, column: 1, detail: "It is nested too deep." });
    throw error;
  }
}

function faultAt({ detail, input, at }: ReadStop, source: string): TemplateFault {
  const before = input.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  const isElsewhere = input !== source;
  return { code: "template_syntax", line, column, detail: isElsewhere ? `In a snippet: ${detail}` : detail };
}

export function fillTemplate({ nodes }: Template, scope: Mapping, options: RunOptions): Result<string, FillRefusal> {
  try {
    const run = new Run(scope, options);
    const out = new Writer(run);
    renderNodes(nodes, run, out);
    return ok(out.text);
  } catch (error) {
    return refuse(refusalOf(error));
  }
}

/** Whatever the data, a fill is a value: a batch goes on. */
function refusalOf(error: unknown): FillRefusal {
  if (error instanceof FillStop) return error.refusal;
  const detail = error instanceof Error ? error.message : String(error);
  return error instanceof RangeError ? { code: "template_limit", detail } : { code: "template_error", detail };
}
