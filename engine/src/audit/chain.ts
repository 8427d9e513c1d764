/**
 * A hash chain over an append-only log (Haber & Stornetta 1991; Crosby & Wallach, "Efficient Data Structures for
 * Tamper-Evident Logging", 2009). Every row is hashed, and every hash goes into the next link, so a row that is changed,
 * removed, moved or slipped in later no longer fits what follows it. Rows and links begin with different bytes, as in
 * RFC 9162 §2.1.1, so that neither can be passed off as the other.
 */

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex; given by whoever has one. */
export type Hash = (text: string) => string;

/** A row of the log, as it is hashed. Its detail is only there as a salted hash, which outlives the detail. */
export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  /** Hex. */
  readonly commitment: string;
}

/** A row's place in the chain; hashes in hex. */
export interface AuditLink {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly entryId: string;
  readonly leaf: string;
  /** The hash of everything up to here. */
  readonly head: string;
}

const leafMark = "\u0000";
const linkMark = "\u0001";

/** The head of a chain with nothing in it. */
const emptyHead: string = "0".repeat(64);

/** A row's own hash. JSON keeps the fields apart, so no value can reach over into the next one. */
export function leafOf(entry: AuditEntry, hash: Hash): string {
  return hash(
    leafMark +
      JSON.stringify([
        entry.id,
        entry.atMs,
        entry.actorKind,
        entry.actorId,
        entry.actorName,
        entry.requestId,
        entry.action,
        entry.subjectKind,
        entry.subjectId,
        entry.commitment,
      ]),
  );
}

/** The place of one more row behind what was there. */
export function linkTo(previous: Pick<AuditLink, "seq" | "head">, entry: AuditEntry, hash: Hash): AuditLink {
  const leaf = leafOf(entry, hash);
  return { seq: previous.seq + 1, entryId: entry.id, leaf, head: headOf(previous.head, leaf, hash) };
}

function headOf(previous: string, leaf: string, hash: Hash): string {
  return hash(linkMark + previous + leaf);
}

/**
 * - `links_missing`: places were taken out before this one.
 * - `row_missing`: the place is there, its row is gone.
 * - `row_changed`: the row is not the one that was chained.
 * - `link_changed`: the place does not follow from the one before it.
 */
export type ChainFaultCode = "links_missing" | "row_missing" | "row_changed" | "link_changed";

export interface ChainFault {
  readonly code: ChainFaultCode;
  readonly seq: number;
  readonly entryId: string;
}

export interface ChainEnd {
  readonly seq: number;
  readonly head: string;
}

export const emptyChain: ChainEnd = { seq: 0, head: emptyHead };

/** A place as it is stored, with the row that stands there now. */
export interface StoredLink {
  readonly link: AuditLink;
  readonly entry: AuditEntry | null;
}

/**
 * Walks on from a place that was checked to the next one. After a fault it goes on from what is stored, so that one
 * changed row is one fault and not one for every row behind it.
 */
export function checkLink(
  before: ChainEnd,
  { link, entry }: StoredLink,
  hash: Hash,
): { readonly end: ChainEnd; readonly faults: readonly ChainFault[] } {
  const faults: ChainFault[] = [];
  const find = (code: ChainFaultCode) => faults.push({ code, seq: link.seq, entryId: link.entryId });
  const hasGap = link.seq !== before.seq + 1;
  if (hasGap) find("links_missing");
  if (entry === null) find("row_missing");
  else if (leafOf(entry, hash) !== link.leaf) find("row_changed");
  if (!hasGap && headOf(before.head, link.leaf, hash) !== link.head) find("link_changed");
  return { end: { seq: link.seq, head: link.head }, faults };
}
