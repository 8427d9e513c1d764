import { looksAlike } from "./burst.ts";
import type { JudgedVisit, Rule, Visit } from "./visit.ts";

/** A patient scanner takes so long for some links; people who follow three from top to bottom mostly read longer. */
const walkMs = 180_000;
/** Seeing a mail, choosing a link and reaching it takes longer. */
const atOnceMs = 1_000;

const opensBefore = (visit: Visit, others: readonly JudgedVisit[]) =>
  others.filter(({ kind, at, actor }) => kind === "opened" && at <= visit.at && actor !== "machine");

/** Whether the same program, from the same network, opened the mail before: what a person's click looks like. */
export function isBackedByAnOpen(visit: Visit, others: readonly JudgedVisit[]): boolean {
  return opensBefore(visit, others).some((open) => open.actor === "human" && looksAlike(open, visit));
}

/** What came before what. */
export const orderRules: readonly Rule[] = [
  {
    name: "click-without-open",
    family: "order",
    // A hint and no more: Outlook loads no pictures before it is told to, and tracking of opens may be off.
    source:
      "Microsoft, support.microsoft.com/office/15e08854-6808-49b1-9a0a-50b81f2d617a: pictures are blocked at first",
    find: (visit, others) =>
      visit.kind === "clicked" && opensBefore(visit, others).length === 0 ? { says: "hint", value: "" } : null,
  },
  {
    name: "click-at-once",
    family: "order",
    // No more than a doubt: some programs load the pictures only when something is pressed.
    source: "warmbly/warmbly#412, where it was left out because its authors could not look again later",
    find(visit, others) {
      const alike = others.filter((other) => other.kind !== visit.kind && looksAlike(visit, other));
      const gaps = alike.map((other) => (visit.kind === "clicked" ? visit.at - other.at : other.at - visit.at));
      const gap = gaps.find((ms) => ms >= 0 && ms < atOnceMs);
      return gap === undefined ? null : { says: "doubt", value: String(gap) };
    },
  },
  {
    name: "document-order",
    family: "order",
    source: "a walk through the mail's HTML meets its links from top to bottom; people skip and go back",
    find(visit, others) {
      const walked = [...others.filter((other) => Math.abs(visit.at - other.at) <= walkMs), visit]
        .filter(({ kind, link }) => kind === "clicked" && link !== null)
        .toSorted((a, b) => a.at - b.at || (a.link ?? 0) - (b.link ?? 0))
        .map(({ link }) => link as number)
        .filter((link, place, links) => link !== links[place - 1]);
      if (visit.kind !== "clicked" || walked.length < 3) return null;
      const rises = walked.every((link, place) => place === 0 || link > (walked[place - 1] ?? 0));
      return rises ? { says: "doubt", value: walked.map((link) => link + 1).join(" → ") } : null;
    },
  },
];
