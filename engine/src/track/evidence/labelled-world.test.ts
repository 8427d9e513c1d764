import { describe, expect, it } from "vitest";
import { type LabelledVisit, labelledMails } from "../../../../tests/support/labelled-visits.ts";
import type { Actor } from "../signals.ts";
import { burstWindowMs } from "./burst.ts";
import { judgeAgain, judgeVisit } from "./judge.ts";
import type { JudgedVisit } from "./visit.ts";

interface Told extends LabelledVisit {
  /** What was said when it came. */
  readonly first: Actor;
  /** What moved people: at once, or when the seconds of its burst were over. */
  readonly moved: boolean;
  readonly last: Actor;
}

/** What the product says of one mail's visits: each when it comes, held clicks when their window is over, all at the end. */
function tell(visits: readonly LabelledVisit[]): Told[] {
  const known: (JudgedVisit & LabelledVisit)[] = [];
  const firsts = visits.map((visit) => {
    const verdict = judgeVisit(visit, known);
    known.push({ ...visit, actor: verdict.actor });
    return verdict;
  });
  const last = judgeAgain(known);
  return visits.map((visit, place) => {
    const { actor: first, holdMs } = firsts[place] ?? { actor: "unknown", holdMs: null };
    const seen = known.filter(({ at }) => at <= visit.at + burstWindowMs);
    const atTheEndOfItsWindow = judgeAgain(seen)[place]?.actor;
    const moved = holdMs === null ? first === "human" : atTheEndOfItsWindow === "human";
    return { ...visit, first, moved, last: last[place]?.actor ?? "unknown" };
  });
}

const told = labelledMails(4_000, "evidence").flatMap(({ visits }) => tell(visits));
const share = (some: readonly Told[], of: readonly Told[]) => some.length / of.length;
const are = (truth: Told["truth"]) => told.filter((visit) => visit.truth === truth);

describe("people and machines of a labelled world", () => {
  it("are told apart well enough: what moves people was a person", () => {
    const moved = told.filter((visit) => visit.moved);
    const machines = told.filter(({ last }) => last === "machine");
    const humans = are("human").filter(({ who }) => who !== "Gmail" || who !== "Gmail");
    const certain = humans.filter(({ agent }) => !/GoogleImageProxy/.test(agent));
    const figures = {
      visits: told.length,
      movedPrecision: share(moved.filter(({ truth }) => truth === "human"), moved),
      movedRecall: share(certain.filter((visit) => visit.moved), certain),
      machinePrecision: share(machines.filter(({ truth }) => truth === "machine"), machines),
      machineRecall: share(are("machine").filter(({ last }) => last === "machine"), are("machine")),
      countedOfHumans: share(humans.filter(({ last }) => last !== "machine"), humans),
    };
    console.info("labelled world", figures, byGuest());
    expect(figures.movedPrecision).toBeGreaterThan(0.97);
    expect(figures.movedRecall).toBeGreaterThan(0.93);
    expect(figures.machinePrecision).toBeGreaterThan(0.98);
    expect(figures.machineRecall).toBeGreaterThan(0.9);
    expect(figures.countedOfHumans).toBeGreaterThan(0.98);
  });
});

/** Of each guest, how its visits were judged in the end. */
function byGuest(): Record<string, Record<string, number>> {
  const rows: Record<string, Record<string, number>> = {};
  for (const { who, truth, last } of told) {
    const row = (rows[`${who} (${truth})`] ??= {});
    row[last] = (row[last] ?? 0) + 1;
  }
  return rows;
}
