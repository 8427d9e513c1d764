import type { VariantInput } from "@haste/contract/nouns/variants";
import type { WorkContext } from "../../platform/context/index.ts";

/** What experiments ask of the sequences. */
export interface ExperimentPorts {
  /**
   * Writes the variants of a step into its draft, and with them its test; none lets the test go. Returns the test.
   * @throws Problem where there is no such step
   */
  writeVariants(
    ctx: WorkContext,
    step: { readonly sequenceId: string; readonly stepId: string },
    variants: readonly VariantInput[],
  ): Promise<string | null>;
}
