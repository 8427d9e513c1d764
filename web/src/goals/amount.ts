/** Usual first; any other code may be asked for over the API and is kept. */
export const currencies = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD", "JPY", "INR", "BRL"];

function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What somebody typed ("12.50", "1200") in minor units; null where it is no amount of the currency. */
export function readAmount(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const found = /^(\d{1,12})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  const [, whole = "", part = ""] = found ?? [];
  if (found === null || part.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, "0") || "0");
}

/** As it is typed: "12.50", "1200". */
export function writeAmount(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = (amount / 10 ** digits).toFixed(digits);
  return digits === 0 ? text : text.replace(/\.0+$/, "");
}
