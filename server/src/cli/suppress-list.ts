import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readLimit, workspaceOption } from "./suppress-options.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste suppress list`: the newest entries. */
export const suppressList: Verb = {
  about: null,
  positionals: [],
  options: [
    { flag: "--starts-with", placeholder: "TEXT", help: "only addresses and domains that begin so" },
    {
      flag: "--scope",
      placeholder: "SCOPE",
      choices: ["everything", "topic", "sequence"],
      help: "only of everything, topic or sequence",
    },
    {
      flag: "--reason",
      placeholder: "REASON",
      choices: ["manual", "unsubscribe", "complaint", "hard_bounce"],
      help: "only manual, unsubscribe, complaint or hard_bounce",
    },
    { flag: "--limit", placeholder: "N", help: "how many, at most 10000 (100)" },
    workspaceOption,
  ],
  settings: productSettings,
  examples: ["suppress list --starts-with ada@", "suppress list --reason complaint --json"],
  run: async (call) => {
    const [workspaceId, limit] = [readWorkspaceOption(call), readLimit(call)];
    const { listEntries } = await import("./suppress.ts");
    await listEntries(call, workspaceId, limit);
    return undefined;
  },
};
