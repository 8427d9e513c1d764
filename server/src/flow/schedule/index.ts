export { planWorkspace } from "./plan-workspace.ts";
export { scheduleRoutes } from "./routes.ts";
