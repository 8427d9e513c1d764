import { exitCodes, type Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste rebuild-rollups`: the proof that every number of a report can be counted from its emails, and the repair. */
export const rebuildRollupsVerb: Verb = {
  about:
    "Counts the numbers behind the reports again from emails and signals, and writes them anew where they differ. It may " +
    "run beside the product: looking holds nobody up, and sending waits only while wrong numbers are written. With " +
    "--dry-run it ends with 1 where something differs.",
  positionals: [],
  options: [
    { flag: "--workspace", placeholder: "ID", help: "of which workspace (all of them)" },
    { flag: "--dry-run", help: "only say how many rows differ" },
  ],
  settings: productSettings,
  examples: ["rebuild-rollups --dry-run", "rebuild-rollups --json"],
  run: async (call) => {
    const named = readWorkspaceOption(call);
    const { recountWorkspaces } = await import("./recount-workspaces.ts");
    return (await recountWorkspaces(call, named)) ? exitCodes.ok : exitCodes.failed;
  },
};
