import type { ActsRunner } from "./acts/runner.ts";
import type { SandboxClock } from "./clock-port.ts";

/** What the routes of the sandbox need from the wiring. */
export interface SandboxPorts {
  readonly clock: SandboxClock;
  readonly acts: ActsRunner;
}
