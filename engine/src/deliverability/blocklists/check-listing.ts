/** Whether an address or a name stands on a list, by RFC 5782; what the list does not say is unknown, never clean. */
import type { Ask } from "../dns.ts";
import { type Blocklist, blocklists, type ListReason } from "./lists.ts";

export interface Listing {
  readonly list: string;
  readonly name: string;
  readonly weight: Blocklist["weight"];
  /** The address or domain that was asked about. */
  readonly subject: string;
  /** `note`: it stands there, which is no word on the sender. */
  readonly state: "clean" | "listed" | "note" | "unknown";
  readonly detail: string;
  /** What the list answered. */
  readonly codes: readonly string[];
  readonly page: string;
  readonly removal: string;
}

export interface ListSubject {
  readonly of: Blocklist["of"];
  readonly value: string;
}

/** Why a list cannot be asked from here; null: it answers as RFC 5782 § 5 wants. */
export type ListHealth = string | null;

/** Asks every list that knows such subjects, one question after the other: lists refuse those who ask in floods. */
export async function checkListings(subjects: readonly ListSubject[], ask: Ask): Promise<Listing[]> {
  const listings: Listing[] = [];
  for (const list of blocklists) {
    const asked = subjects.filter(({ of }) => of === list.of);
    if (asked.length === 0) continue;
    const health = await healthOf(list, ask);
    for (const { value } of asked) listings.push(await checkListing(list, value, { ask, health }));
  }
  return listings;
}

/**
 * A list has entries that are always there and others that never are. A resolver that knows nothing of the first cannot
 * tell who is listed, and one that finds the second makes answers up (a captive network, a typo catcher).
 */
async function healthOf(list: Blocklist, ask: Ask): Promise<ListHealth> {
  const probe = await ask(nameIn(list, list.probe), "A");
  if (probe.kind === "unknown") return probe.reason;
  if (probe.kind === "none" || probe.values.length === 0) return "The list does not answer this server's resolver.";
  if (probe.values.some((value) => octetsOf(value) === null)) return "This server's resolver makes answers up.";
  const readings = readAll(list, probe.values);
  if (readings.includes("refused")) return refusal;
  const never = await ask(nameIn(list, list.of === "address" ? "127.0.0.1" : "invalid"), "A");
  if (never.kind === "found" && !readAll(list, never.values).includes("refused"))
    return "The list, or this server's resolver, lists everything.";
  return null;
}

const refusal = "The list refuses this server's resolver: a public or busy one. Use a resolver of your own.";

async function checkListing(
  list: Blocklist,
  value: string,
  { ask, health }: { ask: Ask; health: ListHealth },
): Promise<Listing> {
  const { id, name, weight, page, removal } = list;
  const base = { list: id, name, weight, subject: value, page, removal };
  const of = (state: Listing["state"], detail: string, codes: readonly string[] = []): Listing => ({
    ...base,
    state,
    detail,
    codes,
  });
  if (health !== null) return of("unknown", health);
  const answer = await ask(nameIn(list, value), "A");
  if (answer.kind === "unknown") return of("unknown", answer.reason);
  if (answer.kind === "none") return of("clean", "It does not stand on it.");
  const readings = readAll(list, answer.values);
  if (readings.includes("refused")) return of("unknown", refusal, answer.values);
  const reasons = readings.filter((reading): reading is ListReason => typeof reading === "object" && reading !== null);
  // A code nobody documented may mean anything; a list that changed its codes must not make everybody look listed.
  if (reasons.length === 0)
    return of("unknown", `It answered ${answer.values.join(", ")}, which has no known meaning.`, answer.values);
  const isListed = reasons.some(({ severity }) => severity === "listed");
  return of(isListed ? "listed" : "note", [...new Set(reasons.map(({ why }) => why))].join(" "), answer.values);
}

function readAll(list: Blocklist, values: readonly string[]): ReturnType<Blocklist["read"]>[] {
  return values.map((value) => {
    const octets = octetsOf(value);
    return octets === null ? null : list.read(octets);
  });
}

/** RFC 5782 § 2.1: lists answer inside 127.0.0.0/8; anything else comes from somebody who answers in their place. */
function octetsOf(value: string): number[] | null {
  const octets = value.split(".").map(Number);
  const isAddress =
    octets.length === 4 && octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255);
  return isAddress && octets[0] === 127 ? octets : null;
}

function nameIn({ of, zone }: Blocklist, value: string): string {
  return `${of === "address" ? reversed(value) : value}.${zone}`;
}

/** `192.0.2.99` → `99.2.0.192`; IPv6 by nibbles (RFC 5782 § 2.4). */
export function reversed(address: string): string {
  if (!address.includes(":")) return address.split(".").reverse().join(".");
  return nibblesOf(address).reverse().join(".");
}

function nibblesOf(address: string): string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const between =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  return [...first, ...between, ...last].flatMap((group) => [...group.padStart(4, "0")]);
}
