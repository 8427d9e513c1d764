import type { FoundSource } from "../../../catalog/deliverability/index.ts";
import { checkApi, checkApiMailbox } from "./check-api.ts";
import { checkImap } from "./check-imap.ts";
import { checkReturned, type ReadReturned } from "./check-returned.ts";
import { checkSmtp } from "./check-smtp.ts";
import type { Patient } from "./patient.ts";
import { type CheckReport, incoming } from "./report.ts";
import type { TestMail } from "./test-mail.ts";

export interface Examination {
  /** null: none is to be sent. */
  readonly test: TestMail | null;
  readonly readReturned: ReadReturned;
}

/** Both ways, whatever becomes of the first: who mends one wants to know of the other. Then what came back by them. */
export async function examine(
  report: CheckReport,
  patient: Patient,
  { test, readReturned }: Examination,
): Promise<void> {
  const { smtp } = patient;
  const isSent =
    smtp === null ? await checkApi(report, patient, test) : await checkSmtp(report, { ...patient, smtp }, test);
  const found = await lookIn(report, patient, isSent ? test : null);
  if (found !== null) await checkReturned(report, found, readReturned);
  await report.end();
}

async function lookIn(report: CheckReport, patient: Patient, test: TestMail | null): Promise<FoundSource | null> {
  const { imap } = patient;
  if (imap !== null) return checkImap(report, { ...patient, imap }, test);
  if (patient.mailboxApi !== null) return checkApiMailbox(report, patient, test);
  const detail = "No mailbox is read here";
  const remedy = "Add an IMAP server, so that replies stop sequences and bounces are counted.";
  for (const step of incoming) {
    const isFirst = step === "dns";
    await report.skip({ protocol: "imap", step }, isFirst ? detail : "", isFirst ? remedy : null);
  }
  return null;
}
