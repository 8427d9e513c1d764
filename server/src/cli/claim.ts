import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste claim`: the way back in for whoever can read the data folder. */
export const claim: Verb = {
  about: "The link works once, within 24 hours. Whoever may run this command may come in as owner.",
  positionals: [],
  options: [{ flag: "--workspace", placeholder: "ID", help: "which workspace (the only one, or the demo)" }],
  settings: [...productSettings, "publicUrl", "host", "port"],
  examples: ["claim", "claim --workspace 01a2053c-9a01-7c32-b7a5-6f1d3c1f0a11"],
  run: async (call) => {
    const named = readWorkspaceOption(call);
    const { printClaim } = await import("./print-claim.ts");
    await printClaim(call, named);
    return undefined;
  },
};
