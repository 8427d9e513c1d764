import type { Definition, VariantHours } from "../sequence/index.ts";
import { type CompiledWindows, compileWindows } from "./windows.ts";

const compiled = new WeakMap<Definition, Map<string, CompiledWindows>>();

/**
 * The windows of a version, or the hours of a variant on the version's days. Compiled once: definitions are immutable
 * and kept in a cache.
 */
export function windowsOf(definition: Definition, hours: VariantHours | null = null): CompiledWindows {
  const known = compiled.get(definition) ?? new Map<string, CompiledWindows>();
  compiled.set(definition, known);
  const key = hours === null ? "" : `${hours.start} ${hours.end}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { windows } = definition.settings;
  const days = [...new Set(windows.flatMap((window) => window.days))];
  const result = compileWindows(hours === null ? windows : [{ days, ...hours }]);
  if (!result.ok) throw new Error(`A published sequence has an unusable window: ${JSON.stringify(result.error)}`);
  known.set(key, result.value);
  return result.value;
}
