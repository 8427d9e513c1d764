import type { ResponseOf } from "@haste/contract/client";
import type { WorkContext } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { getWorkspace } from "../identity/index.ts";
import { countSuppressions, findCompliance, listSuppressions } from "./queries.ts";

const shown = 1_000;

/** What is kept to; the postal address is the workspace's own, whichever screen it was typed on. */
export async function showCompliance(ctx: WorkContext): Promise<ResponseOf<"GET /compliance">> {
  const first = { beforeId: null, limit: shown };
  const listed = (domains: boolean) =>
    listSuppressions(ctx.tx, { prefix: null, reason: null, scope: "workspace", domains }, first);
  const addresses = await listed(false);
  const domains = await listed(true);
  const totals = await countSuppressions(ctx.tx);
  const { spamKeywords, linkWhitelist, rulePacks, updatedAt, ...settings } = await findCompliance(ctx.tx);
  const { postalAddress } = await getWorkspace(ctx.tx);
  return {
    ...settings,
    physicalAddress: postalAddress,
    spamKeywords: [...spamKeywords],
    linkWhitelist: [...linkWhitelist],
    rulePacks: [...rulePacks],
    globalSuppressionList: addresses.map((row) => row.email_key),
    globalSuppressionTotal: totals.addresses,
    domainSuppressionList: domains.map((row) => row.email_key.slice(1)),
    domainSuppressionTotal: totals.domains,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

/** Whether mails show their reader a way out, beside the headers that every mail carries. */
export async function showsUnsubscribeLink(tx: Tx): Promise<boolean> {
  return (await findCompliance(tx)).unsubscribeLink !== "none";
}
