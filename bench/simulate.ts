/**
 * A whole sequence of six emails for fifty thousand people over fifty accounts with caps, gaps, workdays and holidays,
 * from the first enrollment to the last mail; then the same beside the most people of others that a job takes along, and a
 * request's two hundred beside the most of a request. Goal: at most 20 s of CPU, with and without the others. Progress is
 * what the job reads to tell of it.
 */
import { asInstant, DAY_MS } from "../engine/src/base/index.ts";
import { assumedRates, SimulatedWorld, samplePeople } from "../engine/src/simulate/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import { printFigures } from "./support/numbers.ts";
import { cappedAccounts, crowd, outreach, prospects } from "./support/simulated.ts";

const goalSeconds = 20;
const contacts = 50_000;
const from = asInstant(Date.parse("2026-11-23T06:00:00.000Z"));

/** As many others as the server lets in beside a job, and beside a request. */
const besideJob = 15_000;
const besideRequest = 2_000;

function fly(people: number, others: number) {
  const cpuFrom = ownCpuUs();
  const startedAt = performance.now();
  const world = new SimulatedWorld({
    seed: "bench",
    definition: outreach(6),
    people: prospects(people),
    accounts: cappedAccounts(50, 400),
    beside: crowd(others, from),
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
  return { world, longestStepMs, seconds, cpuSeconds: (ownCpuUs() - cpuFrom) / 1_000_000 };
}

if (import.meta.main) {
  const { world, longestStepMs, seconds, cpuSeconds } = fly(contacts, 0);
  const sends = world.log.filter(({ decision }) => decision === "send").length;
  const beside = fly(contacts, besideJob);
  const few = fly(200, besideRequest);
  printFigures("simulate", [
    { figure: "CPU of 50,000 contacts × 6 steps", value: cpuSeconds, unit: "s" },
    { figure: "by the clock", value: seconds, unit: "s" },
    { figure: "emails", value: sends, unit: "" },
    { figure: "days simulated", value: (world.now - from) / DAY_MS, unit: "" },
    { figure: "longest step between two looks at progress", value: longestStepMs, unit: "ms" },
    { figure: "CPU", value: cpuSeconds / goalSeconds, unit: "", ratioTo: "the goal" },
    { figure: "CPU beside 15,000 people of others", value: beside.cpuSeconds, unit: "s" },
    { figure: "CPU of 200 contacts beside 2,000 people of others", value: few.cpuSeconds, unit: "s" },
  ]);
  const isThrough = [world, beside.world].every(({ through }) => through === contacts);
  process.exitCode = isThrough && Math.max(cpuSeconds, beside.cpuSeconds) <= goalSeconds ? 0 : 1;
}
