import type { Hop } from "@haste/contract/nouns/connecting";
import { z } from "zod";
import type { Tx } from "../../../platform/db/index.ts";
import { defineJob } from "../../../platform/jobs/index.ts";
import { type ReturnedPorts, readAndKeep } from "../read-and-keep.ts";
import { examine } from "./examine.ts";
import type { Patient } from "./patient.ts";
import { updateCheck } from "./queries.ts";
import { CheckReport } from "./report.ts";

export const doctorKind = "account-doctor";

export interface DoctorPorts extends ReturnedPorts {
  /** The account with its credentials; null where it is gone. */
  readonly loadPatient: (tx: Tx, accountId: string) => Promise<Patient | null>;
  /** Where the test mail's one-click unsubscribing leads. */
  readonly unsubscribeUrl: (tx: Tx, emailId: string) => Promise<string>;
}

const JobInput = z.object({ accountId: z.uuid(), sendMail: z.boolean() });

/** Walks an account's way out and back in, and writes down each hop as it is taken. */
export function doctorJob(ports: DoctorPorts) {
  return defineJob({
    kind: doctorKind,
    input: JobInput,
    async run(job) {
      const { accountId, sendMail } = job.input;
      const [patient, unsubscribeUrl] = await job.batch((ctx) =>
        Promise.all([ports.loadPatient(ctx.tx, accountId), ports.unsubscribeUrl(ctx.tx, job.id)]),
      );
      if (patient === null) throw new Error("The account was removed.");
      const save = (hops: readonly Hop[], isOver = false) =>
        job.batch(async (ctx) => {
          await updateCheck(ctx.tx, job.id, hops, isOver ? ctx.machineNow : null);
          const done = hops.filter(({ state }) => state !== "waiting" && state !== "running").length;
          await job.saveProgress(ctx.tx, {
            done,
            total: hops.length,
            counts: { failed: hops.filter(({ state }) => state === "failed").length },
            ...(isOver ? { resultUrl: `/api/v1/sending-accounts/${accountId}/doctor` } : {}),
          });
        });
      const report = new CheckReport(patient, { save, elapsed: () => performance.now() });
      const self = { id: accountId, patient };
      await examine(report, patient, {
        test: sendMail ? { id: job.id, date: ports.machineNow(), unsubscribeUrl } : null,
        readReturned: (mail) => readAndKeep(job, ports, { sender: self, mailbox: self, foundBy: "doctor", mail }),
      });
      await save(report.hops, true);
    },
  });
}
