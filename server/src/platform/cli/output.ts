import { createProgress, type Progress } from "./progress.ts";
import type { Sink } from "./sink.ts";

/**
 * What a verb says. Its answer goes to standard output, as lines for a person or as one line of JSON for a program;
 * everything said on the way goes to standard error, so that a pipe carries nothing but the answer.
 */
export interface Output {
  readonly isJson: boolean;
  /** The answer, once. */
  answer(value: unknown, lines: readonly string[]): void;
  /** A remark on the way. */
  note(line: string): void;
  /** A line that follows long work. */
  progress(what: string): Progress;
}

export interface OutputOptions {
  readonly isJson: boolean;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Milliseconds that only grow; for the pace of progress lines. */
  readonly elapsedMs: () => number;
}

export function createOutput({ isJson, stdout, stderr, elapsedMs }: OutputOptions): Output {
  return {
    isJson,
    answer(value, lines) {
      stdout.write(isJson ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(""));
    },
    note: (line) => void stderr.write(`${line}\n`),
    progress: (what) => createProgress(what, { sink: stderr, elapsedMs }),
  };
}
