/** How long each part of an exchange may take. */
export interface ApiLimits {
  readonly connectMs: number;
  /** Until the whole answer is there. Google and Microsoft cut their own requests at 60 s or earlier. */
  readonly answerMs: number;
}

export const apiLimits: ApiLimits = { connectMs: 30_000, answerMs: 90_000 };

/** No answer to what we ask is longer; what comes beyond it is not read. */
export const longestAnswer = 256 * 1_024;

/** Shorter than any of these services keeps a silent connection, so that none hangs up on a mail. */
export const idleSocketMs = 4_000;
