import { asInstant, findZone, toInstant, toLocal, UTC, weekdayIndexOf } from "@haste/engine/base";

interface Later {
  readonly key: string;
  readonly label: string;
  readonly at: string;
}

const nine = 9 * 60;

/** When something may come back, as the workspace counts its days: soon, tomorrow morning, the next Monday. */
export function laterChoices(now: Date, zoneName: string): Later[] {
  const found = findZone(zoneName);
  const zone = found.ok ? found.value : UTC;
  const { epochDay } = toLocal(zone, asInstant(now.getTime()));
  const morning = (day: number) => new Date(toInstant(zone, day, nine)).toISOString();
  const toMonday = 7 - weekdayIndexOf(epochDay);
  const soon = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
  return [
    { key: "1", label: "In an hour", at: soon(1) },
    { key: "2", label: "In three hours", at: soon(3) },
    { key: "3", label: "Tomorrow morning", at: morning(epochDay + 1) },
    { key: "4", label: "Next Monday", at: morning(epochDay + toMonday) },
    { key: "5", label: "In two weeks", at: morning(epochDay + 14) },
  ];
}
