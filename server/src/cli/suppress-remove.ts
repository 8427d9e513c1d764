import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readEntries, readRemovalReason, scopeOption, workspaceOption } from "./suppress-options.ts";

/** `haste suppress remove`: takes entries off the list, all or none. */
export const suppressRemove: Verb = {
  about:
    "The reason stays in the audit log with what the entry was. Nobody who was stopped goes on by that, and entries of " +
    "other scopes stay.",
  positionals: [{ name: "ADDRESS", help: "the address or domain of an entry", arity: "many" }],
  options: [
    { flag: "--reason", placeholder: "TEXT", isRequired: true, help: "why it may be mailed again" },
    scopeOption,
    workspaceOption,
  ],
  settings: productSettings,
  examples: ['suppress remove ada@example.com --reason "Asked by phone to be written to again"'],
  run: async (call) => {
    const [entries, reason] = [readEntries(call), readRemovalReason(call)];
    const { removeNamed } = await import("./suppress.ts");
    await removeNamed(call, entries, reason);
    return undefined;
  },
};
