import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { plural } from "../../ui/numbers.ts";
import { useUrlState } from "../../ui/use-url-state.ts";
import { plainLiquid } from "../words.ts";
import s from "./publish.module.css";
import { groupsOf, groupWords, peopleIn } from "./standing-words.ts";
import { useVersions } from "./version-queries.ts";

/** More rows would push the steps out of sight; the dialog has all of them. */
const SHOWN = 4;

/** Under the steps: whom publishing meets, or who still runs by an older version, with the way to decide about them. */
export function PublishFoot({ sequence }: { sequence: Sequence }) {
  const [, setUrl] = useUrlState();
  const { publishedVersion, hasUnpublishedChanges } = sequence;
  const isWanted = hasUnpublishedChanges || (publishedVersion ?? 0) > 1;
  const versions = useVersions(sequence, isWanted && !sequence.archivedAt);
  if (!isWanted || !versions.data || publishedVersion === null) return null;
  const all = groupsOf(versions.data.data);
  const groups = hasUnpublishedChanges ? all : all.filter(({ version }) => version !== publishedVersion);
  if (groups.length === 0) return null;
  const n = peopleIn(groups);
  const title = hasUnpublishedChanges
    ? `Publishing version ${publishedVersion + 1} meets ${plural(n, "person", "people")} on the way`
    : `${plural(n, "person is", "people are")} still on an older version than ${publishedVersion}`;
  return (
    <section className={s.underSteps} aria-label={title}>
      <div className={s.underHead}>
        <h2>{title}</h2>
        <Button size="xs" variant="subtle" onClick={() => setUrl({ versions: "1" })}>
          Versions
        </Button>
        <Button size="xs" onClick={() => setUrl({ publish: "1" })}>
          {hasUnpublishedChanges ? "Decide for each group…" : "Move them…"}
        </Button>
      </div>
      <ul>
        {groups.slice(0, SHOWN).map((group) => (
          <li key={`${group.version} ${group.stepId}`} className="cut" dir="auto">
            {plainLiquid(groupWords(group))}
          </li>
        ))}
        {groups.length > SHOWN ? (
          <li className="quiet">
            and {plural(peopleIn(groups.slice(SHOWN)), "person", "people")} in{" "}
            {plural(groups.length - SHOWN, "more group", "more groups")}
          </li>
        ) : null}
      </ul>
    </section>
  );
}
