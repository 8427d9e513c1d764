export { isDatabaseAway, problemOf } from "./classify.ts";
export { Problem, type ProblemItem } from "./problem.ts";
