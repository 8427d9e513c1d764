import type { Impact, Migration, PublishGroup } from "@haste/contract/nouns/publishing";
import { plural } from "../../ui/numbers.ts";

export type PublishAction = PublishGroup["action"];

/** What was chosen for groups of people, by their key; who is not in it stays on the version they run by. */
export type Choices = ReadonlyMap<string, PublishAction>;

const separator = " ";

/** A group is a step of one version. */
export function keyOf({ stepId, version }: Pick<PublishGroup, "stepId" | "version">): string {
  return `${stepId}${separator}${version}`;
}

export function migrationsOf(choices: Choices): Migration[] {
  return [...choices]
    .filter(([, action]) => action !== "keep")
    .map(([key, action]) => {
      const [atStepId = "", atVersion] = key.split(separator);
      return { atStepId, atVersion: Number(atVersion), action };
    });
}

/** The same action for everybody. */
export function allOf(groups: readonly PublishGroup[], action: PublishAction): Choices {
  return new Map(groups.map((group) => [keyOf(group), action]));
}

/** `38 people go on in version 5, 612 keep to the old path.`; where no version is new, only who goes on in it. */
export function publishedWords({ version, groups }: Impact, isNew = true): string {
  const countOf = (keeps: boolean) =>
    groups.filter(({ action }) => (action === "keep") === keeps).reduce((sum, { people }) => sum + people, 0);
  const [kept, taken] = [countOf(true), countOf(false)];
  if (!isNew) return `${plural(taken, "person goes", "people go")} on in version ${version}.`;
  const said = [
    taken > 0 ? `${plural(taken, "person goes", "people go")} on in it` : "",
    kept > 0 ? `${plural(kept, "person keeps", "people keep")} to the old path` : "",
  ].filter(Boolean);
  return `Version ${version} is published${said.length > 0 ? `; ${said.join(", ")}` : ""}.`;
}
