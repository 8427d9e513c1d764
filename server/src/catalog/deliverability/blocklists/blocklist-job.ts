import { type Ask, checkListings } from "@haste/engine/deliverability";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob, startJob } from "../../../platform/jobs/index.ts";
import { listSenders } from "../../sending-accounts/index.ts";
import { askNobody } from "../ask-dns.ts";
import { writeBlocklistCheck } from "./queries.ts";
import { subjectsOf } from "./subjects.ts";

const jobKind = "blocklist-check";

export interface BlocklistPorts {
  /** The lists, asked in turn and bounded for one check. */
  readonly openLists: () => Ask;
  /** The host that links in mails lead to; null: none that anybody outside could reach. */
  readonly linkHost: () => string | null;
}

/** Asks the lists outside of any transaction. */
export function blocklistJob({ openLists, linkHost }: BlocklistPorts) {
  return defineJob({
    kind: jobKind,
    input: z.object({}),
    async run(job) {
      const { senders, isLive } = await job.batch(async (ctx) => ({
        senders: await listSenders(ctx.tx),
        isLive: ctx.workspace.mode === "live",
      }));
      const ask = isLive ? openLists() : askNobody;
      const { subjects, notAsked } = await subjectsOf(senders, linkHost(), ask);
      const listings = await checkListings(subjects, ask);
      await job.batch(async (ctx) => {
        await writeBlocklistCheck(ctx.tx, { listings, notAsked, checkedAt: ctx.machineNow });
        const listed = listings.filter(({ state }) => state === "listed").length;
        const resultUrl = "/api/v1/deliverability/blocklists";
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { listed }, resultUrl });
      });
    },
  });
}

export function startBlocklistCheck(ctx: WorkContext) {
  return startJob(ctx, { kind: jobKind, input: {}, total: 1 });
}
