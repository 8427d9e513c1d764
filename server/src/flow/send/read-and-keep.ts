import type { Ask, ReturnedReading } from "@haste/engine/deliverability";
import {
  askNobody,
  type FoundSource,
  type HostOf,
  keepReturned,
  readReturned,
} from "../../catalog/deliverability/index.ts";
import type { JobRun } from "../../platform/jobs/index.ts";
import type { Patient } from "./doctor/patient.ts";

export interface ReturnedPorts {
  /** A name server for one mail, bounded in time. */
  readonly openDns: () => Ask;
  readonly machineNow: () => Date;
}

export interface Party {
  readonly id: string;
  readonly patient: Patient;
}

export interface MailThatCame {
  readonly sender: Party;
  readonly mailbox: Party;
  readonly foundBy: "doctor" | "seed-test";
  readonly mail: FoundSource;
}

/** Reads what a mail proves, outside of any transaction since it asks the DNS, and keeps it. */
export async function readAndKeep(
  job: Pick<JobRun<unknown>, "batch">,
  { openDns, machineNow }: ReturnedPorts,
  { sender, mailbox, foundBy, mail }: MailThatCame,
): Promise<ReturnedReading> {
  const isLive = await job.batch(async (ctx) => ctx.workspace.mode === "live");
  const parties = { sender: hostOf(sender.patient), mailbox: hostOf(mailbox.patient) };
  const reading = await readReturned({ mail, ...parties, now: machineNow() }, isLive ? openDns() : askNobody);
  const kept = { senderId: sender.id, senderEmail: sender.patient.email, mailboxId: mailbox.id, foundBy, reading };
  await job.batch((ctx) => keepReturned(ctx, kept));
  return reading;
}

function hostOf({ email, provider, imap }: Patient): HostOf {
  return { email, provider, imapHost: imap?.host ?? null };
}
