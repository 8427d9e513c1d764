export { type Goal, goalKinds, type Money } from "./goal.ts";
export { type DealFacts, mayReachGoal, reach } from "./reach.ts";
