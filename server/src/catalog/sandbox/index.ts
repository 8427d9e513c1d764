export { type ActsRunner, createActsRunner } from "./acts/runner.ts";
export type { AdvanceOutcome, AdvanceTarget, ClockReading, SandboxClock } from "./clock-port.ts";
export { buildDemoWorld, type DemoPlace, demoSenders } from "./demo/build-demo-world.ts";
export { pastTables, type RecordedPast, restorePast } from "./demo/past/restore-past.ts";
export { sandboxMailPassword } from "./mail-password.ts";
export { temperOf } from "./personas/persona.ts";
export { findSuccessors } from "./queries/past.ts";
export { sandboxRoutes } from "./routes.ts";
export { type SandboxServers, startSandboxServers } from "./start-servers.ts";
