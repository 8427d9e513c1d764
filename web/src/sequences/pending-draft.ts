/**
 * Changes of a draft that are not saved yet. Whoever publishes or copies a sequence asks for them first, so that a press
 * right after a key stroke takes what was typed.
 */
const waiting = new Set<() => Promise<void>>();

export function keepsDraft(flush: () => Promise<void>): () => void {
  waiting.add(flush);
  return () => waiting.delete(flush);
}

export async function draftSaved(): Promise<void> {
  await Promise.all([...waiting].map((flush) => flush()));
}
