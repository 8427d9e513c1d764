import type { GdprRequest } from "@haste/contract/nouns/gdpr-requests";

export type RequestKind = GdprRequest["kind"];

export const kindWords: Readonly<Record<RequestKind, string>> = {
  access: "A copy of everything",
  erasure: "Erasure",
  objection: "No more mail",
};

/** What it means, with the article a person may name. */
export const kindTexts: Readonly<Record<RequestKind, string>> = {
  access: "Everything held of them as a file they can take along (GDPR Art. 15 and 20).",
  erasure:
    "They are taken out of everything, for good. Counts stay, and a keyed hash keeps them from coming back (Art. 17).",
  objection: "Done at once: their address is suppressed and every sequence stops (Art. 21).",
};

const settledWords: Readonly<Record<RequestKind, string>> = {
  access: "Answered",
  erasure: "Erased",
  objection: "Suppressed",
};

export function statusOf({ kind, status }: Pick<GdprRequest, "kind" | "status">): string {
  if (status === "open") return "Open";
  if (status === "running") return "Being done";
  return status === "refused" ? "Refused" : settledWords[kind];
}

const DAY_MS = 86_400_000;

export interface Due {
  readonly words: string;
  readonly isPressing: boolean;
}

/** How long there is to answer; null where nobody waits any more. Pressing in the last week. */
export function dueOf({ dueAt, settledAt }: Pick<GdprRequest, "dueAt" | "settledAt">, now: Date): Due | null {
  if (settledAt !== null) return null;
  const days = Math.floor((Date.parse(dueAt) - now.getTime()) / DAY_MS);
  if (days < 0) return { words: days === -1 ? "overdue" : `${-days} days overdue`, isPressing: true };
  if (days === 0) return { words: "due today", isPressing: true };
  return { words: days === 1 ? "1 day left" : `${days} days left`, isPressing: days < 7 };
}
