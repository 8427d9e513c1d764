import type { Ask } from "./dns.ts";

/** A name server that knows these records, is silent about names in `silent`, and counts what it is asked. */
export function zoneOf(
  records: Readonly<Record<string, readonly string[]>>,
  silent: readonly string[] = [],
): { readonly ask: Ask; readonly asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = async (name, type) => {
    asked.push(`${type} ${name}`);
    if (silent.includes(name)) return { kind: "unknown", reason: "No name server answered in time." };
    const values = records[`${type} ${name}`] ?? (type === "TXT" ? records[name] : undefined);
    return values === undefined ? { kind: "none" } : { kind: "found", values };
  };
  return { ask, asked };
}
