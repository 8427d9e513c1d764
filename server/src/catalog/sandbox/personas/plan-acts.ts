import {
  addMs,
  asInstant,
  DAY_MS,
  HOUR_MS,
  type Instant,
  isoFromEpochDay,
  MINUTE_MS,
  nextBoolean,
  nextExponential,
  nextFloat,
  nextInt,
  type Random,
  randomFrom,
  SECOND_MS,
  seedFrom,
  toInstant,
  toLocal,
  weekdayIndexOf,
  type Zone,
} from "@haste/engine/base";
import type { ActDetail, ActKind } from "../queries/acts.ts";
import { actsOfFront, between, lookAgainMs } from "./machines.ts";
import type { Front, Persona } from "./persona.ts";
import { awayText, replyText } from "./replies.ts";

/** What a persona sees of a mail before deciding. */
export interface Letter {
  /** 0 for the first mail of a thread, 1 for its first follow-up. */
  readonly position: number;
  readonly subject: string;
  /** Among the first mails of a sandbox: everything happens within a minute, so that a newcomer sees it. */
  readonly isQuick: boolean;
}

export interface PlannedAct {
  readonly kind: ActKind;
  readonly detail: ActDetail;
  /** Workspace time. */
  readonly dueAt: Date;
}

/** Nobody reads a mail sooner: what opens faster than this is a machine, and is told apart as one. */
export const soonestHumanMs = 45 * SECOND_MS;

/**
 * Everything a persona will do with one mail, from seconds to days later, within the hours of its own working day. Pure:
 * the same persona, mail, instant and seed always give the same acts.
 */
export function planActs(persona: Persona, letter: Letter, now: Date, seed: string): PlannedAct[] {
  const random = randomFrom(seedFrom("acts", persona.address, seed));
  const stage: Stage = { persona, letter, random, arrivedAt: asInstant(now.getTime()), acts: [] };
  for (const { kind, detail, afterMs } of actsOfFront(persona.front, random)) {
    act(stage, kind, addMs(stage.arrivedAt, afterMs), detail);
  }
  if (persona.temper !== "silent") people[behaviorOf(stage)](stage);
  return stage.acts.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

interface Stage {
  readonly persona: Persona;
  readonly letter: Letter;
  readonly random: Random;
  readonly arrivedAt: Instant;
  readonly acts: PlannedAct[];
}

type Behavior = "reads" | "clicks" | "answers" | "away" | "leaves" | "complains" | "bounces" | "refuses";

function behaviorOf({ persona, letter }: Stage): Behavior {
  // Who is away once is back for the follow-up, and reads it.
  if (persona.temper === "away") return letter.position === 0 ? "away" : "reads";
  return behaviors[persona.temper];
}

const behaviors: Record<Exclude<Persona["temper"], "away">, Behavior> = {
  silent: "reads",
  opener: "reads",
  clicker: "clicks",
  interested: "answers",
  declines: "answers",
  "not-now": "answers",
  "asks-to-stop": "answers",
  "leaves-by-link": "leaves",
  complains: "complains",
  "bounces-late": "bounces",
  "hard-refusal": "refuses",
  "soft-refusal": "refuses",
  "policy-refusal": "refuses",
};

const people: Record<Behavior, (stage: Stage) => void> = {
  reads(stage) {
    const openedAt = open(stage);
    if (!stage.letter.isQuick && nextBoolean(stage.random, 0.3)) open(stage, openedAt);
  },
  clicks(stage) {
    const openedAt = open(stage);
    click(stage, addMs(openedAt, between(stage.random, 3, stage.letter.isQuick ? 5 : 70) * SECOND_MS));
  },
  answers(stage) {
    // Every third one answers only the follow-up, and some never load the pictures.
    const waits = !stage.letter.isQuick && stage.letter.position === 0 && nextBoolean(stage.random, 0.34);
    if (waits) {
      open(stage);
      return;
    }
    const hidesOpening = nextBoolean(stage.random, 0.4);
    const readAt = hidesOpening ? readingAt(stage, stage.letter.isQuick ? 8 : null) : open(stage);
    if (!hidesOpening && stage.persona.temper === "interested") {
      click(stage, addMs(readAt, 3 * SECOND_MS));
    }
    const typingMs = stage.letter.isQuick
      ? between(stage.random, 5, 8) * SECOND_MS
      : between(stage.random, 3, 25) * MINUTE_MS;
    const { language, firstName, temper } = stage.persona;
    const mood = temper === "silent" ? "declines" : temper;
    act(stage, "reply", addMs(readAt, typingMs), {
      text: replyText(mood, language, firstName, nextFloat(stage.random)),
    });
  },
  away(stage) {
    const { zone, language, firstName } = stage.persona;
    const back = backAtWork(zone, addMs(stage.arrivedAt, between(stage.random, 3, 12) * DAY_MS));
    const until = isoFromEpochDay(toLocal(zone, back).epochDay);
    const at = addMs(stage.arrivedAt, between(stage.random, 3, 20) * SECOND_MS);
    act(stage, "out-of-office", at, { until, text: awayText(language, firstName, until), language });
  },
  leaves(stage) {
    act(stage, "unsubscribe", addMs(open(stage), between(stage.random, 4, 9) * SECOND_MS), {});
  },
  complains(stage) {
    act(stage, "complain", addMs(open(stage), between(stage.random, 5, 10) * SECOND_MS), {});
  },
  bounces(stage) {
    act(stage, "bounce", addMs(stage.arrivedAt, between(stage.random, 6, 30) * SECOND_MS), { bounce: "hard" });
  },
  refuses() {
    // Its server took no mail; what reached it by another way is left alone.
  },
};

/** Plans an opening and returns when it happens. Behind a proxy it is the proxy that fetches the pictures. */
function open(stage: Stage, after?: Instant): Instant {
  const at = after === undefined ? readingAt(stage, null) : addMs(after, between(stage.random, 20, 300) * MINUTE_MS);
  act(stage, "open", at, { as: openerBehind(stage.persona.front) });
  return at;
}

/** Plans a person's click, and what SafeLinks fetches because of it. */
function click(stage: Stage, at: Instant): void {
  act(stage, "click", at, { as: "human" });
  if (stage.persona.front !== "safelinks") return;
  act(stage, "click", addMs(at, lookAgainMs(stage.random)), { as: "scanner", scanner: "safelinks-at-click" });
}

function openerBehind(front: Front): "human" | "proxy" {
  return front === "gmail" ? "proxy" : "human";
}

/** When the person comes to read: within a minute while quick, else after minutes to hours of a working day. */
function readingAt(stage: Stage, quickSeconds: number | null): Instant {
  const { random, arrivedAt, persona } = stage;
  if (stage.letter.isQuick) {
    const delayMs =
      quickSeconds === null ? soonestHumanMs + between(random, 0, 3) * SECOND_MS : quickSeconds * SECOND_MS;
    return addMs(arrivedAt, delayMs + nextInt(random, 800));
  }
  const delayMs = soonestHumanMs + nextExponential(random, 2.5 * HOUR_MS);
  return atWork(persona.zone, addMs(arrivedAt, delayMs), random);
}

const dayStartsAt = 7 * 60 + 40;
const dayEndsAt = 19 * 60;

/** The instant itself within working hours, else some minutes into the next working morning. */
function atWork(zone: Zone, instant: Instant, random: Random): Instant {
  const local = toLocal(zone, instant);
  const isWorkday = weekdayIndexOf(local.epochDay) < 5;
  if (isWorkday && local.minuteOfDay >= dayStartsAt && local.minuteOfDay < dayEndsAt) return instant;
  const today = isWorkday && local.minuteOfDay < dayStartsAt;
  const morning = toInstant(zone, local.epochDay, dayStartsAt + nextInt(random, 110), nextInt(random, 60));
  return today ? morning : backAtWork(zone, addMs(morning, DAY_MS));
}

/** The same local time on the next working day, today included. */
function backAtWork(zone: Zone, instant: Instant): Instant {
  const weekday = weekdayIndexOf(toLocal(zone, instant).epochDay);
  return weekday < 5 ? instant : addMs(instant, (7 - weekday) * DAY_MS);
}

function act(stage: Stage, kind: ActKind, at: Instant, detail: ActDetail): void {
  stage.acts.push({ kind, detail, dueAt: new Date(at) });
}
