import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { HookOutcome } from "@haste/contract/nouns/provider-hooks";
import { freshForMs } from "../limits.ts";

/** One notice as it arrived. */
export interface Notice {
  readonly headers: IncomingHttpHeaders;
  /** As it was signed: not a byte is changed before its signature was compared. */
  readonly raw: Buffer;
  readonly machineNow: Date;
}

export type Refusal = Extract<
  HookOutcome,
  "unsigned" | "stale" | "foreign" | "unreadable" | "not_live" | "unreachable"
>;

/** What a notice is, once it is proven; or why it is not. `detail` is ours: no word of an unproven notice is kept. */
export type Proven =
  | { readonly is: "events"; readonly body: unknown }
  /** The mailbox has news. */
  | { readonly is: "wake" }
  /** The service's question whether this address is ours was answered. */
  | { readonly is: "confirmed" }
  | Refused;

export interface Refused {
  readonly is: "refused";
  readonly why: Refusal;
  readonly detail: string;
}

export function refused(why: Refusal, detail: string): Refused {
  return { is: "refused", why, detail };
}

export const unreadable = refused("unreadable", "The body is no JSON or form that can be read.");

/** In equal time, whatever their lengths. */
export function isSame(given: string, known: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(known));
}

/** Refuses a signature made more than five minutes before or after now; null: it is fresh. */
export function staleAt(atMs: number, now: Date): Refused | null {
  if (Math.abs(now.getTime() - atMs) <= freshForMs) return null;
  return refused("stale", "It was signed more than five minutes before or after it arrived.");
}

export function headerOf({ headers }: Notice, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}
