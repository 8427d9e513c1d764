import { isMapping, isTrue, known, Missing } from "../values.ts";

/** The fallback speaks for what is missing, nil, false or empty; a missing fallback is missing itself. */
export function defaultOf(value: unknown, fallback: unknown, isFalseAllowed: boolean): unknown {
  const it = known(value);
  if (it === false && isFalseAllowed) return false;
  const isEmpty =
    it === "" || (Array.isArray(it) && it.length === 0) || (isMapping(it) && Object.keys(it).length === 0);
  if (isTrue(it) && !isEmpty) return value;
  return fallback instanceof Missing ? fallback : known(fallback);
}
