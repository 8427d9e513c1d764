import { askSystemDns, linkBaseOf } from "../catalog/deliverability/index.ts";
import { publicLinksOf } from "../flow/render/index.ts";
import { doctorJob, type Patient, seedTestJob } from "../flow/send/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Tx } from "../platform/db/index.ts";
import type { JobDefinition } from "../platform/jobs/index.ts";
import type { Ground } from "./ground.ts";

/** What sends a mail to a mailbox of ours and reads it there; only a worker knows where mailboxes are. */
export function mailTestJobs(
  { signingKeys, site }: Pick<Ground, "signingKeys" | "site">,
  loadPatient: (tx: Tx, accountId: string) => Promise<Patient | null>,
): JobDefinition[] {
  const ports = { loadPatient, openDns: askSystemDns, machineNow: () => systemClock.machineNow() };
  // Signed as every other, for a mail that stands in no list: the page answers, and nobody is unsubscribed.
  const unsubscribeUrl = async (tx: Tx, emailId: string) =>
    publicLinksOf(signingKeys, await linkBaseOf(tx, site.url), { workspaceId: tx.workspaceId, emailId }).unsubscribeUrl;
  return [doctorJob({ ...ports, unsubscribeUrl }), seedTestJob(ports)];
}
