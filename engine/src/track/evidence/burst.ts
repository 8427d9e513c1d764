import type { JudgedVisit, Rule, Visit } from "./visit.ts";

/** A program goes through a mail's links in so short a time; a person reads in between. */
export const burstWindowMs = 10_000;
/** Two links so close together are faster than a browser gives its window back. */
const doubleClickMs = 2_000;

const near = (visit: Visit, others: readonly JudgedVisit[], ms: number) =>
  others.filter((other) => Math.abs(other.at - visit.at) <= ms);

function linksOf(visits: readonly Visit[]): ReadonlySet<number> {
  return new Set(visits.flatMap(({ kind, link }) => (kind === "clicked" ? (link ?? []) : [])));
}

/** Whoever asks is the same as far as can be seen: program and network. Two people of one office may look alike. */
export function looksAlike(a: Visit, b: Visit): boolean {
  return a.agent === b.agent && a.network === b.network;
}

/** How many links were followed around a click in too short a time; 0: no more than people do. */
function burstAround(click: Visit, others: readonly JudgedVisit[]): number {
  const many = linksOf([click, ...near(click, others, burstWindowMs)]).size;
  if (many >= 3) return many;
  const two = linksOf([click, ...near(click, others, doubleClickMs)]).size;
  return two === 2 ? two : 0;
}

/** Many links at once. */
export const burstRules: readonly Rule[] = [
  {
    name: "burst",
    family: "burst",
    source: "mautic/mautic#16263: gateways fetch every link of a mail, within seconds",
    find(visit, others) {
      const links = visit.kind === "clicked" ? burstAround(visit, others) : 0;
      return links === 0 ? null : { says: "machine", value: String(links) };
    },
  },
  {
    name: "with-a-burst",
    family: "burst",
    source: "a scanner that renders a mail loads its pixel and its links alike",
    find(visit, others) {
      if (visit.kind !== "opened") return null;
      const alike = near(visit, others, burstWindowMs).filter((other) => looksAlike(visit, other));
      const links = Math.max(
        0,
        ...alike.filter(({ kind }) => kind === "clicked").map((one) => burstAround(one, alike)),
      );
      return links === 0 ? null : { says: "machine", value: String(links) };
    },
  },
  {
    name: "after-head",
    family: "burst",
    source: "gophish/gophish#973: SafeLinks asks for one link twice in the same second",
    find(visit, others) {
      const before = near(visit, others, burstWindowMs).some(
        (other) => other.method === "HEAD" && other.link === visit.link && looksAlike(visit, other),
      );
      return visit.kind === "clicked" && visit.method !== "HEAD" && before ? { says: "machine", value: "HEAD" } : null;
    },
  },
];
