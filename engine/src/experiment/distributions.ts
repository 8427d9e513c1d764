/**
 * Distribution functions, in double precision. Each names the formula it computes; DLMF is the NIST Digital Library of
 * Mathematical Functions (dlmf.nist.gov).
 */

/** Lanczos's approximation with g = 7 and 9 terms (C. Lanczos, SIAM J. Numer. Anal. B 1, 1964): relative error below 1e-14. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const halfLogTwoPi = 0.9189385332046727;

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const below = x - 1;
  const shifted = below + 7.5;
  let sum: number = lanczos[0];
  for (let term = 1; term < lanczos.length; term += 1) sum += (lanczos[term] as number) / (below + term);
  return halfLogTwoPi + (below + 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

/** ln B(a, b) for a, b > 0 (DLMF 5.12.1). */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

const mostTerms = 500;
const epsilon = 1e-16;
const tiny = 1e-300;

/**
 * The share of a Beta(a, b) distribution below x: the regularized incomplete beta function, by its continued fraction
 * (DLMF 8.17.22) after W. J. Lentz.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b));
  // The fraction converges quickly below the mean; above it the mirrored one does (DLMF 8.17.4).
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < epsilon) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Where a Beta(a, b) distribution has this share below it; bisection, to the last bits. */
export function betaQuantile(share: number, a: number, b: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round += 1) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of a chi-square distribution above x: Q(df / 2, x / 2) (DLMF 8.11.4 below the mean, 8.9.2 above it). */
export function chiSquareAbove(x: number, degrees: number): number {
  if (x <= 0) return 1;
  const a = degrees / 2;
  const half = x / 2;
  const front = Math.exp(-half + a * Math.log(half) - lnGamma(a));
  if (half < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n <= mostTerms && term > sum * epsilon; n += 1) {
      term *= half / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = half + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= mostTerms; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / away(numerator * d + b);
    c = away(b + numerator / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < epsilon) break;
  }
  return front * value;
}

/** The share of the standard normal distribution below z, by Q(1/2, z²/2) (DLMF 7.11.2). */
export function normalCdf(z: number): number {
  const above = chiSquareAbove(z * z, 1) / 2;
  return z >= 0 ? 1 - above : above;
}

/** Where the standard normal distribution has this share below it; Newton's method from the middle, bisection where it strays. */
export function normalQuantile(share: number): number {
  if (share <= 0) return Number.NEGATIVE_INFINITY;
  if (share >= 1) return Number.POSITIVE_INFINITY;
  if (share > 0.5) return -normalQuantile(1 - share);
  let low = -40;
  let high = 0;
  let z = -1;
  for (let round = 0; round < 200 && high - low > 1e-15; round += 1) {
    const missed = normalCdf(z) - share;
    if (missed < 0) low = z;
    else high = z;
    const next = z - missed / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - z) < 1e-15) break;
    z = inside;
  }
  return z;
}

/**
 * Where Student's t distribution has this share below it: its tail is half an incomplete beta function at
 * ν / (ν + t²) (DLMF 8.17(iii); Abramowitz and Stegun 26.7.1).
 */
export function studentQuantile(share: number, degrees: number): number {
  if (share < 0.5) return -studentQuantile(1 - share, degrees);
  const x = betaQuantile(2 * (1 - share), degrees / 2, 0.5);
  return Math.sqrt(degrees * (1 / x - 1));
}
