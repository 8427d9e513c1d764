import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { workspaceOption } from "./suppress-options.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste suppress import`: what `POST /suppressions/import` does. */
export const suppressImport: Verb = {
  about:
    "Read is the column email, address or domain, never another; scope, note and expiresAt where they are there. " +
    "Nothing is ever taken off by a file, so repeating is safe. It ends with 1 where lines were refused: the rest is " +
    "added, but whoever stands on those lines can still be mailed.",
  positionals: [{ name: "FILE", help: "the CSV file to read; - reads standard input", arity: "one" }],
  options: [workspaceOption],
  settings: productSettings,
  examples: ["suppress import blocked.csv", "suppress import - --json"],
  run: async (call) => {
    const workspaceId = readWorkspaceOption(call);
    const { importEntries } = await import("./suppress.ts");
    return importEntries(call, workspaceId);
  },
};
