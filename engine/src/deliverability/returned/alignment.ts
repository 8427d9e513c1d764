import { type DmarcRecord, recordOf, walkOf } from "../dmarc.ts";
import type { Ask } from "../dns.ts";

/** A domain that spoke for a mail, by its signature or its return path. */
export type Means = "dkim" | "spf";

interface Organization {
  /** null: nothing on the way up says where it begins. */
  readonly domain: string | null;
  readonly records: readonly DmarcRecord[];
}

/**
 * Whether another domain speaks for the author's (RFC 9989 §4.10.2): the same name, or, unless the author's record asks
 * for strict alignment, one of the same organization. null: nobody can tell.
 */
export async function isAligned(author: string, other: string, means: Means, ask: Ask): Promise<boolean | null> {
  const [from, by] = [nameOf(author), nameOf(other)];
  if (from === by) return true;
  if (!shareParent(from, by)) return false;
  const mine = await organizationOf(from, ask);
  if (mine === null) return null;
  const applies = mine.records.find(({ domain }) => domain === from) ?? mine.records.at(-1);
  if (applies?.tags.get(means === "dkim" ? "adkim" : "aspf")?.toLowerCase() === "s") return false;
  const theirs = await organizationOf(by, ask);
  if (theirs === null) return null;
  // Receivers that still go by lists of public suffixes (RFC 7489) call such names related; we have no such list.
  if (mine.domain === null || theirs.domain === null) return null;
  return mine.domain === theirs.domain;
}

/** Two names with only their last label in common are of different people, whatever a record says. */
function shareParent(one: string, other: string): boolean {
  const [a, b] = [one.split("."), other.split(".")];
  return a.length > 1 && b.length > 1 && a.slice(-2).join(".") === b.slice(-2).join(".");
}

/** RFC 9989 §4.10.2: where `psd` says so, else the shortest name that has a record. null: a name server was silent. */
async function organizationOf(domain: string, ask: Ask): Promise<Organization | null> {
  const records: DmarcRecord[] = [];
  for (const name of walkOf(domain)) {
    const answer = await ask(`_dmarc.${name}`, "TXT");
    if (answer.kind === "unknown") return null;
    const found = answer.kind === "found" ? answer.values.flatMap((text) => recordOf(name, text)) : [];
    const [record] = found.length === 1 ? found : [];
    if (record === undefined) continue;
    records.push(record);
    const psd = record.tags.get("psd")?.toLowerCase();
    if (psd === "n") return { domain: name, records };
    if (psd === "y" && name !== domain) return { domain: below(name, domain), records };
  }
  return { domain: records.at(-1)?.domain ?? null, records };
}

function below(suffix: string, domain: string): string {
  return domain
    .split(".")
    .slice(-(suffix.split(".").length + 1))
    .join(".");
}

function nameOf(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, "");
}
