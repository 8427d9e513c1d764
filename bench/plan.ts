/**
 * Enrollments planned per second of CPU on one core: batches of five hundred due people of eight zones with office hours,
 * public holidays by country, three accounts with caps, gaps and a workday; half of them follow-ups. Goal: at least
 * 20,000 a second, as long as the accounts have room and once they are full.
 */
import { addMs, asInstant, HOUR_MS, type Instant } from "../engine/src/base/index.ts";
import { type PlanPerson, plan, planBatchSize, planKey, type Snapshot } from "../engine/src/schedule/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";
import { cappedAccounts, outreach, prospects } from "./support/simulated.ts";

const goal = 20_000;
const batches = 40;
const rounds = 5;
/** Monday to Friday, an hour further each batch. */
const start = asInstant(Date.parse("2026-11-23T06:00:00.000Z"));

const definition = outreach(6);
const people = prospects(planBatchSize * batches);

function snapshotOf(batch: number, now: Instant, dailyLimit: number): Snapshot {
  const accounts = cappedAccounts(3, dailyLimit);
  const due = people.slice(batch * planBatchSize, (batch + 1) * planBatchSize);
  return {
    seed: "bench",
    people: due.map((person, n): PlanPerson => {
      const isFollowUp = n % 2 === 0;
      return {
        ...{ enrollmentId: person.enrollmentId, contactId: person.contactId, contactZone: person.contactZone },
        ...{ sequenceId: definition.sequenceId, sequenceVersion: 1, status: "active", stepDueAt: now, resumeAt: null },
        ...{
          isFollowUp,
          stepId: definition.steps[isFollowUp ? 1 : 0]?.id ?? null,
          barred: null,
          facts: null,
          newcomer: null,
        },
        accountId: isFollowUp ? (accounts[n % 3]?.id ?? null) : null,
      };
    }),
    sequences: new Map([[planKey(definition.sequenceId, 1), { definition, isPaused: false }]]),
    accounts,
    intake: new Map(),
  };
}

/** Enrollments per second of CPU, and the share that got an email. */
function measure(dailyLimit: number): { perSecond: number; sent: number } {
  const snapshots = Array.from({ length: batches }, (_, batch) => {
    const now = addMs(start, batch * HOUR_MS);
    return { now, snapshot: snapshotOf(batch, now, dailyLimit) };
  });
  const rates: number[] = [];
  let sent = 0;
  for (let round = 0; round < rounds; round += 1) {
    const from = ownCpuUs();
    sent = 0;
    for (const { snapshot, now } of snapshots) {
      for (const decision of plan(snapshot, now)) if (decision.do === "send") sent += 1;
    }
    rates.push((people.length / (ownCpuUs() - from)) * 1_000_000);
  }
  return { perSecond: median(rates), sent: sent / people.length };
}

if (import.meta.main) {
  const roomy = measure(1_000);
  const full = measure(50);
  printFigures("plan", [
    { figure: "enrollments per CPU second, accounts with room", value: roomy.perSecond, unit: "/s" },
    { figure: "of these, given an email", value: roomy.sent, unit: "" },
    { figure: "enrollments per CPU second, full accounts", value: full.perSecond, unit: "/s" },
    { figure: "of these, given an email", value: full.sent, unit: "" },
    { figure: "with room", value: roomy.perSecond / goal, unit: "", ratioTo: "the goal" },
    { figure: "full", value: full.perSecond / goal, unit: "", ratioTo: "the goal" },
  ]);
  process.exitCode = Math.min(roomy.perSecond, full.perSecond) >= goal ? 0 : 1;
}
