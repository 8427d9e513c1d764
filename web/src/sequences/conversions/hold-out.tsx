import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { parts } from "../../app/conversion-words.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { count, moneys, plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "./conversions.module.css";
import { LiftPlot } from "./lift-plot.tsx";
import { revenueWords, verdictWords } from "./words.ts";

/** What the sequence brings beyond what happens without it, told by people whom chance held out. */
export function HoldOutResult({ sequence }: { sequence: Sequence }) {
  const found = useQuery({
    queryKey: ["sequences", sequence.id, "hold-out"],
    queryFn: ({ signal }) => api("GET /sequences/:id/hold-out", { params: { id: sequence.id }, signal }),
  });
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return null;
  const { percent, mailed, control, outcomes, revenue, lastTouch } = found.data;
  if (percent === 0)
    return (
      <div>
        <h3>What would happen without it</h3>
        <p>Nobody is held out, so nobody knows.</p>
        <p className={s.note}>
          <A className="link" href={paths.sequence(sequence.id, "settings")}>
            Hold some newcomers out
          </A>
        </p>
      </div>
    );
  const claimed = [plural(lastTouch.conversions, "conversion", "conversions"), moneys(lastTouch.revenue)];
  return (
    <div>
      <h3>{verdictWords(found.data)}</h3>
      <LiftPlot outcomes={outcomes} />
      {revenue.map((one) => (
        <p key={one.currency} className={s.note}>
          {revenueWords(one)}
        </p>
      ))}
      <p className={s.note}>
        {count(mailed)} people mailed, {count(control)} held out at {percent} %. The last mail before would claim{" "}
        {lastTouch.conversions === 0 ? parts(0) : claimed.filter(Boolean).join(" and ")}.
      </p>
    </div>
  );
}
