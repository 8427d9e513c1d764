import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Tx } from "../../../platform/db/index.ts";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import type { Patient } from "../doctor/index.ts";
import type { FoundMail } from "../mailboxes/mailbox.ts";
import { openMailboxOf } from "../mailboxes/open-mailbox.ts";
import { type Party, type ReturnedPorts, readAndKeep } from "../read-and-keep.ts";
import { findSeedTest, listSeedMails, type SeedMailRow, writeLook, writeSeen } from "./queries.ts";
import { seedJobKind } from "./start-seed-test.ts";

export interface SeedPorts extends ReturnedPorts {
  /** The account with its credentials; null where it is gone. */
  readonly loadPatient: (tx: Tx, accountId: string) => Promise<Patient | null>;
}

const JobInput = z.object({ testId: z.uuid(), isOnce: z.boolean().default(false) });
type Run = JobRun<z.output<typeof JobInput>>;

/**
 * Most mails arrive within seconds, and a job holds one of few places: what takes longer (greylisting, a sender's own
 * gap between mails) is found by later looks.
 */
const lookForMs = 40_000;
const lookEveryMs = 2_000;

/** Looks into each seed's inbox and spam folder for its mail, until all are found or the time is up. */
export function seedTestJob(ports: SeedPorts) {
  return defineJob({
    kind: seedJobKind,
    input: JobInput,
    async run(job) {
      const { testId, isOnce } = job.input;
      const until = performance.now() + (isOnce ? 0 : lookForMs);
      for (;;) {
        const open = await job.batch(async (ctx) =>
          (await listSeedMails(ctx.tx, [testId])).filter(({ placement }) => placement === null),
        );
        for (const mail of open) await lookInto(job, ports, mail);
        const left = await finish(job, testId);
        if (left === 0 || performance.now() >= until) return;
        await pause(lookEveryMs, undefined, { signal: job.signal });
      }
    },
  });
}

async function lookInto(job: Run, ports: SeedPorts, mail: SeedMailRow): Promise<void> {
  const { messageId } = mail;
  if (messageId === null) return;
  const seed = await job.batch((ctx) => ports.loadPatient(ctx.tx, mail.accountId));
  const { found, trouble } = await seenBy(seed, messageId);
  if (found === null && trouble === mail.trouble) return;
  const { placement, folder, tab } = found ?? { placement: null, folder: null, tab: null };
  await job.batch((ctx) => writeSeen(ctx.tx, mail, { placement, folder, tab, trouble }));
  if (found !== null && seed !== null)
    await prove(job, ports, { found, mailbox: { id: mail.accountId, patient: seed } });
}

/** Of a sender that was removed meanwhile nobody wants to know any more. */
async function prove(
  job: Run,
  ports: SeedPorts,
  { found, mailbox }: { readonly found: FoundMail; readonly mailbox: Party },
): Promise<void> {
  const sender = await job.batch(async (ctx) => {
    const id = (await findSeedTest(ctx.tx, job.input.testId))?.sendingAccountId ?? null;
    const patient = id === null ? null : await ports.loadPatient(ctx.tx, id);
    return id === null || patient === null ? null : { id, patient };
  });
  if (sender === null) return;
  await readAndKeep(job, ports, { sender, mailbox, foundBy: "seed-test", mail: found.mail });
}

interface Look {
  readonly found: FoundMail | null;
  /** Why the mailbox could not be looked into. */
  readonly trouble: string | null;
}

/** One mailbox that cannot be opened keeps nobody from looking into the others. */
async function seenBy(seed: Patient | null, messageId: string): Promise<Look> {
  try {
    const mailbox = seed === null ? null : await openMailboxOf(seed);
    if (mailbox === null) return { found: null, trouble: "This mailbox is not read any more." };
    try {
      return { found: await mailbox.find(messageId), trouble: null };
    } finally {
      mailbox.close();
    }
  } catch (error) {
    return { found: null, trouble: (error as Error).message.slice(0, 500) };
  }
}

/** How many are not found yet. */
async function finish(job: Run, testId: string): Promise<number> {
  return job.batch(async (ctx) => {
    const mails = await listSeedMails(ctx.tx, [testId]);
    const of = (placement: SeedMailRow["placement"]) => mails.filter((mail) => mail.placement === placement).length;
    await writeLook(ctx.tx, testId, ctx.now);
    const counts = { inbox: of("inbox"), spam: of("spam"), open: of(null) };
    const done = mails.length - counts.open;
    await job.saveProgress(ctx.tx, { done, total: mails.length, counts, resultUrl: `/api/v1/seed-tests/${testId}` });
    return counts.open;
  });
}
