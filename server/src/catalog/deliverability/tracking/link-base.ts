import { asSweep, type Database, type Tx } from "../../../platform/db/index.ts";
import { findTrackingDomain, listHolders } from "./queries.ts";

/** What the links of the workspace's mails begin with: its proven name in place of the product's host. */
export async function linkBaseOf(tx: Tx, publicUrl: string): Promise<string> {
  const own = await findTrackingDomain(tx);
  if (own === null || !own.isUsed) return publicUrl;
  const url = new URL(publicUrl);
  url.hostname = own.domain;
  return url.origin;
}

/** A name asked for in vain, and one that was just proven, are looked up again so soon. */
const keptMs = 60_000;
const mostNames = 1_000;

/**
 * Whether mails of some workspace lead to this name, given up or not. Every request with a foreign Host asks, so answers
 * are kept for a minute, and strangers' names cannot fill the memory.
 */
export function knowsTrackingDomain(db: Database, elapsed = () => performance.now()) {
  const known = new Map<string, { readonly is: Promise<boolean>; readonly until: number }>();
  return (hostname: string): Promise<boolean> => {
    const name = hostname.toLowerCase().replace(/\.$/, "");
    const found = known.get(name);
    if (found !== undefined && found.until > elapsed()) return found.is;
    if (known.size >= mostNames) known.clear();
    const is = asSweep(db, (sweep) => listHolders(sweep, name)).then((holders) => holders.length > 0);
    // What could not be asked is not remembered.
    is.catch(() => known.delete(name));
    known.set(name, { is, until: elapsed() + keptMs });
    return is;
  };
}
