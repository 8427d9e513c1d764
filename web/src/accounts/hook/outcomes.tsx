import type { ProviderHook } from "@haste/contract/nouns/provider-hooks";
import { useTimes } from "../../app/clock.tsx";
import { count } from "../../ui/numbers.ts";
import { Glyph } from "../../ui/status/glyph.tsx";
import s from "./hook.module.css";
import { isRefusal, outcomeWords } from "./hook-words.ts";

/** What came of everything that arrived, what was refused marked with its reason. */
export function Outcomes({ outcomes }: Pick<ProviderHook, "outcomes">) {
  const times = useTimes();
  return (
    <ul className={s.outcomes} aria-label="What came of the notices">
      {outcomes.map(({ outcome, count: n, lastAt, detail }) => (
        <li key={outcome}>
          <Glyph
            name={isRefusal(outcome) ? "diamond" : "dot"}
            color={isRefusal(outcome) ? "var(--warn-fill)" : "var(--good-fill)"}
          />
          <span>
            {outcomeWords[outcome]}
            {detail === null ? null : <small>{detail}</small>}
          </span>
          <span className="num">{count(n)}</span>
          <span className="quiet">{times.when(lastAt)}</span>
        </li>
      ))}
    </ul>
  );
}
