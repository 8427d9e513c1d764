import type { JudgedVisit, Rule, Visit } from "./visit.ts";

/** A program goes through a mail's links in so short a time; a person reads in between. */
export const burstWindowMs = 10_000;
/** Two links so close together are faster than a browser gives its window back. */
const doubleClickMs = 2_000;

const near = (visit: Visit, others: readonly JudgedVisit[], ms: number) =>
  others.filter((other) => Math.abs(other.at - visit.at) <= ms);

function linksOf(visit: Visit, others: readonly JudgedVisit[], ms: number): ReadonlySet<number> {
  const clicked = [visit, ...near(visit, others, ms)].filter(({ kind }) => kind === "clicked");
  return new Set(clicked.flatMap(({ link }) => link ?? []));
}

/** Whoever asks is the same as far as can be seen: program and network. Two people of one office may look alike. */
export function looksAlike(a: Visit, b: Visit): boolean {
  return a.agent === b.agent && a.network === b.network;
}

/** Many links at once. */
export const burstRules: readonly Rule[] = [
  {
    name: "all-links",
    family: "burst",
    source: "mautic/mautic#16263: gateways fetch every link of a mail, within seconds",
    find(visit, others) {
      const links = linksOf(visit, others, burstWindowMs);
      return visit.kind === "clicked" && links.size >= 3 ? { says: "machine", value: String(links.size) } : null;
    },
  },
  {
    name: "two-links",
    family: "burst",
    source: "the same, in a mail of two links",
    find(visit, others) {
      const links = linksOf(visit, others, doubleClickMs);
      return visit.kind === "clicked" && links.size === 2 ? { says: "machine", value: String(links.size) } : null;
    },
  },
  {
    name: "with-a-burst",
    family: "burst",
    source: "a scanner that renders a mail loads its pixel and its links alike",
    find(visit, others) {
      if (visit.kind !== "opened") return null;
      const alike = near(visit, others, burstWindowMs).filter((other) => looksAlike(visit, other));
      const links = new Set(alike.flatMap(({ kind, link }) => (kind === "clicked" && link !== null ? [link] : [])));
      return links.size >= 3 ? { says: "machine", value: String(links.size) } : null;
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
