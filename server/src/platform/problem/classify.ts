import { Problem } from "./problem.ts";

/** What the driver and the server say when the database is away, starting, stopping or overloaded. */
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "53300", // too many connections
  "55P03", // a row stayed locked
  "57014", // the statement ran out of time
  "57P01", // shutting down
  "57P02",
  "57P03", // starting up
]);

/** Whether a later try can help because the database, not the request, was the trouble. */
export function isDatabaseAway(err: unknown): boolean {
  if (!(err instanceof Error)) return false;
  const { code } = err as { code?: unknown };
  if (typeof code === "string" && (awayCodes.has(code) || code.startsWith("08"))) return fromDriver(err);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    err.message,
  );
}

/** A missing file is ENOENT too; only system calls on sockets and messages of the server count. */
function fromDriver(err: Error): boolean {
  const { syscall } = err as { syscall?: string };
  return syscall === undefined || ["connect", "read", "write", "getaddrinfo"].includes(syscall);
}

const retryAfterSeconds = 2;

/** Every thrown thing as a problem; null for what we did not expect, which is a bug of ours. */
export function problemOf(err: unknown): Problem | null {
  if (err instanceof Problem) return err;
  if (isDatabaseAway(err)) return new Problem("unavailable", { retryAfterSeconds, cause: err });
  const { statusCode, code, message } = err as { statusCode?: number; code?: string; message?: string };
  if (statusCode === 413) return new Problem("body_too_large", { detail: message ?? "" });
  if (statusCode === 415) return new Problem("unsupported_media_type");
  if (code === "FST_ERR_BAD_URL" || code === "FST_ERR_ASYNC_CONSTRAINT") return new Problem("not_found");
  if (statusCode === 400) return new Problem("malformed_json", { detail: message ?? "" });
  return null;
}
