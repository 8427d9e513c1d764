/** What the form of the page says. */
export type Choice =
  | { readonly kind: "everything" }
  | { readonly kind: "pause" }
  | { readonly kind: "topics"; readonly wanted: readonly string[] };

/** How long a pause lasts. */
export const pauseDays = 90;

/** A workspace has at most this many, so that the page stays small: 20 names and descriptions are below 30 kB. */
export const mostTopics = 20;

/**
 * Reads the body of a press. Whatever is not a choice of our own form means everything: RFC 8058 §3.1 posts
 * `List-Unsubscribe=One-Click`, as a form or as multipart/form-data, and a program that says anything else wants out,
 * too.
 */
export function readChoice(body: string): Choice {
  const fields = new Map<string, string[]>();
  for (const pair of body.split("&").slice(0, 100)) {
    const [name = "", value = ""] = pair.split("=", 2);
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  switch (fields.get("choice")?.[0]) {
    case "pause":
      return { kind: "pause" };
    case "topics":
      return { kind: "topics", wanted: fields.get("topic") ?? [] };
    default:
      return { kind: "everything" };
  }
}

/** What a press of "topics" changes: those that were ticked off, and those that were ticked again. */
export function changedTopics(
  topics: readonly { readonly id: string; readonly isRefused: boolean }[],
  wanted: readonly string[],
): { readonly refused: string[]; readonly wanted: string[] } {
  const isWanted = new Set(wanted);
  return {
    refused: topics.filter(({ id, isRefused }) => !isRefused && !isWanted.has(id)).map(({ id }) => id),
    wanted: topics.filter(({ id, isRefused }) => isRefused && isWanted.has(id)).map(({ id }) => id),
  };
}
