import type { Sink } from "./sink.ts";

/** A line that follows long work. */
export interface Progress {
  /** `total` null: not known yet. */
  update(done: number, total: number | null): void;
  /** Takes the line away; the answer follows. Calling it again is harmless. */
  end(): void;
}

interface ProgressOptions {
  readonly sink: Sink;
  readonly elapsedMs: () => number;
}

/** Ten times a second is as fast as anybody reads. */
const redrawEveryMs = 100;
/** In a log each line stays, so they come rarely, and not at all for work that is soon done. */
const lineEveryMs = 5_000;
const clearLine = "\r\u001B[2K";

/** On a terminal one line that is drawn anew; elsewhere a line every five seconds. */
export function createProgress(what: string, { sink, elapsedMs }: ProgressOptions): Progress {
  const isTerminal = sink.isTTY === true;
  const startedMs = elapsedMs();
  let saidMs = isTerminal ? Number.NEGATIVE_INFINITY : startedMs;
  let isDrawn = false;
  return {
    update(done, total) {
      const now = elapsedMs();
      const isLast = done === total;
      if (now - saidMs < (isTerminal ? redrawEveryMs : lineEveryMs) && !(isTerminal && isLast)) return;
      saidMs = now;
      const line = `${what} ${describeProgress(done, total, now - startedMs)}`;
      isDrawn = isTerminal;
      sink.write(isTerminal ? `${clearLine}${line.slice(0, Math.max(1, (sink.columns ?? 80) - 1))}` : `${line}\n`);
    },
    end() {
      if (isDrawn) sink.write(clearLine);
      isDrawn = false;
    },
  };
}

/** `12,000 of 50,000 (24%), 8,100/s, 5 s left`: done, total, rate and what remains at this rate. */
export function describeProgress(done: number, total: number | null, elapsedMs: number): string {
  const parts = [total === null ? count(done) : `${count(done)} of ${count(total)} (${percent(done, total)}%)`];
  const perSecond = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0;
  if (perSecond >= 1) parts.push(`${count(Math.round(perSecond))}/s`);
  if (perSecond > 0 && total !== null && done < total) {
    parts.push(`${describeSeconds(Math.ceil((total - done) / perSecond))} left`);
  }
  return parts.join(", ");
}

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}

function describeSeconds(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
