/**
 * The only module that imports Temporal (the runtime's own where it has one, else the polyfill). It is deliberately not
 * part of the front door: product code counts in integers (`instants.ts`, `calendar.ts`, `zones.ts`: about a hundred
 * times faster), so browsers do not load the polyfill, and Temporal stays the independent oracle of tests and bench.
 */
export { Temporal } from "temporal-polyfill";
