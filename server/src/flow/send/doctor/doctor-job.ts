import type { Hop } from "@haste/contract/nouns/connecting";
import { z } from "zod";
import type { Tx } from "../../../platform/db/index.ts";
import { defineJob } from "../../../platform/jobs/index.ts";
import { examine } from "./examine.ts";
import type { Patient } from "./patient.ts";
import { updateCheck } from "./queries.ts";
import { CheckReport } from "./report.ts";

export const doctorKind = "account-doctor";

export interface DoctorPorts {
  /** The account with its credentials; null where it is gone. */
  readonly loadPatient: (tx: Tx, accountId: string) => Promise<Patient | null>;
  readonly machineNow: () => Date;
}

const JobInput = z.object({ accountId: z.uuid(), sendMail: z.boolean() });

/** Walks an account's way out and back in, and writes down each hop as it is taken. */
export function doctorJob(ports: DoctorPorts) {
  return defineJob({
    kind: doctorKind,
    input: JobInput,
    async run(job) {
      const { accountId, sendMail } = job.input;
      const patient = await job.batch((ctx) => ports.loadPatient(ctx.tx, accountId));
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
      await examine(report, patient, sendMail ? { id: job.id, date: ports.machineNow() } : null);
      await save(report.hops, true);
    },
  });
}
