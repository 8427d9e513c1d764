export { type Arrivals, arrivalsOf, type Lived } from "./arrivals.ts";
export {
  civilOf,
  DAY_MS,
  type EpochDay,
  epochDayFromIso,
  epochDayOf,
  HOUR_MS,
  isoFromEpochDay,
  MINUTE_MS,
  MINUTES_PER_DAY,
  minuteFromTime,
  SECOND_MS,
  timeFromMinute,
  WEEK_MS,
  WEEKDAYS,
  type Weekday,
  weekdayIndexOf,
  weekdayOf,
} from "./calendar.ts";
export { type Color, colorOf, contrastOf, luminanceOf } from "./colors.ts";
export { isUuid, uuidv7 } from "./ids.ts";
export {
  addMs,
  asInstant,
  END_OF_TIME,
  earlierOf,
  type Instant,
  instantFromIso,
  isoFromInstant,
  laterOf,
} from "./instants.ts";
export {
  deriveSeed,
  nextBoolean,
  nextExponential,
  nextFloat,
  nextInt,
  pickWeighted,
  type Random,
  randomFrom,
  type Seed,
  seedFrom,
  seedsFrom,
} from "./random.ts";
export { must, ok, type Result, refuse } from "./result.ts";
export {
  findZone,
  isZone,
  toForwardLocalMs,
  toInstant,
  toInstantOfLocalMs,
  toLocal,
  toLocalMs,
  UTC,
  type Zone,
} from "./zones.ts";
