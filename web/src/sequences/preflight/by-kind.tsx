import { count, plural } from "../../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../../ui/page.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { fixOf, nameOf } from "./finding-words.ts";
import s from "./preflight.module.css";
import { SeverityMark } from "./severity.tsx";
import type { Shown } from "./use-preflights.ts";

/** Kind by kind, errors first: how many people, and what mends it. A press shows only these. */
export function ByKind({ shown }: { shown: Shown }) {
  const [url, setUrl] = useUrlState();
  return (
    <SidePanel label="By kind" width={300}>
      <PanelHeader title="By kind" />
      <ul>
        {shown.byCode.map(({ code, severity, findings, people }) => {
          const isOn = url.code === code && (url.severity ?? severity) === severity;
          return (
            <li key={`${code} ${severity}`}>
              <button
                type="button"
                className={s.kind}
                aria-pressed={isOn}
                title={`${plural(findings, "finding", "findings")}`}
                onClick={() =>
                  setUrl(isOn ? { code: null, severity: null } : { code, severity, person: null }, { replace: true })
                }
              >
                <SeverityMark severity={severity} />
                <span className={s.kindText}>
                  <b>{nameOf(code)}</b>
                  <span>{fixOf(code)}</span>
                </span>
                <span className="num">{count(people)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </SidePanel>
  );
}
