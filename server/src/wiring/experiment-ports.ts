import type { ExperimentPorts } from "../catalog/experiments/index.ts";
import { writeStepVariants } from "../catalog/sequences/index.ts";
import { ledgerPorts } from "./ledger-ports.ts";

/** What experiments ask of the sequences. */
export const experimentPorts: ExperimentPorts = {
  writeVariants: (ctx, step, variants) => writeStepVariants(ctx, ledgerPorts.sequences, step, variants),
};
