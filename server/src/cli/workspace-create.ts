import { isZone } from "@haste/engine/base";
import { readAddress } from "@haste/engine/enroll";
import { type Call, UsageError, type Verb } from "../platform/cli/index.ts";
import type { WantedWorkspace } from "./make-workspace.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { quietLog } from "./verb-log.ts";

const longestName = 100;

/** `haste workspace create`: a tenant of its own with a key to it, for scripts, tests and hosts of several teams. */
export const workspaceCreate: Verb = {
  about:
    "The key has the owner's rights and is shown this once. A sandbox has its sending account ready and reaches " +
    "nobody outside; a workspace stays what it is made as.",
  positionals: [{ name: "NAME", help: "what people call it", arity: "one" }],
  options: [
    {
      flag: "--mode",
      placeholder: "live|sandbox",
      choices: ["live", "sandbox"],
      isRequired: true,
      help: "whether its mail really leaves",
    },
    { flag: "--timezone", placeholder: "ZONE", help: "IANA name (this machine's)" },
    { flag: "--owner-email", placeholder: "ADDRESS", help: "its owner (made up, until somebody claims it)" },
    { flag: "--owner-name", placeholder: "NAME", help: "how the owner is called (Owner)" },
  ],
  settings: [...productSettings, "masterKeyFile"],
  examples: ["workspace create Trial --mode sandbox", "workspace create Acme --mode live --json"],
  run: async (call) => {
    const wanted = readWanted(call);
    const [{ withGround }, { makeWorkspace }] = await Promise.all([
      import("./database.ts"),
      import("./make-workspace.ts"),
    ]);
    const created = await withGround(call, { log: quietLog(call), mayCreate: true }, async (ground) =>
      makeWorkspace({ database: ground.database, master: await ground.loadMaster() }, wanted),
    );
    const { workspaceId, apiKey } = created;
    call.output.answer({ workspaceId, apiKey }, [
      `Workspace "${wanted.name}" (${wanted.mode}) was made.`,
      "",
      `  id   ${workspaceId}`,
      `  key  ${apiKey}`,
      "",
      "The key is shown this once. A person comes in with: haste claim --workspace ID",
    ]);
    return undefined;
  },
};

/** @throws UsageError */
function readWanted({ positionals, options }: Call): WantedWorkspace {
  const name = (positionals[0] ?? "").trim();
  const timezone = options.text("--timezone");
  const ownerEmail = options.text("--owner-email");
  const ownerName = options.text("--owner-name");
  const sentences: string[] = [];
  if (name === "" || name.length > longestName) sentences.push(`NAME must have 1 to ${longestName} characters.`);
  if (timezone !== undefined && !isZone(timezone)) {
    sentences.push(`--timezone is ${JSON.stringify(timezone)}, but it must be an IANA name such as Europe/Berlin.`);
  }
  if (ownerEmail !== undefined && !readAddress(ownerEmail).ok) {
    sentences.push(`--owner-email is ${JSON.stringify(ownerEmail)}, but it must be an email address.`);
  }
  if (sentences.length > 0) throw new UsageError(sentences);
  return {
    name,
    mode: options.text("--mode") === "live" ? "live" : "sandbox",
    ...(timezone === undefined ? {} : { timezone }),
    ...(ownerEmail === undefined ? {} : { ownerEmail }),
    ...(ownerName === undefined ? {} : { ownerName }),
  };
}
