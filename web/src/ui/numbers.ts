const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `4,127`; missing is an en dash, zero is zero. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : whole.format(value);
}

/** `2.9 %` from 0.029: one digit, two below 0.1 %, none at exactly 0 and 100 %, to which nothing is rounded. */
export function percent(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return "–";
  if (rate === 0 || rate === 1) return `${rate * 100} %`;
  if (rate > 0.9994) return "99.9 %";
  return `${(rate * 100).toFixed(rate < 0.001 ? 2 : 1)} %`;
}

/** `€1,200`, `$12.50`: an amount in minor units; cents are shown where there are any. */
export function money({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  const style = { style: "currency", currency } as const;
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en-US", style).resolvedOptions();
  const major = amount / 10 ** digits;
  const shown = Number.isInteger(major) ? 0 : digits;
  return new Intl.NumberFormat("en-US", {
    ...style,
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(major);
}

/** `€1,200 and $80`; nothing where there is none. */
export function moneys(list: readonly { readonly amount: number; readonly currency: string }[]): string {
  return list.map(money).join(" and ");
}

/** `1 person`, `4 people`. */
export function plural(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** `12 kB`, `3.4 MB`: the size of a file. */
export function bytesWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${count(Math.ceil(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
