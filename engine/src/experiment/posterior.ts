import type { Arm } from "./arms.ts";
import { betaCdf, betaQuantile, lnBeta } from "./distributions.ts";

/** What is believed of one variant's rate after what was seen, for display; decisions rest on `ratioEvidence`. */
export interface Posterior {
  readonly id: string;
  /** Parameters of the Beta distribution. */
  readonly a: number;
  readonly b: number;
  readonly mean: number;
  /** The middle 95 %. */
  readonly low: number;
  readonly high: number;
  /** Probability that no other variant has a higher rate. */
  readonly isBest: number;
  /** What is given up on average, in points of the rate, by choosing it while another one is better. */
  readonly expectedLoss: number;
}

/** Jeffreys's prior (Proc. R. Soc. A 186, 1946): worth one email, and the same whether replies or misses are counted. */
const prior = 0.5;

/** Eight points of Gauss and Legendre on −1 … 1 (DLMF 3.5, table 3.5.2), the positive half. */
const nodes = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const;
/** Places per variant between which the integrand is smooth enough for eight points. */
const panels = 24;
const reachInDeviations = 8;

/** Beta posteriors of all variants, each one's chance to be the best, and the loss of choosing it. Exact integrals, no sampling. */
export function posteriorsOf(arms: readonly Arm[]): Posterior[] {
  const beliefs = arms.map(({ id, sent, successes }) => ({ id, a: successes + prior, b: sent - successes + prior }));
  const breaks = breaksOf(beliefs);
  const best = beliefs.map(() => 0);
  let expectedMost = breaks[0] ?? 0;
  integrate(breaks, (x, weight) => {
    const below = beliefs.map(({ a, b }) => betaCdf(x, a, b));
    expectedMost += weight * (1 - below.reduce((product, one) => product * one, 1));
    for (const [at, belief] of beliefs.entries()) {
      const others = below.reduce((product, one, index) => (index === at ? product : product * one), 1);
      best[at] = (best[at] ?? 0) + weight * density(x, belief) * others;
    }
  });
  const total = best.reduce((sum, one) => sum + one, 0);
  return beliefs.map(({ id, a, b }, at) => ({
    id,
    a,
    b,
    mean: a / (a + b),
    low: betaQuantile(0.025, a, b),
    high: betaQuantile(0.975, a, b),
    isBest: (best[at] ?? 0) / total,
    expectedLoss: Math.max(0, expectedMost - a / (a + b)),
  }));
}

/** The curve of a posterior at these rates, for drawing: how plausible each is, the most plausible one being 1. */
export function plausibility(belief: Belief, rates: readonly number[]): number[] {
  const heights = rates.map((x) => (x <= 0 || x >= 1 ? 0 : density(x, belief)));
  const most = Math.max(...heights, Number.MIN_VALUE);
  return heights.map((height) => height / most);
}

interface Belief {
  readonly a: number;
  readonly b: number;
}

function density(x: number, { a, b }: Belief): number {
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - lnBeta(a, b));
}

/** Borders of the panels: dense where any of the beliefs lives, ending where all are as good as zero or one. */
function breaksOf(beliefs: readonly Belief[]): number[] {
  const places = beliefs.flatMap(({ a, b }) => {
    const mean = a / (a + b);
    const deviation = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
    const from = Math.max(0, mean - reachInDeviations * deviation);
    const to = Math.min(1, mean + 2 * reachInDeviations * deviation);
    // Half-integer powers at 0 and 1 are smooth in the square of the distance.
    return Array.from({ length: panels + 1 }, (_, index) => from + (to - from) * (index / panels) ** 2).concat(
      Array.from({ length: panels + 1 }, (_, index) => from + ((to - from) * index) / panels),
    );
  });
  return [...new Set(places)].toSorted((one, other) => one - other);
}

function integrate(breaks: readonly number[], visit: (x: number, weight: number) => void): void {
  for (let at = 1; at < breaks.length; at += 1) {
    const [from, to] = [breaks[at - 1] as number, breaks[at] as number];
    const [middle, half] = [(from + to) / 2, (to - from) / 2];
    for (const [node, weight] of nodes) {
      visit(middle - half * node, half * weight);
      visit(middle + half * node, half * weight);
    }
  }
}
