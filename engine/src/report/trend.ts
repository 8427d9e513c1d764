import { normalCdf } from "../experiment/index.ts";

/** Emails of one span of time and how many of them something happened to. */
export interface SpanCount {
  readonly n: number;
  readonly of: number;
}

export interface Trend {
  readonly direction: "rising" | "falling" | "level" | "unknown";
  /** Over the first and the last half of the spans; null where nothing was sent. */
  readonly before: number | null;
  readonly after: number | null;
  /** Two-sided; null where there is nothing to test. */
  readonly p: number | null;
}

/** Fewer than so many spans, mails or hits, and a line through them says nothing. */
const fewestSpans = 3;
const fewestMails = 100;
const fewestHits = 10;
const alarm = 0.05;

/**
 * Whether a rate goes up or down over time: the test for a linear trend in proportions (W. G. Cochran, Biometrics 10,
 * 1954; P. Armitage, Biometrics 11, 1955), scored by the number of the span. `level` says only that no trend was found.
 * `rates` is how many rates of the same mails are asked about: the level is divided by it (Bonferroni).
 */
export function trendOf(spans: readonly SpanCount[], rates = 1): Trend {
  const used = spans.map((span, at) => ({ ...span, at })).filter(({ of }) => of > 0);
  const mails = used.reduce((sum, { of }) => sum + of, 0);
  const hits = used.reduce((sum, { n }) => sum + n, 0);
  const halves = { before: shareOf(used.slice(0, used.length >> 1)), after: shareOf(used.slice(used.length >> 1)) };
  const isTold = used.length >= fewestSpans && mails >= fewestMails && hits >= fewestHits && mails - hits >= fewestHits;
  if (!isTold) return { direction: "unknown", ...halves, p: null };
  const mean = hits / mails;
  const middle = used.reduce((sum, { at, of }) => sum + at * of, 0) / mails;
  const slope = used.reduce((sum, { at, n, of }) => sum + (at - middle) * (n - of * mean), 0);
  const variance = mean * (1 - mean) * used.reduce((sum, { at, of }) => sum + of * (at - middle) ** 2, 0);
  const z = slope / Math.sqrt(variance);
  const p = Math.min(1, 2 * (1 - normalCdf(Math.abs(z))));
  return { direction: p < alarm / rates ? directionOf(z) : "level", ...halves, p };
}

function directionOf(z: number): "rising" | "falling" {
  return z > 0 ? "rising" : "falling";
}

function shareOf(spans: readonly SpanCount[]): number | null {
  const of = spans.reduce((sum, span) => sum + span.of, 0);
  return of === 0 ? null : spans.reduce((sum, span) => sum + span.n, 0) / of;
}
