/**
 * Next allowed send instant (weekday and hours window, 8 zones): the engine's integer tables against the same question
 * asked of Temporal, in one run. Prints one JSON line; the ratio is the result, the absolute numbers are this machine's.
 *
 * Both sides get the same instants and must give the same answers, or the run fails.
 */
import { asInstant, findZone, must, nextInt, randomFrom, seedFrom, type Zone } from "../engine/src/base/index.ts";
import { Temporal } from "../engine/src/base/time.ts";
import { compileWindows, nextOpen } from "../engine/src/schedule/windows.ts";

const ZONES = [
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Europe/London",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Sydney",
];
const WINDOWS = [{ days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "17:00" }] as const;
const SAMPLES = 4_000;
const ROUND_MS = 300;

type Question = readonly [zone: Zone, epochMs: number];

/** What one writes without a table: step through the days in the zone until one is open. */
function nextOpenByTemporal([zone, epochMs]: Question): number {
  const now = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  for (let day = now; ; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    const opens = day.with({ hour: 9, minute: 0, second: 0, millisecond: 0 }).epochMilliseconds;
    const closes = day.with({ hour: 17, minute: 0, second: 0, millisecond: 0 }).epochMilliseconds;
    if (epochMs < closes) return Math.max(epochMs, opens);
  }
}

/** Answers per second, best of three rounds. */
function rateOf(questions: readonly Question[], answer: (question: Question) => number): number {
  let best = 0;
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    let asked = 0;
    for (let at = 0; performance.now() - started < ROUND_MS; at = (at + 500) % questions.length) {
      for (const question of questions.slice(at, at + 500)) answer(question);
      asked += 500;
    }
    best = Math.max(best, (asked / (performance.now() - started)) * 1_000);
  }
  return Math.round(best);
}

/** Measures both sides over the same random instants of 2026–2029. */
export function benchNextSlot() {
  const windows = must(compileWindows(WINDOWS), "windows");
  const random = randomFrom(seedFrom("bench", "next-slot"));
  const zones = ZONES.map((name) => must(findZone(name), name));
  const questions = Array.from({ length: SAMPLES }, (_, at): Question => {
    return [zones[at % zones.length] as Zone, 1_767_225_600_000 + nextInt(random, 126_230_400) * 1_000];
  });
  const byTables = ([zone, epochMs]: Question) => nextOpen(windows, zone, asInstant(epochMs));
  const coldFrom = performance.now();
  const disagreements = questions.filter((question) => byTables(question) !== nextOpenByTemporal(question)).length;
  const checkMs = performance.now() - coldFrom;
  const perSecond = rateOf(questions, byTables);
  const temporalPerSecond = rateOf(questions, nextOpenByTemporal);
  return {
    bench: "next-slot",
    samples: SAMPLES,
    disagreements,
    checkMs: Math.round(checkMs),
    perSecond,
    temporalPerSecond,
    ratio: Math.round(perSecond / temporalPerSecond),
    temporal: "Temporal" in globalThis ? "native" : "polyfill",
  };
}

if (import.meta.main) {
  const result = benchNextSlot();
  console.log(JSON.stringify(result));
  process.exitCode = result.disagreements === 0 ? 0 : 1;
}
