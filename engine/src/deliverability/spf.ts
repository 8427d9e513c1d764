/** Sender Policy Framework, RFC 7208: which servers may send for a domain, and whether its record can be followed. */
import { type Ask, longestRecord } from "./dns.ts";

export interface SpfReading {
  /** `broken`: a receiver answers permerror, as if there were no record, only worse. */
  readonly state: "valid" | "none" | "broken" | "unknown";
  readonly record: string | null;
  /** Terms that make a receiver ask the DNS, in the record and everything it includes. */
  readonly lookups: number;
  /** Every domain it includes or redirects to, at any depth. */
  readonly includes: readonly string[];
  /** It names servers in ways other than by including a provider, so a provider may be covered without being named. */
  readonly namesServers: boolean;
  /** The last word on everybody else: `+all` lets anybody send. */
  readonly all: "+" | "-" | "~" | "?" | null;
  /** Why it is broken or unknown. */
  readonly reason: string | null;
}

/** RFC 7208 §4.6.4. */
const mostLookups = 10;
/** Of them, those that lead nowhere: receivers stop there as well (§4.6.4). */
const mostVoid = 2;

interface Term {
  readonly qualifier: "+" | "-" | "~" | "?";
  readonly name: string;
  readonly value: string;
  readonly isModifier: boolean;
}

interface Walk {
  readonly ask: Ask;
  lookups: number;
  voids: number;
  namesServers: boolean;
  readonly includes: Set<string>;
}

class Stop {
  readonly state: "broken" | "unknown";
  readonly reason: string;

  constructor(state: Stop["state"], reason: string) {
    this.state = state;
    this.reason = reason;
  }
}

/** Reads a domain's record and what it includes. Every term counts: a receiver may have to walk them all. */
export async function readSpf(domain: string, ask: Ask): Promise<SpfReading> {
  const walk: Walk = { ask, lookups: 0, voids: 0, namesServers: false, includes: new Set() };
  const found = await findRecord(domain, ask);
  const record = found instanceof Stop ? null : found;
  const of = (state: SpfReading["state"], all: SpfReading["all"], reason: string | null): SpfReading => ({
    state,
    record,
    lookups: walk.lookups,
    includes: [...walk.includes],
    namesServers: walk.namesServers,
    all,
    reason,
  });
  if (found instanceof Stop) return of(found.state, null, found.reason);
  if (found === null) return of("none", null, null);
  const end = await follow(walk, found, [domain]);
  return end instanceof Stop ? of(end.state, null, end.reason) : of("valid", end, null);
}

async function findRecord(domain: string, ask: Ask): Promise<string | Stop | null> {
  const answer = await ask(domain, "TXT");
  if (answer.kind === "unknown") return new Stop("unknown", answer.reason);
  if (answer.kind === "none") return null;
  const records = answer.values.filter((value) => /^v=spf1(?: |$)/i.test(value));
  // RFC 7208 §4.5: more than one is an error, whatever they say.
  if (records.length > 1) return new Stop("broken", `${domain} has ${records.length} SPF records; only one may stand.`);
  return records[0] ?? null;
}

/** Walks a record; answers how it ends for everybody it does not name. */
async function follow(walk: Walk, record: string, trail: readonly string[]): Promise<SpfReading["all"] | Stop> {
  const terms = parseSpf(record);
  if (typeof terms === "string") return new Stop("broken", `${trail.at(-1)}: ${terms}`);
  const all = terms.find(({ name, isModifier }) => name === "all" && !isModifier);
  // RFC 7208 §5.1: what stands behind `all` is never reached, and redirect is ignored beside it.
  const reached = all === undefined ? terms : terms.slice(0, terms.indexOf(all));
  for (const term of reached) {
    if (term.isModifier) continue;
    const stop = await take(walk, term, trail);
    if (stop !== null) return stop;
  }
  if (all !== undefined) return all.qualifier;
  const redirect = terms.find(({ name, isModifier }) => name === "redirect" && isModifier);
  return redirect === undefined ? null : enter(walk, redirect.value, trail);
}

async function take(walk: Walk, term: Term, trail: readonly string[]): Promise<Stop | null> {
  if (term.name === "include") {
    const end = await enter(walk, term.value, trail);
    return end instanceof Stop ? end : null;
  }
  if (term.qualifier === "+") walk.namesServers = true;
  if (term.name === "ip4" || term.name === "ip6") return null;
  return count(walk, trail) ?? (term.name === "a" || term.name === "mx" ? lookFor(walk, term, trail) : null);
}

/** Follows `a` and `mx` only so far as to see whether they lead anywhere. */
async function lookFor(walk: Walk, { name, value }: Term, trail: readonly string[]): Promise<Stop | null> {
  // `a/24` names a range of its own domain, `a:host/24` of another.
  const target = value.replace(/^\d+(?:\/\/\d+)?$|\/.*$/, "");
  const domain = target.toLowerCase().replace(/\.$/, "") || (trail.at(-1) as string);
  if (domain.includes("%")) return null;
  const answer = await walk.ask(domain, name === "mx" ? "MX" : "A");
  // A host may have addresses of IPv6 only, and a receiver asks for the kind the mail came by.
  const isVoid = answer.kind === "none" && (name === "mx" || (await walk.ask(domain, "AAAA")).kind === "none");
  if (!isVoid) return null;
  walk.voids += 1;
  if (walk.voids <= mostVoid) return null;
  return new Stop(
    "broken",
    `${trail[0]} asks for more than ${mostVoid} names that do not exist, such as ${domain}; receivers stop there.`,
  );
}

async function enter(walk: Walk, target: string, trail: readonly string[]): Promise<SpfReading["all"] | Stop> {
  const over = count(walk, trail);
  if (over !== null) return over;
  // A macro stands for what is known of one mail only (RFC 7208 §7).
  if (target.includes("%")) {
    walk.namesServers = true;
    return null;
  }
  const domain = target.toLowerCase().replace(/\.$/, "");
  if (trail.includes(domain)) return new Stop("broken", `${domain} includes itself.`);
  walk.includes.add(domain);
  const found = await findRecord(domain, walk.ask);
  if (found instanceof Stop) return found;
  // RFC 7208 §5.2 and §6.1: without a record there, the whole check ends in permerror.
  if (found === null) return new Stop("broken", `${trail.at(-1)} includes ${domain}, which has no SPF record.`);
  return follow(walk, found, [...trail, domain]);
}

function count(walk: Walk, trail: readonly string[]): Stop | null {
  walk.lookups += 1;
  if (walk.lookups <= mostLookups) return null;
  return new Stop("broken", `${trail[0]} needs more than ${mostLookups} DNS lookups; receivers stop there.`);
}

/** The terms of a record, or why a receiver refuses it. */
function parseSpf(record: string): readonly Term[] | string {
  if (record.length > longestRecord) return "The record is too long to be read.";
  const terms: Term[] = [];
  for (const text of record.trim().split(/ +/).slice(1)) {
    const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(text);
    if (modifier !== null) {
      const [, name = "", value = ""] = modifier;
      const isTwice = terms.some((term) => term.isModifier && term.name === name.toLowerCase());
      if (isTwice && /^(?:redirect|exp)$/i.test(name)) return `${name} stands twice.`;
      if (/^redirect$/i.test(name) && value === "") return "redirect names no domain.";
      terms.push({ qualifier: "+", name: name.toLowerCase(), value, isModifier: true });
      continue;
    }
    const mechanism = /^([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/](.*))?$/i.exec(text);
    if (mechanism === null) return `“${text.slice(0, 60)}” is no term of SPF.`;
    const [, qualifier = "", name = "", value = ""] = mechanism;
    const needsValue = /^(?:include|ip4|ip6|exists)$/i.test(name);
    if (needsValue && value === "") return `“${text.slice(0, 60)}” names nothing.`;
    terms.push({
      qualifier: (qualifier || "+") as Term["qualifier"],
      name: name.toLowerCase(),
      value,
      isModifier: false,
    });
  }
  return terms;
}
