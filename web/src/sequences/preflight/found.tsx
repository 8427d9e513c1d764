import type { Sequence } from "@haste/contract/nouns/sequences";
import { Split } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { NARROW, useMedia } from "../../ui/use-width.ts";
import { ByKind } from "./by-kind.tsx";
import { FindingBar } from "./finding-bar.tsx";
import { FindingsTable } from "./findings-table.tsx";
import { PersonFindings } from "./person-findings.tsx";
import s from "./preflight.module.css";
import { Summary } from "./summary.tsx";
import type { Shown } from "./use-preflights.ts";
import { WorstTable } from "./worst-table.tsx";

/** What was found: the sentence, then every finding or the people with the most of them. */
export function Found({ sequence, shown, isRunning }: { sequence: Sequence; shown: Shown; isRunning: boolean }) {
  const [url, setUrl] = useUrlState();
  const isNarrow = useMedia(NARROW);
  const isWorst = url.view === "worst";
  const person = url.person;
  if (shown.people === 0 && !isRunning && shown.finishedAt !== null)
    return (
      <Empty
        title="Nobody to look at"
        text="Nobody matched when it ran. Choose other people above, all contacts for instance, and run it again."
      />
    );
  return (
    <>
      <Summary shown={shown} />
      {shown.byCode.length === 0 ? (
        <Nothing isRunning={isRunning} />
      ) : (
        <>
          <FindingBar sequence={sequence} shown={shown} />
          <Split>
            <div className={s.table}>
              {isWorst ? <WorstTable shown={shown} /> : <FindingsTable sequence={sequence} shown={shown} />}
            </div>
            {person ? (
              <PersonFindings
                key={person}
                sequence={sequence}
                preflightId={shown.id}
                contactId={person}
                onClose={() => setUrl({ person: null }, { replace: true })}
              />
            ) : null}
            {person || isNarrow || isWorst ? null : <ByKind shown={shown} />}
          </Split>
        </>
      )}
    </>
  );
}

function Nothing({ isRunning }: { isRunning: boolean }) {
  if (isRunning) return null;
  return <Empty title="Nothing to mend" text="Every email can be written for everybody who was looked at." />;
}
