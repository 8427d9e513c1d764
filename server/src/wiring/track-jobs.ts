import { createModelAsk, judgeJob, startOpinions, tryModelJob } from "../flow/track/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { JobDefinition } from "../platform/jobs/index.ts";
import type { Ground } from "./ground.ts";

/** What is done about what came back when somebody asks for it. */
export function trackJobs({ keyRing, accountPorts }: Ground): JobDefinition[] {
  return [judgeJob, tryModelJob({ keyRing, ask: createModelAsk(accountPorts) })];
}

/** Asks the workspaces' language models about replies that were doubted, as long as this process lives. */
export function askForOpinions(
  { database, log, keyRing, accountPorts }: Ground,
  onCommitted: (workspaceId: string) => void,
): { stop(): Promise<void> } {
  return startOpinions({ database, log, keyRing, clock: systemClock, ask: createModelAsk(accountPorts), onCommitted });
}
