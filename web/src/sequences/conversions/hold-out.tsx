import type { HoldOut } from "@haste/contract/nouns/goals";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Select } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { useClock } from "../../app/clock.tsx";
import { parts } from "../../app/conversion-words.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { moneys, plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "./conversions.module.css";
import { LiftPlot } from "./lift-plot.tsx";
import { revenueWords, sidesWords, verdictWords } from "./words.ts";

/** null: everybody who ever came in. */
const periods = [null, 30, 90, 365].map((days) => ({
  value: String(days),
  label: days === null ? "Enrolled at any time" : `Enrolled in the last ${days === 365 ? "year" : `${days} days`}`,
}));
const [always] = periods;

/** What the sequence brings beyond what happens without it, told by people whom chance held out. */
export function HoldOutResult({ sequence }: { sequence: Sequence }) {
  const { zone } = useClock();
  const [days, setDays] = useState(always?.value ?? "null");
  const query = { timezone: zone, ...(days === always?.value ? {} : { days: Number(days) }) };
  const found = useQuery({
    queryKey: ["sequences", sequence.id, "hold-out", query],
    queryFn: ({ signal }) => api("GET /sequences/:id/hold-out", { params: { id: sequence.id }, query, signal }),
    placeholderData: keepPreviousData,
  });
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return null;
  const isAll = days === always?.value;
  if (isAll && found.data.percent === 0 && found.data.control === 0)
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
  return (
    <div aria-busy={found.isPlaceholderData}>
      <h3>{verdictWords(found.data)}</h3>
      <Select
        size="xs"
        w={220}
        className={s.period}
        aria-label="Whom chance dealt"
        allowDeselect={false}
        value={days}
        data={periods}
        onChange={(value) => setDays(value ?? days)}
      />
      <Sides found={found.data} />
    </div>
  );
}

function Sides({ found }: { found: HoldOut }) {
  const { outcomes, revenue, lastTouch } = found;
  const claimed = [plural(lastTouch.conversions, "conversion", "conversions"), moneys(lastTouch.revenue)];
  return (
    <>
      <LiftPlot outcomes={outcomes} />
      {revenue.map((one) => (
        <p key={one.currency} className={s.note}>
          {revenueWords(one)}
        </p>
      ))}
      <p className={s.note}>
        {sidesWords(found)}. The last mail before would claim{" "}
        {lastTouch.conversions === 0 ? parts(0) : claimed.filter(Boolean).join(" and ")}.
      </p>
    </>
  );
}
