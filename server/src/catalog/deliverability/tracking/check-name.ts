import { type Ask, certificateFinding, checkTrackingName, type LinkFinding } from "@haste/engine/deliverability";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { asSweep, type Database } from "../../../platform/db/index.ts";
import { defineJob, type JobRun, startJob } from "../../../platform/jobs/index.ts";
import { askNobody } from "../ask-dns.ts";
import { findTrackingDomain, listHolders, writeTrackingCheck } from "./queries.ts";
import type { SeeCertificate } from "./see-certificate.ts";

const kind = "tracking-check";
const JobInput = z.object({ domain: z.string() });

export interface TrackingCheckPorts {
  readonly db: Database;
  readonly openDns: () => Ask;
  readonly seeCertificate: SeeCertificate;
  readonly publicUrl: () => string;
}

export function startTrackingCheck(ctx: WorkContext, domain: string) {
  return startJob(ctx, { kind, input: { domain }, total: 1 });
}

/**
 * Looks whether the name leads here and browsers take it. Only then do links stand under it; what stops leading here
 * falls back to the product's own address for the mails to come. No answer changes nothing.
 */
export function trackingCheckJob(ports: TrackingCheckPorts) {
  return defineJob({
    kind,
    input: JobInput,
    async run(job) {
      const { domain } = job.input;
      const isLive = await job.batch(async (ctx) => ctx.workspace.mode === "live");
      const findings = await look(job, ports, isLive ? ports.openDns() : askNobody);
      await job.batch(async (ctx) => {
        const before = await findTrackingDomain(ctx.tx);
        if (before !== null && before.domain === domain) {
          const isUsed = mayBeUsed(findings, before.isUsed);
          await writeTrackingCheck(ctx.tx, { domain, findings, checkedAt: ctx.machineNow, isUsed });
        }
        const failed = findings.filter(({ state }) => state === "failed").length;
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { failed }, resultUrl: "/api/v1/tracking" });
      });
    },
  });
}

async function look(
  { input: { domain }, workspaceId }: JobRun<z.output<typeof JobInput>>,
  { db, seeCertificate, publicUrl }: TrackingCheckPorts,
  ask: Ask,
): Promise<LinkFinding[]> {
  const url = new URL(publicUrl());
  const name = await checkTrackingName(domain, url.hostname, ask);
  if (name.state !== "passed") return [name];
  const holders = await asSweep(db, (sweep) => listHolders(sweep, domain));
  if (holders.some((holder) => holder.isUsed && holder.workspaceId !== workspaceId)) return [taken(domain)];
  if (url.protocol !== "https:") return [name];
  return [name, certificateFinding(domain, await seeCertificate(domain, Number(url.port || 443)))];
}

function taken(domain: string): LinkFinding {
  const detail = "Another workspace of this installation uses the name.";
  const fix = "Choose another name, or let that workspace give it up first.";
  return { kind: "tracking", state: "failed", name: domain, found: [], expected: null, detail, fix, page: null };
}

function mayBeUsed(findings: readonly LinkFinding[], before: boolean): boolean {
  if (findings.every(({ state }) => state === "passed")) return true;
  return before && findings.every(({ state }) => state !== "failed");
}
