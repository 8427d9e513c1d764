import { arrivalsOf, type Lived } from "../base/index.ts";
import { fewestForRate, z95 } from "./rates.ts";

/** Most replies come on the first day, which steps of a day would hide. */
export const hoursOfAge = 6;
/** Two weeks: what comes later is a handful. */
export const curveHours = 336;

/** What has been answered so many hours after sending. */
export interface CurvePoint {
  readonly hours: number;
  readonly share: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** Emails that lived the six hours before and were not answered earlier. */
  readonly atRisk: number;
}

/**
 * The share of emails answered after each six hours, of young emails too: each counts as far as it has lived. The curve ends
 * where fewer than `fewestForRate` lived on, so that of a young week is short and never a drop. Range: Greenwood's variance
 * (M. Greenwood, Reports on Public Health 33, 1926) on the scale of ln(−ln), which stays inside 0–1
 * (J. Kalbfleisch and R. Prentice, The Statistical Analysis of Failure Time Data, 1980, 1.3).
 *
 * @param lived ages in whole steps of six hours
 */
export function replyCurve(lived: readonly Lived[]): CurvePoint[] {
  const { atRisk, came, arrived } = arrivalsOf(lived, curveHours / hoursOfAge);
  const points: CurvePoint[] = [];
  let hazard = 0;
  for (const [age, share] of arrived.entries()) {
    const [risk, some] = [atRisk[age] ?? 0, came[age] ?? 0];
    if (risk < fewestForRate) break;
    if (some > 0 && risk > some) hazard += some / (risk * (risk - some));
    points.push({ hours: (age + 1) * hoursOfAge, share, ...rangeOf(share, hazard), atRisk: risk });
  }
  return points;
}

function rangeOf(share: number, hazard: number): { low: number; high: number } {
  if (share <= 0 || share >= 1) return { low: share, high: share };
  const lnWithout = Math.log(1 - share);
  const half = (z95 * Math.sqrt(hazard)) / -lnWithout;
  return { low: 1 - Math.exp(lnWithout * Math.exp(-half)), high: 1 - Math.exp(lnWithout * Math.exp(half)) };
}

/** After how many hours so large a part of what the curve comes to has come; null where nothing has. */
export function hoursOfPart(points: readonly CurvePoint[], part: number): number | null {
  const all = points.at(-1)?.share ?? 0;
  return all === 0 ? null : (points.find(({ share }) => share >= part * all)?.hours ?? null);
}
