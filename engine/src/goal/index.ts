export { type Goal, goalKinds, type Money } from "./goal.ts";
export { isPageOf, readPageRule } from "./page-rule.ts";
export { type DealFacts, mayReachGoal, reach } from "./reach.ts";
