import { checkApi } from "./check-api.ts";
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
  const { smtp, imap } = patient;
  const isSent =
    smtp === null ? await checkApi(report, patient, test) : await checkSmtp(report, { ...patient, smtp }, test);
  if (imap !== null) {
    const found = await checkImap(report, { ...patient, imap }, isSent ? test : null);
    if (found !== null) await checkReturned(report, found, readReturned);
  } else {
    const detail = "No mailbox is read here";
    const remedy = "Add an IMAP server, so that replies stop sequences and bounces are counted.";
    for (const step of incoming) {
      const isFirst = step === "dns";
      await report.skip({ protocol: "imap", step }, isFirst ? detail : "", isFirst ? remedy : null);
    }
  }
  await report.end();
}
