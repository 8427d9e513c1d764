import type { TestResults } from "@haste/contract/nouns/ab-tests";
import { plausibility } from "@haste/engine/experiment";
import { useClock } from "../../app/clock.tsx";
import { count, percent } from "../../ui/numbers.ts";
import { Figure } from "../../ui/plots/figure.tsx";
import { shortDate } from "../../ui/time.ts";
import { overlapWords, ratioWords, shareWords, timesWords } from "./evidence-words.ts";

interface PlotProps {
  readonly results: TestResults;
  readonly nameOf: (variantId: string) => string;
  /** By letter, whatever else is on the screen. */
  readonly toneOf: (variantId: string) => string;
}

const HEIGHT = 168;
const TOP = 30;
const BOTTOM = 20;
/** A line of names over the curves. */
const NAME = 12;
const FLOOR = HEIGHT - BOTTOM;
const steps = 160;
/** Labels at the ends stay inside. */
const anchors: Readonly<Record<number, "start" | "end">> = { 0: "start", 1: "end" };
/** The second sign beside the color. */
const dashes = ["5 3", "", "2 3", "8 3 2 3", "1 3"];

/** Where each variant's rate plausibly lies. */
export function RateCurves({ results, nameOf, toneOf }: PlotProps) {
  const { arms } = results;
  const most = Math.min(1, Math.max(0.01, ...arms.map(({ posterior }) => posterior.high)) * 1.25);
  const rates = Array.from({ length: steps + 1 }, (_, at) => (most * at) / steps);
  // Names of curves that peak at one place stand above each other.
  const rowsOfNames = Math.min(3, Math.max(2, arms.length));
  const top = TOP + (rowsOfNames - 2) * NAME;
  const rows = arms.map(({ variantId, posterior: { low, high }, rate }) => {
    const cells = [nameOf(variantId), percent(rate), percent(low), percent(high)];
    return { key: variantId, cells, words: `${cells[0]} ${cells[1]}, plausibly ${cells[2]} to ${cells[3]}` };
  });
  return (
    <Figure
      finding={overlapWords(arms, nameOf)}
      what="Where each rate plausibly lies."
      columns={["Variant", "Seen", "From", "To"]}
      rows={rows}
      height={HEIGHT}
      draw={({ width, focus, onFocus }) => {
        const x = (rate: number) => 4 + (rate / most) * (width - 8);
        return (
          <>
            <path d={`M4 ${FLOOR}H${width - 4}`} stroke="var(--line-2)" />
            {[0, 0.25, 0.5, 0.75, 1].map((part) => (
              <text key={part} x={x(most * part)} y={HEIGHT - 4} textAnchor={anchors[part] ?? "middle"}>
                {percent(most * part)}
              </text>
            ))}
            {arms.map(({ variantId, posterior }, at) => {
              const heights = plausibility(posterior, rates);
              const line = heights
                .map((height, n) => `${x(rates[n] ?? 0)} ${FLOOR - height * (FLOOR - top)}`)
                .join("L");
              const peak = rates[heights.indexOf(Math.max(...heights))] ?? 0;
              const tone = toneOf(variantId);
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
                <g key={variantId} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
                  <path
                    d={`M${line}L${x(most)} ${FLOOR}L${x(0)} ${FLOOR}Z`}
                    fill={tone}
                    fillOpacity={focus === at ? 0.3 : 0.14}
                  />
                  <path
                    d={`M${line}`}
                    fill="none"
                    stroke={tone}
                    strokeWidth={focus === at ? 2.5 : 1.75}
                    strokeDasharray={dashes[at]}
                  />
                  <text
                    x={Math.min(width - 8, Math.max(8, x(peak)))}
                    y={top - 8 - (at % rowsOfNames) * NAME}
                    textAnchor={x(peak) < 48 ? "start" : "middle"}
                  >
                    {nameOf(variantId)}
                  </text>
                </g>
              );
            })}
          </>
        );
      }}
    />
  );
}

/** How many times the second best the best is, with the range that may be looked at every day. */
export function RatioRange({ results, nameOf, counted }: PlotProps & { counted: "Sent" | "People" }) {
  const { zone } = useClock();
  const { history } = results;
  const rows = history.map(({ at, ratio, low, high, sent }) => {
    const cells = [
      shortDate(new Date(Date.parse(at) - 1), results.updatedAt, zone),
      timesWords(ratio),
      timesWords(low),
      timesWords(high),
      count(sent),
    ];
    return {
      key: at,
      cells,
      words: `${cells[0]}: ${cells[1]}, range ${cells[2]} to ${cells[3]}, ${cells[4]} ${counted.toLowerCase()}`,
    };
  });
  return (
    <Figure
      finding={ratioWords(results, nameOf)}
      what="Times as many, always-valid range."
      columns={["Until", "Ratio", "From", "To", counted]}
      rows={rows}
      height={HEIGHT}
      draw={({ width, focus, onFocus }) => (
        <Band history={history} labels={rows.map(({ cells }) => cells[0] ?? "")} {...{ width, focus, onFocus }} />
      )}
    />
  );
}

/** Four times more or less is as far as anybody reads. */
const farthest = Math.log(4);

interface BandProps {
  readonly history: TestResults["history"];
  readonly labels: readonly string[];
  readonly width: number;
  readonly focus: number | null;
  readonly onFocus: (at: number | null) => void;
}

function Band({ history, labels, width, focus, onFocus }: BandProps) {
  const left = 34;
  const slot = (width - left - 8) / Math.max(1, history.length - 1);
  const x = (at: number) => (history.length === 1 ? (left + width) / 2 : left + at * slot);
  const y = (ratio: number) => {
    const ln = Math.max(-farthest, Math.min(farthest, Math.log(Math.max(ratio, 1e-6))));
    return 8 + ((farthest - ln) / (2 * farthest)) * (FLOOR - 8);
  };
  const ends = (read: (one: TestResults["history"][number]) => number) =>
    history.map((one, at) => `${x(at)} ${y(read(one))}`);
  const top = ends(({ high }) => high ?? 1e6);
  const bottom = ends(({ low }) => low);
  const known = history.flatMap(({ ratio }, at) => (ratio === null ? [] : [`${x(at)} ${y(ratio)}`]));
  return (
    <>
      {[4, 2, 1, 0.5, 0.25].map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)}H${width - 8}`} stroke={tick === 1 ? "var(--v6)" : "var(--line)"} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {tick} ×
          </text>
        </g>
      ))}
      {history.length === 1 ? (
        <path d={`M${top[0]}L${bottom[0]}`} stroke="var(--v6)" strokeOpacity="0.4" strokeWidth="6" />
      ) : null}
      {history.length > 1 ? (
        <path d={`M${top.join("L")}L${bottom.toReversed().join("L")}Z`} fill="var(--v6)" fillOpacity="0.12" />
      ) : null}
      {known.length > 1 ? <path d={`M${known.join("L")}`} fill="none" stroke="var(--v6)" strokeWidth="2" /> : null}
      {history.map(({ at, ratio }, n) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
        <g key={at} onMouseEnter={() => onFocus(n)} onMouseLeave={() => onFocus(null)}>
          <rect x={x(n) - Math.max(4, slot / 2)} y={0} width={Math.max(8, slot)} height={FLOOR} fill="transparent" />
          {focus === n ? <path d={`M${x(n)} 8V${FLOOR}`} stroke="var(--accent)" /> : null}
          {ratio !== null && (focus === n || n === history.length - 1) ? (
            <circle cx={x(n)} cy={y(ratio)} r="4" fill="var(--surface)" stroke="var(--v6)" strokeWidth="1.75" />
          ) : null}
        </g>
      ))}
      <text x={left} y={HEIGHT - 4}>
        {labels[0]}
      </text>
      {labels.length > 1 ? (
        <text x={width - 8} y={HEIGHT - 4} textAnchor="end">
          {labels.at(-1)}
        </text>
      ) : null}
    </>
  );
}

const SHARES = 110;

/** Who was dealt with which chance, since the start. */
export function SharesOverTime({ results, nameOf, toneOf }: PlotProps) {
  const { zone } = useClock();
  const { periods } = results;
  const begins = periods.map(({ startedAt }) => Date.parse(startedAt));
  const end = Math.max(Date.parse(results.updatedAt), (begins.at(-1) ?? 0) + 1);
  const rows = periods.map(({ startedAt, shares }) => {
    const since = shortDate(startedAt, results.updatedAt, zone);
    const said = shares.map(({ variantId, share }) => `${nameOf(variantId)} ${percent(share)}`).join(", ");
    return { key: startedAt, cells: [since, said], words: `Since ${since}: ${said}` };
  });
  return (
    <Figure
      finding={shareWords(results, nameOf)}
      what="Each draw is logged with its chance."
      columns={["Since", "Shares"]}
      rows={rows}
      height={SHARES}
      draw={({ width, focus, onFocus }) => {
        const from = begins[0] ?? 0;
        const x = (at: number) => ((at - from) / Math.max(1, end - from)) * width;
        return periods.map(({ startedAt, shares }, at) => {
          const [begin, until] = [x(begins[at] ?? from), x(begins[at + 1] ?? end)];
          let below = 0;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
            <g key={startedAt} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
              {shares.map(({ variantId, share }) => {
                const y = below * SHARES;
                below += share;
                return (
                  <rect
                    key={variantId}
                    x={begin}
                    y={y}
                    width={Math.max(1, until - begin)}
                    height={share * SHARES}
                    fill={toneOf(variantId)}
                    fillOpacity={focus === at ? 1 : 0.75}
                    stroke="var(--surface)"
                  />
                );
              })}
            </g>
          );
        });
      }}
    />
  );
}
