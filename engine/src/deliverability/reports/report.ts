/** What a receiver reports of a domain's mail: who sent it and whether it was proven (DMARC), how it was encrypted (TLS). */
export interface AggregateReport {
  readonly kind: "dmarc" | "tls";
  /** Who reports. */
  readonly organization: string;
  /** By which the organization knows it; two with the same are one. */
  readonly reportId: string;
  readonly domain: string;
  /** Instants in ms. */
  readonly from: number;
  readonly until: number;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  /** DMARC: the address mail came from. TLS: the receiving host. */
  readonly source: string;
  readonly passed: number;
  readonly failed: number;
  /** DMARC: mails whose SPF, and whose DKIM, speaks for the domain; TLS: null. */
  readonly spfAligned: number | null;
  readonly dkimAligned: number | null;
  /** What the receiver did with what failed, or why encryption failed. */
  readonly outcome: string;
  /** Domains that signed or sent it, as the receiver saw them. */
  readonly seenAs: string;
}

export type ReportReading =
  | { readonly ok: true; readonly report: AggregateReport }
  | { readonly ok: false; readonly reason: string };

/** Receivers group; a report with more rows than these has been made to fill a table. */
export const mostRows = 10_000;

export function refused(reason: string): ReportReading {
  return { ok: false, reason };
}

export function isDomain(name: string): boolean {
  return (
    name.length <= 253 && /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(name)
  );
}

/** A number of mails: whole, and none that a sum could not hold. */
export function countOf(text: string | number | undefined): number {
  const count = Number(text ?? 0);
  return Number.isInteger(count) && count >= 0 && count <= 1_000_000_000 ? count : 0;
}
