import { type Logger, pino } from "pino";
import { maskSecrets } from "./mask.ts";

/** The levels a person may choose, from quiet to loud. */
export const logLevels = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof logLevels)[number];

/** The log every room receives as an argument; nobody imports one. */
export type Log = Logger;

/** Where finished lines go. */
export interface LogSink {
  write(line: string): unknown;
}

/**
 * JSON lines on standard error (standard output belongs to a command's answer), masked after serialization: a field
 * list would have to know every shape in advance, the finished line holds them all.
 */
export function createLog(level: LogLevel, sink: LogSink = process.stderr): Log {
  return pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => void sink.write(maskSecrets(line)) },
  );
}
