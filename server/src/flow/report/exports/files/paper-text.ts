import { asInstant, civilOf, findZone, toLocal } from "@haste/engine/base";
import { fewestForRate } from "@haste/engine/report";
import type { Column, Row } from "./table.ts";

/** A cell as a person reads it on paper, in the zone of the report: a share of few as how many of how many. */
export function paperText({ kind, basis }: Column, row: Row, at: number, timezone: string): string {
  const cell = row[at] ?? null;
  if (cell === null) return "–";
  if (basis !== undefined) {
    const [n, of] = row.slice(at + basis);
    if (Number(of) < fewestForRate) return `${n} of ${of}`;
  }
  if (kind === "count") return Number(cell).toLocaleString("en-US");
  if (kind === "decimal") return Number(cell).toLocaleString("en-US", { maximumFractionDigits: 2 });
  if (kind === "percent") return `${(Number(cell) * 100).toFixed(1)} %`;
  return kind === "instant" ? minuteText(Number(cell), timezone) : String(cell).replace(/\s+/g, " ");
}

/** `2026-11-23 09:05` on the clocks of a zone. */
export function minuteText(at: number, timezone: string): string {
  const zone = findZone(timezone);
  if (!zone.ok) throw new Error(`A report was read in the zone ${timezone}, which is not there any more.`);
  const { epochDay, minuteOfDay } = toLocal(zone.value, asInstant(at));
  const { year, month, day } = civilOf(epochDay);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
