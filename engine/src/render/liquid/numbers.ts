/** Liquid's numbers: whole ones and decimal ones, the latter reckoned in decimal digits so that 0.1 + 0.2 is 0.3. */
import { Float, known, Markup } from "./values.ts";

export interface Quantity {
  readonly value: number;
  /** Whether it was written with a decimal point. */
  readonly isFloat: boolean;
}

const zero: Quantity = { value: 0, isFloat: false };

/** How Ruby's Liquid reads a number: what is no number counts as 0, the leading digits of a text count. */
export function quantityOf(value: unknown): Quantity {
  const it = known(value);
  if (typeof it === "number") return { value: it, isFloat: !Number.isInteger(it) };
  if (it instanceof Float) return { value: it.value, isFloat: true };
  const text = it instanceof Markup ? it.html : it;
  return typeof text === "string" ? quantityOfText(text) : zero;
}

function quantityOfText(text: string): Quantity {
  const decimal = /^\s*(-?\d{1,300}\.\d{1,300})\s*$/.exec(text);
  if (decimal !== null) return { value: Number(decimal[1]), isFloat: true };
  const whole = /^\s*([+-]?\d{1,300})/.exec(text);
  return whole === null ? zero : { value: Number(whole[1]), isFloat: false };
}

/** A text that is a number from end to end. */
export function isNumeric(text: string): boolean {
  return /^\s*[+-]?\d{1,300}(?:\.\d{1,300})?\s*$/.test(text);
}

/** A result as the next filter takes it. */
export function asNumber(value: number, isFloat: boolean): number | Float {
  return isFloat && Number.isInteger(value) ? new Float(value) : value;
}

/** Digits and where the point stands; null beyond what is worth reckoning exactly. */
function digitsOf(value: number): { readonly digits: bigint; readonly scale: number } | null {
  const text = String(value);
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[2] ?? "";
  return { digits: BigInt(`${match[1]}${fraction}`), scale: fraction.length };
}

type Whole = (a: bigint, b: bigint) => bigint;

/** Reckons with digits on one scale. */
function onOneScale(a: number, b: number, whole: Whole): number | null {
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (left === null || right === null) return null;
  const scale = Math.max(left.scale, right.scale);
  const lift = (one: { digits: bigint; scale: number }) => one.digits * 10n ** BigInt(scale - one.scale);
  return fromDigits(whole(lift(left), lift(right)), scale);
}

function fromDigits(digits: bigint, scale: number): number {
  return Number(`${digits}e-${scale}`);
}

export function add(a: number, b: number): number {
  if (Number.isInteger(a) && Number.isInteger(b)) return a + b;
  return onOneScale(a, b, (x, y) => x + y) ?? a + b;
}

export function multiply(a: number, b: number): number {
  if (Number.isInteger(a) && Number.isInteger(b)) return a * b;
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (left === null || right === null) return a * b;
  return fromDigits(left.digits * right.digits, left.scale + right.scale);
}

/** The remainder takes the sign of the divisor, as in Ruby. */
export function modulo(a: number, b: number): number {
  const floored: Whole = (x, y) => ((x % y) + y) % y;
  return onOneScale(a, b, floored) ?? ((a % b) + b) % b;
}

/** Half away from zero, at a decimal place. */
export function roundTo(value: number, places: number): number {
  const shift = (by: number, it: number) => {
    const [mantissa = "0", exponent = "0"] = String(it).split("e");
    return Number(`${mantissa}e${Number(exponent) + by}`);
  };
  const scaled = shift(places, Math.abs(value));
  if (!(scaled <= Number.MAX_SAFE_INTEGER)) return value;
  return Math.sign(value) * shift(-places, Math.round(scaled)) || 0;
}
