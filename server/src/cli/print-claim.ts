import type { Call } from "../platform/cli/index.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { findBaseUrl, makeClaim } from "./claim-link.ts";
import { withGround } from "./database.ts";
import { findRunning } from "./running-product.ts";
import { quietLog } from "./verb-log.ts";

/** Makes a claim link for the workspace `named` (null: the obvious one) and prints it alone, ready for a pipe. */
export async function printClaim(call: Call, named: string | null): Promise<void> {
  await withGround(call, { log: quietLog(call), mayCreate: false }, async ({ database }) => {
    const workspace = await chooseWorkspace(call, database, named);
    const { url, expiresAt } = await makeClaim(database, workspace.id, await findBaseUrl(call.config));
    call.output.answer({ url, workspaceId: workspace.id, expiresAt }, [url]);
    if (call.config.publicUrl === null && (await findRunning(call.config.dataDir)) === null) {
      call.output.note("No product answers from this data folder now; the link works at that address once one does.");
    }
    call.output.note(`Signs its opener in as owner of "${workspace.name}"; once, until ${expiresAt}.`);
  });
}
