import type { Definition, VariantHours } from "../sequence/index.ts";
import { type CompiledWindows, compileWindows } from "./windows.ts";

const compiled = new WeakMap<object, CompiledWindows>();

/**
 * The windows of a version, or the hours of a variant on the version's days. Compiled once: definitions are immutable
 * and kept in a cache, and a variant's hours are part of one.
 */
export function windowsOf(definition: Definition, hours: VariantHours | null = null): CompiledWindows {
  const known = compiled.get(hours ?? definition);
  if (known !== undefined) return known;
  const { windows } = definition.settings;
  const days = [...new Set(windows.flatMap((window) => window.days))];
  const result = compileWindows(hours === null ? windows : [{ days, ...hours }]);
  if (!result.ok) throw new Error(`A published sequence has an unusable window: ${JSON.stringify(result.error)}`);
  compiled.set(hours ?? definition, result.value);
  return result.value;
}
