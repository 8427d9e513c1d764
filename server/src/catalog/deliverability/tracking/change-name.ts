import { actorRulesVersion } from "@haste/engine/track";
import { audit } from "../../../platform/audit/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { startTrackingCheck } from "./check-name.ts";
import { findTrackingDomain, retireTrackingDomain, wantTrackingDomain } from "./queries.ts";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostName = new RegExp(`^(?:${label}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);

/** Chooses the name links shall stand under, and has it checked; null: the product's own address again. */
export async function changeTrackingName(ctx: RequestContext, publicUrl: string, wanted: string | null) {
  const domain = wanted?.trim().toLowerCase().replace(/\.$/, "") ?? null;
  if (domain !== null && (domain.length > 253 || !hostName.test(domain))) {
    throw invalid("host_name", "Name a host of your own domain, such as go.example.com, without https:// and path.");
  }
  if (domain === new URL(publicUrl).hostname) {
    throw invalid("own_host", "This is the product's own host; links stand under it already.");
  }
  const before = await findTrackingDomain(ctx.tx);
  if (before?.domain !== domain) {
    await retireTrackingDomain(ctx.tx, ctx.machineNow);
    if (domain !== null) {
      await wantTrackingDomain(ctx.tx, domain, ctx.machineNow);
      await startTrackingCheck(ctx, domain);
    }
    const change = { before: before?.domain ?? null, after: domain };
    await audit(ctx, "tracking.domain-changed", { kind: "settings", id: null }, change);
  }
  return showTracking(ctx, publicUrl);
}

/** Where links of mails lead, and what is known of the name they shall stand under. */
export async function showTracking(ctx: RequestContext, publicUrl: string) {
  const row = await findTrackingDomain(ctx.tx);
  return {
    target: new URL(publicUrl).hostname,
    rules: actorRulesVersion,
    domain:
      row === null
        ? null
        : {
            name: row.domain,
            isUsed: row.isUsed,
            findings: row.findings.map((finding) => ({ ...finding, found: [...finding.found] })),
            checkedAt: row.checkedAt?.toISOString() ?? null,
          },
  };
}

/** @throws Problem `not_found` where no name was chosen */
export async function checkTrackingNow(ctx: RequestContext) {
  const row = await findTrackingDomain(ctx.tx);
  if (row === null) throw new Problem("not_found", { detail: "No name for links was chosen.", fix: "PUT one first." });
  return startTrackingCheck(ctx, row.domain);
}

function invalid(code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer: "/domain", code, detail }] });
}
