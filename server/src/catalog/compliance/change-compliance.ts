import type { ComplianceChanges } from "@haste/contract/nouns/compliance";
import { rulePacks } from "@haste/engine/compliance";
import { attentionChanged, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { changeSettings, getWorkspace } from "../identity/index.ts";
import { type ComplianceRow, findCompliance, writeCompliance } from "./queries.ts";
import { refused, rulesChanged } from "./rules.ts";
import { addSuppression } from "./suppressions.ts";

/** Recipients see it; no mail changes by it. */
const brand = ["brandName", "brandColor"] as const;
const own = [
  ...brand,
  ...(["unsubscribeLink", "unsubscribeText", "includePhysicalAddress", "maxEmailsPerDay", "maxEmailsPerWeek"] as const),
  ...(["companyEmailsPerDay", "companyEmailsPerWeek", "domainEmailsPerDay", "domainEmailsPerWeek"] as const),
  ...(["cooldownPeriod", "spamKeywords", "linkWhitelist", "holdListedLinks", "holdSuddenVolume"] as const),
  "rulePacks" as const,
];

/**
 * Changes what is given. Whatever waits to leave is planned and written anew, so a new rule holds for the next mail; the
 * postal address stays where every other screen reads it. @throws Problem `precondition_failed`, `invalid_request`
 */
export async function changeCompliance(ctx: RequestContext, changes: ComplianceChanges): Promise<void> {
  const before = await findCompliance(ctx.tx);
  ctx.checkVersion(before.version);
  const stranger = changes.rulePacks?.find((id) => !rulePacks.some((pack) => pack.id === id));
  if (stranger !== undefined) throw refused("/rulePacks", `There is no pack called ${stranger}.`);
  const changed = own.filter(
    (field) => changes[field] !== undefined && JSON.stringify(changes[field]) !== JSON.stringify(before[field]),
  );
  if (changed.length > 0) {
    const after = Object.fromEntries(changed.map((field) => [field, changes[field]])) as Partial<ComplianceRow>;
    await writeCompliance(ctx.tx, { ...before, ...after, version: before.version + 1, updatedAt: ctx.now });
    await audit(
      ctx,
      "compliance.changed",
      { kind: "settings", id: null },
      { before: Object.fromEntries(changed.map((field) => [field, before[field]])), after },
    );
    if (changed.some((field) => !isBrand(field))) {
      await rulesChanged(ctx);
      await attentionChanged(ctx.tx, momentOf(ctx));
    }
  }
  const { physicalAddress } = changes;
  if (physicalAddress !== undefined && physicalAddress !== (await getWorkspace(ctx.tx)).postalAddress)
    await changeSettings({ ...ctx, checkVersion: () => undefined }, { postalAddress: physicalAddress });
  for (const email of changes.globalSuppressionList ?? []) await addSuppression(ctx, { email, reason: "manual" });
  for (const domain of changes.domainSuppressionList ?? []) await addSuppression(ctx, { domain, reason: "manual" });
}

function isBrand(field: (typeof own)[number]): boolean {
  return brand.some((one) => one === field);
}
