import { type ProblemBody, type ProblemCode, problems } from "@haste/contract/problems";

/** One fault of a request, at its place. `pointer` is a JSON pointer into the body (RFC 6901), or `/query/limit`. */
export interface ProblemItem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly overridable?: boolean;
}

export interface ProblemOptions {
  /** What is wrong in this very case, as a sentence. */
  readonly detail?: string;
  /** What the caller can do about it; default: the sentence of the table. */
  readonly fix?: string;
  readonly errors?: readonly ProblemItem[];
  /** Seconds until a retry makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
  /** Anything else becomes a member of the body, e.g. `existingId` or `guards`. */
  readonly [extension: string]: unknown;
}

const ownMembers = new Set(["detail", "fix", "errors", "retryAfterSeconds", "cause"]);

/**
 * A refusal that ends the request: the transaction rolls back and the caller gets RFC 9457 problem details. Expected
 * refusals inside use cases are values; this is thrown at the edge, where they become an answer.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].title, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.status = problems[code].status;
    this.options = options;
  }

  /**
   * The body on the wire.
   * @param instance the request id
   * @param baseUrl where `type` resolves, without a trailing slash
   */
  toBody(instance: string, baseUrl: string): ProblemBody {
    const row = problems[this.code];
    const { detail, fix, errors } = this.options;
    const extensions = Object.entries(this.options).filter(
      ([name, value]) => !ownMembers.has(name) && value !== undefined,
    );
    return {
      type: `${baseUrl}/problems/${this.code}`,
      title: row.title,
      status: row.status,
      detail: detail ?? `${row.title}.`,
      instance,
      code: this.code,
      fix: fix ?? row.fix,
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...Object.fromEntries(extensions),
    };
  }
}
