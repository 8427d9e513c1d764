import type { SequenceVersion } from "@haste/contract/nouns/sequences";
import { plural } from "../../ui/numbers.ts";

/** People who stand before one step of one version. */
export interface StandingGroup {
  readonly version: number;
  readonly stepId: string;
  readonly title: string;
  readonly people: number;
  readonly paused: number;
}

/** Newest version first, and in each the order of its steps. */
export function groupsOf(versions: readonly SequenceVersion[]): StandingGroup[] {
  return versions.flatMap(({ version, people = [] }) => people.map((group) => ({ ...group, version })));
}

export function peopleIn(groups: readonly Pick<StandingGroup, "people">[]): number {
  return groups.reduce((sum, { people }) => sum + people, 0);
}

/** "12 people on version 3, before step 2, “Shall I close the file?”" */
export function groupWords({ version, title, people, paused }: StandingGroup): string {
  const some = paused === people ? ", all paused" : `, ${paused} of them paused`;
  const resting = paused === 0 ? "" : some;
  return `${plural(people, "person", "people")} on version ${version}, before ${title}${resting}`;
}

/** "38 people: 12 before step 2, 26 before step 3", for one version. */
export function versionWords({ people = [] }: SequenceVersion): string {
  const all = peopleIn(people);
  if (all === 0) return "Nobody is on the way by it";
  const steps = people.map((group) => `${group.people} before ${group.title.replace(/,.*$/, "")}`);
  return `${plural(all, "person", "people")} on the way: ${steps.join(", ")}`;
}
