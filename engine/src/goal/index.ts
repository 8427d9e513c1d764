export { type Goal, type GoalKind, type GoalValue, goalKinds, type Money } from "./goal.ts";
export { type DealFacts, mayReachGoal, reach } from "./reach.ts";
