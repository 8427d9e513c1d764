/**
 * DMARC by RFC 9989, which replaced RFC 7489: a walk up the tree of names instead of a list of public suffixes, `np`,
 * `psd` and `t` added, `pct`, `rf` and `ri` removed.
 */
import { type Ask, readTags } from "./dns.ts";

export type Policy = "none" | "quarantine" | "reject";

export interface DmarcReading {
  readonly state: "valid" | "none" | "unknown";
  /** Where the record that applies stands; null without one. */
  readonly domain: string | null;
  readonly record: string | null;
  /** What receivers are asked to do with what does not align. */
  readonly policy: Policy | null;
  /** Somebody gets reports. */
  readonly isReported: boolean;
  /** Things in it that no longer mean anything, or that keep it from meaning what it should. */
  readonly notes: readonly string[];
  readonly reason: string | null;
}

export interface DmarcRecord {
  readonly domain: string;
  readonly text: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** RFC 9989 §4.10: longer names are cut to seven labels, so that nobody can be made to ask without end. */
const mostLabels = 8;
const removed = ["pct", "rf", "ri"];
const nothing = { domain: null, record: null, policy: null, isReported: false, notes: [] };

export async function readDmarc(domain: string, ask: Ask): Promise<DmarcReading> {
  const found: DmarcRecord[] = [];
  const notes: string[] = [];
  for (const name of walkOf(domain)) {
    const answer = await ask(`_dmarc.${name}`, "TXT");
    if (answer.kind === "unknown") return { ...nothing, state: "unknown", reason: answer.reason };
    const records = answer.kind === "found" ? answer.values.flatMap((text) => recordOf(name, text)) : [];
    if (records.length > 1) notes.push(`${name} has ${records.length} DMARC records, so receivers heed none of them.`);
    const [record] = records.length === 1 ? records : [];
    if (record === undefined) continue;
    found.push(record);
    // The domain's own record applies; nothing above it can change that.
    if (name === domain || record.tags.has("psd")) break;
  }
  const applies = found.find((record) => record.domain === domain) ?? found.at(-1);
  if (applies === undefined) return { ...nothing, state: "none", notes, reason: null };
  return readingOf(applies, domain, notes);
}

/** A domain and what it may answer to, the nearest first. */
export function* walkOf(domain: string): Generator<string> {
  const labels = domain.split(".");
  yield domain;
  for (let from = labels.length >= mostLabels ? labels.length - 7 : 1; from < labels.length; from += 1) {
    yield labels.slice(from).join(".");
  }
}

/** What a record at `name` says, where it is one of DMARC. */
export function recordOf(domain: string, text: string): DmarcRecord[] {
  // RFC 9989 §4.7: what does not begin so is another record, and no error.
  if (!/^v\s*=\s*DMARC1\s*(?:;|$)/.test(text)) return [];
  const tags = readTags(text);
  if (tags === null) return [];
  // Without a policy it says something only to whoever is to get reports.
  return policyOf(tags.get("p")) !== null || tags.has("rua") ? [{ domain, text, tags }] : [];
}

function policyOf(text: string | undefined): Policy | null {
  const policy = text?.toLowerCase();
  return policy === "none" || policy === "quarantine" || policy === "reject" ? policy : null;
}

function readingOf({ domain, text, tags }: DmarcRecord, asked: string, before: readonly string[]): DmarcReading {
  const own = policyOf(tags.get("p")) ?? "none";
  const policy = domain === asked ? own : (policyOf(tags.get("sp")) ?? own);
  const old = removed.filter((name) => tags.has(name));
  const notes = [...before];
  if (old.length > 0) notes.push(`${old.join(", ")} mean nothing since RFC 9989; take them out.`);
  if (policyOf(tags.get("p")) === null) notes.push("p= is missing or misspelled, so it counts as none.");
  if (tags.get("t")?.toLowerCase() === "y") notes.push("t=y: the policy is only tested, and applied one step milder.");
  return { state: "valid", domain, record: text, policy, isReported: tags.has("rua"), notes, reason: null };
}
