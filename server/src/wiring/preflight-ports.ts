import { runnableDefinition } from "../catalog/sequences/index.ts";
import { beginning, checkChoice, nextChosen } from "../flow/enroll/index.ts";
import type { PreflightPorts } from "../flow/render/index.ts";
import { simulationPorts } from "./simulation-ports.ts";

/** What a pre-flight asks of the sequences and of enrolling: what a simulation asks, of people of an import, too. */
export const preflightPorts: PreflightPorts = {
  loadRunnable: runnableDefinition,
  judge: (ctx, definition, contactIds) => simulationPorts.judge(ctx, definition, contactIds),
  checkChoice,
  nextChosen: (ctx, choice, at) => nextChosen(ctx, choice, at ?? beginning),
};
