import type { Verb } from "../platform/cli/index.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { findBaseUrl, makeClaim } from "./claim-link.ts";
import { withGround } from "./database.ts";
import { productSettings } from "./settings-of-verbs.ts";
import { quietLog } from "./verb-log.ts";

/** `haste claim`: the way back in for whoever can read the data folder. */
export const claim: Verb = {
  about: "The link works once, within 24 hours. Whoever may run this command may come in as owner.",
  positionals: [],
  options: [{ flag: "--workspace", placeholder: "ID", help: "which workspace (the only one, or the demo)" }],
  settings: [...productSettings, "publicUrl", "host", "port"],
  examples: ["claim", "claim --workspace 01a2053c-9a01-7c32-b7a5-6f1d3c1f0a11"],
  run: (call) =>
    withGround(call, { log: quietLog(call), mayCreate: false }, async ({ database }) => {
      const workspace = await chooseWorkspace(call, database);
      const { url, expiresAt } = await makeClaim(database, workspace.id, await findBaseUrl(call.config));
      call.output.answer({ url, workspaceId: workspace.id, expiresAt }, [url]);
      call.output.note(`Signs its opener in as owner of "${workspace.name}"; once, until ${expiresAt}.`);
      return undefined;
    }),
};
