import type { AccountComplaints, Requirements } from "@haste/contract/nouns/sender-standing";
import { requirementsOf } from "@haste/engine/deliverability";
import { rateOf } from "@haste/engine/report";
import type { WorkContext } from "../../platform/context/index.ts";
import { showsUnsubscribeLink } from "../compliance/index.ts";
import { listComplained, listEncryption } from "../sending-accounts/index.ts";
import { findBlocklistCheck } from "./blocklists/queries.ts";
import { busiestDay } from "./queries.ts";
import { sumReported } from "./reports/queries.ts";
import { reportedSince } from "./reports/show-reports.ts";

/** What large receivers ask of senders, held against real mail and the last checks. */
export async function showRequirements(ctx: WorkContext): Promise<Requirements> {
  const since = reportedSince(ctx);
  const accounts = await listComplained(ctx);
  const sum = (of: "sent" | "complained") => accounts.reduce((total, account) => total + account[of], 0);
  const reported = await sumReported(ctx.tx, since);
  const { volume, requirements } = requirementsOf({
    accounts: await listEncryption(ctx.tx),
    complaints: rateOf(sum("complained"), sum("sent")),
    busiestDay: await busiestDay(ctx.tx, since),
    aligned: rateOf(reported.n, reported.of),
    showsUnsubscribe: await showsUnsubscribeLink(ctx.tx),
    listings: await countListings(ctx),
  });
  return { volume, requirements: requirements.map(({ wantedBy, ...one }) => ({ ...one, wantedBy: [...wantedBy] })) };
}

/** null: no list said anything. */
async function countListings(ctx: WorkContext): Promise<number | null> {
  const { listings } = await findBlocklistCheck(ctx.tx);
  const told = listings.filter(({ state }) => state !== "unknown");
  return told.length === 0 ? null : told.filter(({ state }) => state === "listed").length;
}

export async function showComplaints(ctx: WorkContext): Promise<AccountComplaints[]> {
  return (await listComplained(ctx)).map(({ accountId, email, status, pauseCause, since, verdict, stoppedTowards }) => {
    const { rate, ...evidence } = verdict.rate;
    return {
      ...{ accountId, email, status, rate, evidence },
      ...{ state: verdict.state, reason: verdict.reason },
      isPausedForIt: pauseCause === "complaints" && status === "paused",
      stoppedTowards: [...stoppedTowards],
      since: since?.toISOString() ?? null,
    };
  });
}
