import type { Suppression } from "@haste/contract/nouns/compliance";

export const reasonWords: Readonly<Record<Suppression["reason"], string>> = {
  unsubscribe: "Unsubscribed",
  hard_bounce: "Address is dead",
  complaint: "Complained",
  manual: "Added by hand",
};

const sourceWords: Readonly<Record<string, string>> = {
  "one-click": "the mail program’s button",
  page: "the unsubscribe page",
  words: "words in an answer",
  mailto: "a mail to the unsubscribe address",
  bounced: "a bounce",
  refused_again: "refusals over two weeks or more",
  complained: "a complaint",
  unsubscribed: "an unsubscribe",
  api: "by hand",
  import: "a file",
};

/** Where it came from: `the unsubscribe page`, `by Ada Lovelace`. */
export function sourceOf({ source, addedBy }: Pick<Suppression, "source" | "addedBy">): string {
  const words = sourceWords[source] ?? source;
  if (addedBy === null) return words;
  return source === "api" ? `by ${addedBy}` : `${words}, by ${addedBy}`;
}

/** What it bars from, where that is not everything: `News only`. */
export function scopeOf({ scope }: Pick<Suppression, "scope">): string | null {
  return scope.kind === "workspace" ? null : `${scope.name ?? `A ${scope.kind} that is gone`} only`;
}

/** What an entry means, as a list shows it. */
export function meantBy({ email, domain }: Pick<Suppression, "email" | "domain">): string {
  return email ?? `Everybody at ${domain ?? ""}`;
}
