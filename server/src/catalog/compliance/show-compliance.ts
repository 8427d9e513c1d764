import type { ResponseOf } from "@haste/contract/client";
import type { WorkContext } from "../../platform/context/index.ts";
import type { WorkspaceRow } from "../identity/index.ts";
import { countSuppressions, listSuppressions } from "./queries.ts";

const shown = 1_000;

/** What is kept to today; the postal address is the workspace's own, whichever screen it was typed on. */
export async function showCompliance(
  ctx: WorkContext,
  { postalAddress, version, updatedAt }: WorkspaceRow,
): Promise<ResponseOf<"GET /compliance">> {
  const suppressed = await listSuppressions(ctx.tx, { prefix: null }, { beforeId: null, limit: shown });
  return {
    unsubscribeLink: "required",
    includePhysicalAddress: true,
    physicalAddress: postalAddress,
    globalSuppressionList: suppressed.map((row) => row.email_key),
    globalSuppressionTotal: suppressed.length < shown ? suppressed.length : await countSuppressions(ctx.tx),
    version,
    updatedAt: updatedAt.toISOString(),
  };
}
