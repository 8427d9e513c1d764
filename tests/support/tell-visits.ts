import { type Actor, type JudgedVisit, judgeAgain, judgeVisit, type Visit } from "@haste/engine/track";

/** What the product says of a visit. */
export interface Told {
  /** What was said when it came. */
  readonly first: Actor;
  /** What moved people: at once, or when the seconds of its burst were over. */
  readonly moved: boolean;
  readonly last: Actor;
}

/** What the product says of one mail's visits: each when it comes, held clicks when their window is over, all at the end. */
export function tell<T extends Visit>(visits: readonly T[]): (T & Told)[] {
  const known: JudgedVisit[] = [];
  const firsts = visits.map((visit) => {
    const verdict = judgeVisit(visit, known);
    known.push({ ...visit, actor: verdict.actor });
    return verdict;
  });
  const last = judgeAgain(known);
  return visits.map((visit, place) => {
    const { actor: first, holdMs } = firsts[place] ?? { actor: "unknown", holdMs: null };
    const seen = known.filter(({ at }) => at <= visit.at + (holdMs ?? 0));
    const moved = holdMs === null ? first === "human" : judgeAgain(seen)[place]?.actor === "human";
    return { ...visit, first, moved, last: last[place]?.actor ?? "unknown" };
  });
}
