import { createModelAsk, judgeJob, tryModelJob } from "../flow/track/index.ts";
import type { JobDefinition } from "../platform/jobs/index.ts";
import type { Ground } from "./ground.ts";

/** What is done about what came back when somebody asks for it. */
export function trackJobs({ keyRing, accountPorts }: Ground): JobDefinition[] {
  return [judgeJob, tryModelJob({ keyRing, ask: createModelAsk(accountPorts) })];
}
