export { isDatabaseAway, problemOf } from "./classify.ts";
export { Problem, type ProblemItem, type ProblemOptions } from "./problem.ts";
