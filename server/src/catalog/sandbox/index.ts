export { type ActsRunner, createActsRunner } from "./acts/runner.ts";
export type { AdvanceOutcome, AdvanceTarget, ClockReading, SandboxClock } from "./clock-port.ts";
export { buildDemoWorld } from "./demo/build-demo-world.ts";
export { sandboxMailPassword } from "./mail-password.ts";
export { sandboxRoutes } from "./routes.ts";
export { type SandboxServers, startSandboxServers } from "./start-servers.ts";
