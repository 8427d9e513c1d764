import type { SendingPace } from "@haste/contract/nouns/sending-pace";
import { goOnTowards, momentOf } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { noSuchAccount } from "../change-account.ts";
import { lockAccount } from "../queries.ts";
import { showPace } from "./show-pace.ts";

/**
 * Lets an account go on towards a provider whose complaints stopped it; those about mails sent before count no more.
 * @throws Problem `not_found` also where nothing stopped it
 */
export async function resumeTowards(
  ctx: WorkContext,
  { accountId, provider }: { readonly accountId: string; readonly provider: string },
  resumeReason: string,
): Promise<SendingPace> {
  if ((await lockAccount(ctx.tx, accountId)) === null) throw noSuchAccount();
  const isGoing = await goOnTowards(ctx.tx, { accountId, provider }, momentOf(ctx));
  if (!isGoing) throw new Problem("not_found", { detail: "No complaints stopped it towards this provider." });
  const detail = { provider, resumeReason };
  await audit(ctx, "sending-account.resumed", { kind: "sending-account", id: accountId }, detail);
  return showPace(ctx, accountId);
}
