import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readEntries, readExpires, readNote, scopeOption, workspaceOption } from "./suppress-options.ts";

/** `haste suppress add`: what `POST /suppressions` does, for some addresses and domains in one transaction. */
export const suppressAdd: Verb = {
  about:
    "What waits for them is canceled at once. An entry that stands for good already stays as it is: neither a reason " +
    "nor an end is taken over. All are added or, where one is refused, none.",
  positionals: [{ name: "ADDRESS", help: "an address, or a domain for everybody at exactly that name", arity: "many" }],
  options: [
    scopeOption,
    {
      flag: "--reason",
      placeholder: "REASON",
      choices: ["manual", "unsubscribe", "complaint"],
      help: "manual, unsubscribe or complaint (manual)",
    },
    { flag: "--expires", placeholder: "INSTANT", help: "when it ends; a day means its start in UTC (never)" },
    { flag: "--note", placeholder: "TEXT", help: "what somebody should know who finds it" },
    workspaceOption,
  ],
  settings: productSettings,
  examples: [
    "suppress add ada@example.com example.org",
    "suppress add ada@example.com --scope topic:News --expires 2030-01-31",
  ],
  run: async (call) => {
    const [entries, expiresAt, note] = [readEntries(call), readExpires(call), readNote(call)];
    const { addNamed } = await import("./suppress.ts");
    await addNamed(call, entries, { expiresAt, note });
    return undefined;
  },
};
