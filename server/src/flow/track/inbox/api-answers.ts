import type { MailboxAnswer, MailboxApi } from "./ports.ts";

/** The JSON of an answer that has to be whole. @throws Error */
export function wholeJson(answer: MailboxAnswer): unknown {
  if (!answer.isWhole) throw new Error("The provider's answer is too long.");
  try {
    return JSON.parse(answer.bytes.toString());
  } catch {
    // A proxy's page with status 200 says nothing about the mailbox.
    throw new Error("The provider's answer is no JSON.");
  }
}

/** What stands at a path of a foreign value; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | null | undefined)?.[key], value);
}

export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : null;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/**
 * A link with what stands before it taken off: it is asked where the account is, wherever it points.
 * @throws Error where it leads out of the API; to go on without it would pass mails over
 */
export function linkAt({ basePath }: MailboxApi, told: unknown, name: string): string | null {
  const link = textAt(told, name);
  if (link === null) return null;
  const { pathname, search } = new URL(link);
  if (!pathname.startsWith(`${basePath}/`)) throw new Error(`${name} leads to ${pathname}.`);
  return `${pathname.slice(basePath.length)}${search}`;
}
