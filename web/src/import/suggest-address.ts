import { readAddress } from "@haste/engine/enroll";

/** Slips of the hand, each with what was meant; tried in this order, one after the other. */
const repairs: readonly ((text: string) => string)[] = [
  (text) => text.normalize("NFKC"),
  (text) => text.replace(/^\s*mailto:/i, "").replace(/[<>"']/g, ""),
  (text) => text.replace(/\s*[([{]\s*at\s*[)\]}]\s*/i, "@").replace(/\s*[([{]\s*dot\s*[)\]}]\s*/gi, "."),
  (text) => text.replace(/\s+/g, ""),
  (text) => text.replace(/@{2,}/g, "@"),
  (text) => text.replace(/,/g, ".").replace(/\.{2,}/g, "."),
  (text) => text.replace(/^[.;:]+|[.;:]+$/g, "").replace(/\.@|@\./g, "@"),
];

/**
 * What somebody probably meant by text that is no address: the first repair (or few) that makes one. Nothing is guessed
 * that was not written: a missing ending or name stays missing.
 */
export function suggestAddress(text: string): string | null {
  let repaired = text;
  for (const repair of repairs) {
    repaired = repair(repaired);
    if (repaired === text) continue;
    const read = readAddress(repaired);
    if (read.ok) return read.value.address;
  }
  return null;
}
