import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { workspaceOption } from "./suppress-options.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste suppress export`: what `GET /suppressions/export` answers. */
export const suppressExport: Verb = {
  about: "The import reads it, and reading it again changes nothing.",
  positionals: [],
  options: [{ flag: "--out", placeholder: "PATH", help: "the file to write (standard output)" }, workspaceOption],
  settings: productSettings,
  examples: ["suppress export --out suppressions.csv", "suppress export > suppressions.csv"],
  run: async (call) => {
    const workspaceId = readWorkspaceOption(call);
    const { exportEntries } = await import("./suppress.ts");
    await exportEntries(call, workspaceId);
    return undefined;
  },
};
