/**
 * A whole sequence of six emails for fifty thousand people over fifty accounts with caps, gaps, workdays and holidays,
 * from the first enrollment to the last mail. Goal: at most 20 s. Progress is what the job reads to tell of it.
 */
import { asInstant, DAY_MS } from "../engine/src/base/index.ts";
import { assumedRates, SimulatedWorld, samplePeople } from "../engine/src/simulate/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import { printFigures } from "./support/numbers.ts";
import { cappedAccounts, outreach, prospects } from "./support/simulated.ts";

const goalSeconds = 20;
const contacts = 50_000;
const from = asInstant(Date.parse("2026-11-23T06:00:00.000Z"));

if (import.meta.main) {
  const cpuFrom = ownCpuUs();
  const startedAt = performance.now();
  const world = new SimulatedWorld({
    seed: "bench",
    definition: outreach(6),
    people: prospects(contacts),
    accounts: cappedAccounts(50, 400),
    behavior: samplePeople({ seed: "bench", rates: assumedRates, taskMs: 0 }),
    from,
  });
  let longestStepMs = 0;
  for (let isOn = true; isOn; ) {
    const stepAt = performance.now();
    isOn = world.advance(1);
    longestStepMs = Math.max(longestStepMs, performance.now() - stepAt);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = (ownCpuUs() - cpuFrom) / 1_000_000;
  const sends = world.log.filter(({ decision }) => decision === "send").length;
  printFigures("simulate", [
    { figure: "CPU of 50,000 contacts × 6 steps", value: cpuSeconds, unit: "s" },
    { figure: "by the clock", value: seconds, unit: "s" },
    { figure: "emails", value: sends, unit: "" },
    { figure: "days simulated", value: (world.now - from) / DAY_MS, unit: "" },
    { figure: "longest step between two looks at progress", value: longestStepMs, unit: "ms" },
    { figure: "CPU", value: cpuSeconds / goalSeconds, unit: "", ratioTo: "the goal" },
  ]);
  process.exitCode = world.through === contacts && cpuSeconds <= goalSeconds ? 0 : 1;
}
