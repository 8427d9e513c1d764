import { scoreVerdicts, type VerdictScore } from "@haste/engine/report";
import type { Actor } from "@haste/engine/track";
import { personaVisits } from "./persona-visits.ts";

/** How the visits of one kind of visitor were called. */
export interface CalledRow {
  readonly who: string;
  readonly kind: "opened" | "clicked";
  readonly called: Readonly<Record<Actor, number>>;
  /** Of these, how many moved their person at the time. */
  readonly moved: number;
}

interface Measured {
  readonly contacts: number;
  readonly visits: number;
  readonly score: VerdictScore;
  readonly rows: readonly CalledRow[];
}

/** The sandbox's own world told apart by today's rules: how well, and who was called what. */
export async function measurePersonas(contacts = 4_000, seed = "november"): Promise<Measured> {
  const visits = await personaVisits(contacts, seed);
  const groups = Map.groupBy(visits, ({ who, kind }) => `${who} ${kind}`);
  const rows = [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]): CalledRow[] => {
      const said = (actor: Actor) => group.filter(({ last }) => last === actor).length;
      const called = { human: said("human"), unknown: said("unknown"), machine: said("machine") };
      return group.slice(0, 1).map(({ who, kind }) => ({
        ...{ who, kind, called },
        moved: group.filter((visit) => visit.moved).length,
      }));
    });
  const score = scoreVerdicts(visits.map(({ truth, last: actor }) => ({ truth, actor, n: 1 })));
  return { contacts, visits: visits.length, score, rows };
}
