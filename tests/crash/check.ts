/**
 * Judges a run from two things only: what the sink accepted (its own log) and what was owed. What the product says about
 * itself is believed in one direction: a send it lists as uncertain, refused, held or put off is not counted as lost.
 */
import { readFileSync } from "node:fs";

/** One line of the sink's log. */
export interface Acceptance {
  readonly at: number;
  readonly messageId: string;
  readonly subject: string;
  readonly recipient: string;
}

/** One person and the steps owed to them in order; the subject of step n begins with "Step n ". */
export interface Owed {
  readonly recipient: string;
  readonly steps: number;
}

/** What the product admits of one send: anything but "it was sent". */
export interface Admission {
  readonly recipient: string;
  readonly step: number;
  readonly state: "uncertain" | "refused" | "held" | "deferred";
}

export interface Verdict {
  /** Owed, not accepted, and the product does not say why. */
  readonly lost: readonly string[];
  /** Accepted more than once. */
  readonly doubled: readonly string[];
  /** A later step without the step before it, or a mail nobody owed. */
  readonly wrong: readonly string[];
  /** Accepted, once each. */
  readonly accepted: number;
  readonly uncertain: number;
  /** Of the uncertain ones, how many the sink did accept. */
  readonly uncertainAccepted: number;
}

export function readAcceptances(logFile: string): Acceptance[] {
  const lines = readFileSync(logFile, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Acceptance);
}

const keyOf = (recipient: string, step: number) => `${recipient} step ${step}`;

export function check(
  acceptances: readonly Acceptance[],
  owed: readonly Owed[],
  admissions: readonly Admission[],
): Verdict {
  const times = new Map<string, number>();
  for (const { recipient, subject } of acceptances) {
    const step = Number(/^Step (\d+) /.exec(subject)?.[1] ?? Number.NaN);
    const key = keyOf(recipient, step);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  const admitted = new Map(admissions.map((one) => [keyOf(one.recipient, one.step), one.state]));
  const lost: string[] = [];
  const expected = new Set<string>();
  const wrong: string[] = [];
  for (const { recipient, steps } of owed) {
    let isOwed = true;
    for (let step = 1; step <= steps; step += 1) {
      const key = keyOf(recipient, step);
      expected.add(key);
      const state = admitted.get(key);
      if (times.has(key)) {
        if (!isOwed) wrong.push(key);
      } else if (isOwed && state === undefined) lost.push(key);
      // Whatever is not known to have arrived ends what is owed: no follow-up leaves without what it follows.
      if (!times.has(key) || state === "uncertain") isOwed = false;
    }
  }
  wrong.push(...[...times.keys()].filter((key) => !expected.has(key)));
  const uncertain = admissions.filter((one) => one.state === "uncertain");
  return {
    lost,
    doubled: [...times].filter(([, count]) => count > 1).map(([key, count]) => `${key} (${count} times)`),
    wrong,
    accepted: times.size,
    uncertain: uncertain.length,
    uncertainAccepted: uncertain.filter((one) => times.has(keyOf(one.recipient, one.step))).length,
  };
}
