export { type ActsRunner, createActsRunner, type DueActsRun, type RunnerParts } from "./acts/runner.ts";
export type { ProductSite } from "./acts/visit.ts";
export type { AdvanceOutcome, AdvanceTarget, ClockReading, SandboxClock } from "./clock-port.ts";
export {
  buildDemoWorld,
  type DemoContactsFile,
  type DemoPlace,
  type DemoWorldPorts,
} from "./demo/build-demo-world.ts";
export type { DemoSequence } from "./demo/sequences.ts";
export { sandboxMailPassword } from "./mail-password.ts";
export type { SandboxPorts } from "./ports.ts";
export { sandboxRoutes } from "./routes.ts";
export { createSmtpScript, type SmtpFault, type SmtpScript } from "./smtp/script.ts";
export { type SandboxServers, type SandboxServersParts, startSandboxServers } from "./start-servers.ts";
