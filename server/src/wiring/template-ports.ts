import { sequencesUsing, wordsChanged } from "../catalog/sequences/index.ts";
import type { TemplatePorts } from "../catalog/templates/index.ts";
import { ledgerPorts } from "./ledger-ports.ts";

/** What templates and snippets ask of the sequences. */
export const templatePorts: TemplatePorts = {
  sequencesUsing,
  wordsChanged: (ctx, source) => wordsChanged(ctx, ledgerPorts.sequences, source),
};
