export { goalRoutes } from "./routes.ts";
export { addFirstGoal } from "./save-goal.ts";
