import type { Domain, DomainInDepth } from "@haste/contract/nouns/deliverability";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { listSenders, type SenderRow } from "../sending-accounts/index.ts";
import { type CheckRow, listChecks } from "./queries.ts";
import { listReturned } from "./returned/queries.ts";

/** A seed test finds as many at once. */
const mostReturned = 20;

/** Every domain an account sends from, checked or not. */
export async function showDomains(ctx: WorkContext): Promise<Domain[]> {
  const checks = new Map((await listChecks(ctx.tx)).map((row) => [row.domain, row]));
  const byDomain = Map.groupBy(await listSenders(ctx.tx), ({ domain }) => domain);
  return [...byDomain].map(([domain, senders]) => toWire(ctx, senders, checks.get(domain) ?? neverChecked(domain)));
}

/** @throws Problem `not_found` where no account of the workspace sends from it */
export async function showDomain(ctx: WorkContext, domain: string): Promise<DomainInDepth> {
  const found = (await showDomains(ctx)).find((one) => one.domain === domain);
  if (found === undefined) throw new Problem("not_found", { detail: "No sending account has an address there." });
  const returned = await listReturned(ctx.tx, domain, mostReturned);
  return {
    ...found,
    returned: returned.map(({ proofs, seenAt, ...one }) => ({
      ...one,
      proofs: [...proofs],
      seenAt: seenAt.toISOString(),
    })),
  };
}

const neverChecked = (domain: string): CheckRow => ({ domain, findings: [], checkedAt: null });

function toWire(ctx: WorkContext, senders: readonly SenderRow[], { domain, findings, checkedAt }: CheckRow): Domain {
  const isSandbox = ctx.workspace.mode === "sandbox";
  return {
    domain,
    state: isSandbox ? "sandbox" : stateOf(findings),
    accounts: senders.map(({ id, email, spf, dkim, dmarc }) => ({ id, email, spf, dkim, dmarc })),
    findings: findings.map((finding) => ({ ...finding, found: [...finding.found] })),
    checkedAt: checkedAt?.toISOString() ?? null,
  };
}

function stateOf(findings: CheckRow["findings"]): Domain["state"] {
  const has = (state: CheckRow["findings"][number]["state"]) => findings.some((finding) => finding.state === state);
  if (has("failed")) return "failed";
  if (has("warning")) return "warning";
  return has("unknown") || findings.length === 0 ? "unknown" : "passed";
}
