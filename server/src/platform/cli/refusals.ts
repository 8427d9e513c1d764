/** A wrong command line or configuration: exit code 2, one sentence per mistake. */
export class UsageError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"));
    this.name = "UsageError";
    this.sentences = sentences;
  }
}

/** What went wrong in words a person can act on: exit code 1, no stack. */
export class Failure extends Error {
  /** The next step, as a sentence; null where the message says it. */
  readonly fix: string | null;

  constructor(message: string, fix: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
    this.fix = fix;
  }
}
