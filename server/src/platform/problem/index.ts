export { Problem, type ProblemItem, type ProblemOptions } from "./problem.ts";
