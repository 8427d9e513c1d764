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
  const first = { beforeId: null, limit: shown };
  const listed = (domains: boolean) => listSuppressions(ctx.tx, { prefix: null, reason: null, domains }, first);
  const addresses = await listed(false);
  const domains = await listed(true);
  const totals = await countSuppressions(ctx.tx);
  return {
    unsubscribeLink: "required",
    includePhysicalAddress: true,
    physicalAddress: postalAddress,
    globalSuppressionList: addresses.map((row) => row.email_key),
    globalSuppressionTotal: totals.addresses,
    domainSuppressionList: domains.map((row) => row.email_key.slice(1)),
    domainSuppressionTotal: totals.domains,
    version,
    updatedAt: updatedAt.toISOString(),
  };
}
