/** Round distance between grid lines (1, 2 or 5 × a power of ten), so that two to four of them fit. */
export function gridStep(most: number): number {
  let power = 1;
  while (power * 10 <= most / 2) power *= 10;
  return [5, 2, 1].map((n) => n * power).find((n) => n <= most / 2) ?? 1;
}
