import type { Verb } from "../platform/cli/index.ts";
import { settings } from "../platform/config/index.ts";

/** `haste doctor`: what is set, by whom, what is wrong, and what to do about it. Changes nothing. */
export const doctor: Verb = {
  about:
    "It changes nothing. Beside a running product it looks at that one; otherwise it starts the database of the data " +
    "folder for the length of the checks. It ends with 1 when a check fails.",
  positionals: [],
  options: [],
  settings: settings.filter(({ isVariableOnly }) => !isVariableOnly).map(({ name }) => name),
  examples: ["doctor", "doctor --json", "doctor --data-dir ./trial"],
  run: async (call) => (await import("./examine.ts")).examine(call),
};
