/**
 * Seeded dice. The engine never rolls its own: every draw comes from a seed made of identities (workspace, email, …), so
 * a plan, its preview and its replay agree, today and on every machine. Only integer operations, + − × ÷ and square
 * roots are used, which ECMAScript fixes to the last bit; `Math.log` and `Math.cos` may differ between engines.
 */

/** 128 bits. Opaque; make one with {@link seedFrom}. */
export type Seed = readonly [number, number, number, number];

/** A generator in motion: sfc32 (C. Doty-Humphrey, PractRand), period at least 2^32. Every draw changes it. */
export type Random = { a: number; b: number; c: number; counter: number };

/**
 * A seed from identities, e.g. `seedFrom("gap", workspaceId, emailId)`. Order and borders count: ("ab", "c") and
 * ("a", "bc") differ. Begin with a word for the purpose, so that two uses of one identity are independent.
 * Not cryptographic: never use it for tokens.
 */
export function seedFrom(...parts: readonly string[]): Seed {
  return finish(absorb(beginning, parts));
}

const beginning: Seed = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];

/** A further seed that depends on `seed` and `parts` and is independent of other ones derived from it. */
export function deriveSeed(seed: Seed, ...parts: readonly string[]): Seed {
  return finish(absorb(seed, parts));
}

/** Makes `seedFrom(...beginning, last)` for many a `last`, reading what they have in common once. */
export function seedsFrom(...begins: readonly string[]): (last: string) => Seed {
  const common = absorb(beginning, begins);
  return (last) => finish(absorb(common, [last]));
}

/** MurmurHash3 x86_128's rounds (A. Appleby, public domain) over UTF-16 units, each part closed by its length. */
function absorb(seed: Seed, parts: readonly string[]): Seed {
  let [h1, h2, h3, h4] = seed;
  for (const part of parts) {
    for (let at = 0; at <= part.length; at += 1) {
      const unit = at < part.length ? part.charCodeAt(at) : ~part.length;
      h1 = (Math.imul(rotate(h1 ^ scramble(unit, 0x239b961b, 0xab0e9789), 19) + h2, 5) + 0x561ccd1b) | 0;
      h2 = (Math.imul(rotate(h2 ^ scramble(unit, 0xab0e9789, 0x38b34ae5), 17) + h3, 5) + 0x0bcaa747) | 0;
      h3 = (Math.imul(rotate(h3 ^ scramble(unit, 0x38b34ae5, 0xa1e38b93), 15) + h4, 5) + 0x96cd1c35) | 0;
      h4 = (Math.imul(rotate(h4 ^ scramble(unit, 0xa1e38b93, 0x239b961b), 13) + h1, 5) + 0x32ac3b17) | 0;
    }
  }
  return [h1, h2, h3, h4];
}

function finish(state: Seed): Seed {
  const [h1, h2, h3, h4] = [mix(state[0]), mix(state[1]), mix(state[2]), mix(state[3])];
  const first = (h1 + h2 + h3 + h4) >>> 0;
  return [first, (first + h2) >>> 0, (first + h3) >>> 0, (first + h4) >>> 0];
}

function scramble(unit: number, c1: number, c2: number): number {
  return Math.imul(rotate(Math.imul(unit, c1), 15), c2);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** MurmurHash3's finalizer: every input bit flips every output bit with probability one half. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** A generator at the start of its sequence; the same seed always gives the same draws. */
export function randomFrom(seed: Seed): Random {
  const random = { a: seed[0], b: seed[1], c: seed[2], counter: seed[3] };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) nextUint32(random);
  return random;
}

/** A whole number from 0 to 2^32 − 1. */
export function nextUint32(random: Random): number {
  const sum = (random.a + random.b + random.counter) | 0;
  random.counter = (random.counter + 1) | 0;
  random.a = random.b ^ (random.b >>> 9);
  random.b = (random.c + (random.c << 3)) | 0;
  random.c = (rotate(random.c, 21) + sum) | 0;
  return sum >>> 0;
}

/** From 0 (inclusive) to 1 (exclusive) with 53 random bits. */
export function nextFloat(random: Random): number {
  const high = nextUint32(random) >>> 5;
  const low = nextUint32(random) >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}

/** A whole number from 0 to `below` − 1, each equally likely. @throws RangeError unless 1 ≤ below ≤ 2^32. */
export function nextInt(random: Random, below: number): number {
  if (!Number.isInteger(below) || below < 1 || below > 0x100000000) throw new RangeError(`No die has ${below} sides`);
  // The incomplete last run of `below` values would favor small results: draw again.
  const fair = 0x100000000 - (0x100000000 % below);
  let drawn = nextUint32(random);
  while (drawn >= fair) drawn = nextUint32(random);
  return drawn % below;
}

/** True with the given probability (0 never, 1 always). */
export function nextBoolean(random: Random, probability: number): boolean {
  return nextFloat(random) < probability;
}

/** One of the items, each equally likely. @throws RangeError when there are none. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[nextInt(random, items.length)] as T;
}

/**
 * The place (0 …) of one of the weights, drawn in proportion to them.
 * @throws RangeError when a weight is negative or none is positive.
 */
export function pickWeighted(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => (weight >= 0 ? sum + weight : Number.NaN), 0);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new RangeError(`Cannot draw by weights ${weights.join(", ")}`);
  let left = nextFloat(random) * total;
  let last = 0;
  for (const [at, weight] of weights.entries()) {
    if (weight === 0) continue;
    if (left < weight) return at;
    left -= weight;
    last = at;
  }
  // Rounding may leave a crumb behind the last positive weight.
  return last;
}

/** A shuffled copy (Fisher–Yates). */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const shuffled = [...items];
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = nextInt(random, at + 1);
    [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
  }
  return shuffled;
}

/** Normally distributed (Marsaglia's polar method, 1964). */
export function nextNormal(random: Random, mean = 0, deviation = 1): number {
  for (;;) {
    const x = 2 * nextFloat(random) - 1;
    const y = 2 * nextFloat(random) - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return mean + deviation * x * Math.sqrt((-2 * stableLn(square)) / square);
  }
}

/** Exponentially distributed waiting time. */
export function nextExponential(random: Random, mean: number): number {
  return -mean * stableLn(1 - nextFloat(random));
}

/** `count` random bytes, e.g. for the ids of a simulated world. */
export function nextBytes(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => nextUint32(random) >>> 24);
}

/**
 * Natural logarithm of 0 < x ≤ 1, the same to the last bit on every engine, good to 1e-15 relative: x = m·2^e with m in
 * [√½, √2), ln m = 2·atanh((m−1)/(m+1)) by its series.
 */
function stableLn(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa < Math.SQRT1_2; exponent -= 1) mantissa *= 2;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let series = 0;
  for (let odd = 23; odd >= 1; odd -= 2) series = series * square + 1 / odd;
  return exponent * Math.LN2 + 2 * ratio * series;
}
