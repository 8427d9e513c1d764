/** Filters for numbers. Whole numbers divide to whole ones, as the standard says. */
import { add, asNumber, modulo, multiply, type Quantity, quantityOf, roundTo } from "../numbers.ts";
import { stop } from "../stop.ts";
import { textOf } from "../values.ts";
import type { FilterDefinition, FilterTable } from "./filter.ts";

function reckoning(reckon: (a: Quantity, b: Quantity) => number): FilterDefinition {
  return {
    takes: [1, 1],
    apply: (value, [other]) => {
      const a = quantityOf(value);
      const b = quantityOf(other);
      return asNumber(reckon(a, b), a.isFloat || b.isFloat);
    },
  };
}

function byAnything(filter: string, { value }: Quantity): void {
  if (value === 0) throw stop({ code: "template_error", detail: `The filter "${filter}" cannot divide by 0.` });
}

function choosing(isBetter: (a: number, b: number) => boolean): FilterDefinition {
  return {
    takes: [1, 1],
    apply: (value, [other]) => {
      const a = quantityOf(value);
      const b = quantityOf(other);
      const chosen = isBetter(b.value, a.value) ? b : a;
      return asNumber(chosen.value, chosen.isFloat);
    },
  };
}

export const numberFilters: FilterTable = {
  plus: reckoning((a, b) => add(a.value, b.value)),
  minus: reckoning((a, b) => add(a.value, -b.value)),
  times: reckoning((a, b) => multiply(a.value, b.value)),
  divided_by: reckoning((a, b) => {
    byAnything("divided_by", b);
    return a.isFloat || b.isFloat ? a.value / b.value : Math.floor(a.value / b.value);
  }),
  modulo: reckoning((a, b) => {
    byAnything("modulo", b);
    return modulo(a.value, b.value);
  }),
  abs: {
    takes: [0, 0],
    apply: (value) => {
      const { value: number, isFloat } = quantityOf(value);
      return asNumber(Math.abs(number), isFloat);
    },
  },
  ceil: { takes: [0, 0], apply: (value) => Math.ceil(quantityOf(value).value) || 0 },
  floor: { takes: [0, 0], apply: (value) => Math.floor(quantityOf(value).value) || 0 },
  round: {
    takes: [0, 1],
    apply: (value, [places]) => {
      const { value: number, isFloat } = quantityOf(value);
      const at = Math.max(-15, Math.min(15, Math.trunc(quantityOf(places).value)));
      return asNumber(roundTo(number, at), isFloat && at > 0);
    },
  },
  at_least: choosing((other, value) => other > value),
  at_most: choosing((other, value) => other < value),
};

/** How places write numbers: what stands between thousands, and before the decimals. */
const styles: Readonly<Record<string, readonly [thousands: string, decimal: string]>> = {
  en: [",", "."],
  de: [".", ","],
  es: [".", ","],
  it: [".", ","],
  nl: [".", ","],
  da: [".", ","],
  pt: [".", ","],
  fr: ["\u202f", ","],
  sv: ["\u00a0", ","],
  nb: ["\u00a0", ","],
  pl: ["\u00a0", ","],
  ch: ["’", "."],
};

const signs: Readonly<Record<string, string>> = {
  USD: "$",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  INR: "₹",
  ILS: "₪",
  KRW: "₩",
  AUD: "A$",
  CAD: "CA$",
  NZD: "NZ$",
};
/** ISO 4217 currencies without a smaller unit. */
const withoutCents = new Set(["JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF"]);

function checkStyle(style: unknown, refuse: (detail: string) => void): void {
  if (style !== undefined && styles[String(style)] === undefined) {
    refuse(`Numbers can be written as in ${Object.keys(styles).join(", ")}, not "${style}".`);
  }
}

function grouped(value: number, decimals: number | null, style: string): string {
  const [thousands, point] = styles[style] ?? [",", "."];
  const rounded = decimals === null ? value : roundTo(value, decimals);
  const text = decimals === null ? String(Math.abs(rounded)) : Math.abs(rounded).toFixed(decimals);
  const [whole = "0", fraction] = text.split(".");
  const digits = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return `${rounded < 0 ? "-" : ""}${digits}${fraction === undefined ? "" : point + fraction}`;
}

/** Filters the standard does not have: numbers and money as people read them. */
export const moneyFilters: FilterTable = {
  number: {
    takes: [0, 2],
    costs: 160,
    check: ([, style], refuse) => checkStyle(style, refuse),
    apply: (value, [decimals, style]) => {
      if (value === null) return null;
      const places =
        decimals === undefined || decimals === null
          ? null
          : Math.min(10, Math.max(0, Math.trunc(quantityOf(decimals).value)));
      return grouped(quantityOf(value).value, places, style === undefined ? "en" : textOf(style));
    },
  },
  currency: {
    takes: [1, 2],
    costs: 160,
    check: ([code, style], refuse) => {
      if (code !== undefined && !/^[A-Z]{3}$/.test(String(code)))
        refuse(`"${code}" is no currency: write its three letters, such as "EUR".`);
      checkStyle(style, refuse);
    },
    apply: (value, [code, style]) => {
      if (value === null) return null;
      const currency = textOf(code);
      const amount = quantityOf(value).value;
      const written = grouped(
        Math.abs(amount),
        withoutCents.has(currency) ? 0 : 2,
        style === undefined ? "en" : textOf(style),
      );
      const sign = signs[currency] ?? currency;
      const minus = amount < 0 ? "-" : "";
      if (style === undefined || style === "en")
        return `${minus}${sign}${sign.length > 2 && /^[A-Z]+$/.test(sign) ? "\u00a0" : ""}${written}`;
      return `${minus}${written}\u00a0${sign}`;
    },
  },
};
