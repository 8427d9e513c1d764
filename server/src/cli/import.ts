import type { Verb } from "../platform/cli/index.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

/** `haste import`: the same batches as an import in the app, without a browser. */
export const importVerb: Verb = {
  about:
    "Encoding, delimiter and columns are recognized; --mapping says them instead, and then all of them. A bad row is " +
    "kept with its reason and stops nobody else. A known address is updated, never doubled, so repeating is safe.",
  positionals: [{ name: "FILE", help: "the CSV file to read", arity: "one" }],
  options: [
    { flag: "--workspace", placeholder: "ID", help: "into which workspace (the only one, or the demo)" },
    {
      flag: "--mapping",
      placeholder: "COLUMN=FIELD …",
      takes: "pairs",
      help: "email, firstName, lastName, fullName, title, timezone, companyName, companyDomain, custom.NAME",
    },
    { flag: "--dry-run", help: "only say what would become of each row" },
    { flag: "--errors", placeholder: "PATH", help: "write the rows that stay out to this file, with their reasons" },
  ],
  settings: productSettings,
  examples: [
    "import people.csv --dry-run",
    "import people.csv --mapping E-mail=email Name=fullName City=custom.city --errors bad.csv",
  ],
  run: async (call) => {
    const named = readWorkspaceOption(call);
    const { importPeople } = await import("./import-people.ts");
    await importPeople(call, named);
    return undefined;
  },
};
