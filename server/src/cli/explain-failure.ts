import { problems } from "@haste/contract/problems";
import { type Explained, Failure } from "../platform/cli/index.ts";
import { maskSecrets } from "../platform/log/index.ts";
import { Problem } from "../platform/problem/index.ts";

/** Kinds of errors that are never a person's doing. */
const bugs = [TypeError, ReferenceError, RangeError, SyntaxError];

const systemFixes: Readonly<Record<string, string>> = {
  EACCES: "Run it as the user who owns the file, or correct the file's permissions.",
  ENOENT: "Correct the path.",
  ENOSPC: "Free some space on that disk.",
  EROFS: "Choose a place that can be written.",
};

/** What a verb threw, as a sentence and the next step. A bug keeps its stack: whoever reports it needs it. */
export function explainFailure(thrown: unknown): Explained {
  if (thrown instanceof Failure) return { message: thrown.message, fix: thrown.fix, stack: null };
  if (thrown instanceof Problem) return explainProblem(thrown);
  if (!(thrown instanceof Error)) return { message: String(thrown), fix: null, stack: null };
  const message = maskSecrets(sentence(thrown));
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  if (syscall !== undefined) return { message, fix: systemFixes[code ?? ""] ?? null, stack: null };
  const isBug = bugs.some((bug) => thrown instanceof bug);
  return { message, fix: null, stack: isBug ? maskSecrets(thrown.stack ?? "") : null };
}

function explainProblem(problem: Problem): Explained {
  const { errors = [], fix } = problem.options;
  const details = errors.map((item) => item.detail).filter((detail) => detail !== problem.message);
  // The table speaks to callers of the API; where each fault is told, its words would only repeat them.
  const general = errors.length > 0 ? null : problems[problem.code].fix;
  return { message: [problem.message, ...details].map(ended).join(" "), fix: fix ?? general, stack: null };
}

/** Several failed attempts (IPv4 and IPv6) say what each of them said. */
function sentence(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors.map((one: unknown) => (one instanceof Error ? one.message : String(one))).join("; ");
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
