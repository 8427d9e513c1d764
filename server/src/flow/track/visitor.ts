import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isInsideAddress, networkOf } from "@haste/engine/track";

/** What is kept of where somebody asked from. The address itself is not. */
export interface Visitor {
  /** A /24 or a /48; null where the address is a proxy's beside us. */
  readonly network: string | null;
  readonly visitor: string | null;
}

/** 64 bits tell the visitors of one workspace apart, and are worthless without the key. */
const hashBytes = 8;
const longestHop = 64;

/**
 * Where a request came from: the peer, or what a proxy beside us says of it. Only the last hop of X-Forwarded-For counts,
 * the one that proxy wrote itself, and only from a private address: a stranger's header is worth nothing.
 */
export function addressOf(peer: string | undefined, headers: IncomingHttpHeaders): string | null {
  if (peer === undefined) return null;
  const said = headers["x-forwarded-for"];
  if (said === undefined || !isInsideAddress(peer)) return peer;
  const hop = String(said).split(",").at(-1)?.trim().slice(0, longestHop) ?? "";
  return networkOf(hop) === null ? peer : hop;
}

/** @param key of this installation; the workspace is part of what is hashed, so nobody is followed from one to another */
export function visitorOf(address: string | null, workspaceId: string, key: Uint8Array): Visitor {
  const network = address === null ? null : networkOf(address);
  if (address === null || network === null) return { network: null, visitor: null };
  const hash = createHmac("sha256", key).update(`${workspaceId} ${address}`).digest().subarray(0, hashBytes);
  return { network, visitor: hash.toString("base64url") };
}
