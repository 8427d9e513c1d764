import { type Ask, checkDomain, type FetchPolicy, type Prove, type SeeMailTls } from "@haste/engine/deliverability";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { defineJob, startJob } from "../../platform/jobs/index.ts";
import { listSenders, type SenderRow, writeAuthentication } from "../sending-accounts/index.ts";
import { askNobody } from "./ask-dns.ts";
import { writeCheck } from "./queries.ts";
import { countedOf, seenOf } from "./returned/keep-returned.ts";
import { senderOf } from "./senders.ts";

const checkKind = "domain-check";
const JobInput = z.object({ domain: z.string() });

export interface CheckPorts {
  /** A name server for one domain, bounded in time. */
  readonly openDns: () => Ask;
  /** Reads the file that MTA-STS publishes on the web. */
  readonly fetchPolicy: FetchPolicy;
  /** Tries the encryption of a server that the DNS names for mail; never asked for a sandbox, whose DNS names none. */
  readonly seeMailTls: SeeMailTls;
  /** Whether DNSSEC proves what the name server says. */
  readonly prove: Prove;
}

/** Asks the DNS outside of any transaction: a name server that is slow holds nothing but its own job. */
export function domainCheckJob({ openDns, ...outside }: CheckPorts) {
  return defineJob({
    kind: checkKind,
    input: JobInput,
    async run(job) {
      const { domain } = job.input;
      const before = await job.batch(async (ctx) => ({
        senders: await sendersOf(ctx, domain),
        isLive: ctx.workspace.mode === "live",
      }));
      const ask = before.isLive ? openDns() : askNobody;
      const reading = await checkDomain(domain, before.senders.map(senderOf), { ask, ...outside });
      await job.batch(async (ctx) => {
        await writeCheck(ctx.tx, { domain, findings: reading.findings, checkedAt: ctx.machineNow });
        const seen = Map.groupBy(await seenOf(ctx, domain), ({ accountId }) => accountId);
        for (const { accountId, ...found } of reading.senders) {
          await writeAuthentication(ctx.tx, { id: accountId, domain }, countedOf(found, seen.get(accountId) ?? []));
        }
        const failed = reading.findings.filter(({ state }) => state === "failed").length;
        const resultUrl = `/api/v1/domains/${domain}`;
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { failed }, resultUrl });
      });
    },
  });
}

export async function startCheck(ctx: WorkContext, domain: string) {
  return startJob(ctx, { kind: checkKind, input: { domain }, total: 1 });
}

async function sendersOf(ctx: WorkContext, domain: string): Promise<SenderRow[]> {
  return (await listSenders(ctx.tx)).filter((sender) => sender.domain === domain);
}
