export { taskRoutes } from "./routes.ts";
export { findAwaitedTask } from "./show-task.ts";
export { type DueSummary, sumUpDueTasks } from "./sum-up-due-tasks.ts";
