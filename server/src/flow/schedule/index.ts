export { createDomainLookUps, type DomainLookUps } from "./ask-domains.ts";
export { planWorkspace } from "./plan-workspace.ts";
export { scheduleRoutes } from "./routes.ts";
export type { SimulationPorts } from "./simulate/ports.ts";
export { simulationJob } from "./simulate/simulation-job.ts";
