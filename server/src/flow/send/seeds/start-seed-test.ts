import type { Endpoints } from "@haste/contract/endpoints";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { accepted, type InputOf } from "../../../platform/http/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { OneOffPorts } from "../one-off/ports.ts";
import { queueEmail } from "../one-off/queue-email.ts";
import { findSeedTest, insertSeedTest, listSeeds } from "./queries.ts";

export const seedJobKind = "seed-test";
/** Each takes room of the sender's hour, and all of them are looked into one after the other. */
const mostSeeds = 20;

/**
 * Sends one mail to every seed by the way of a test send, and has the mailboxes looked into.
 * @throws Problem `invalid_request` where there is no seed, and what `queueEmail` refuses
 */
export async function startSeedTest(
  ctx: WorkContext,
  ports: OneOffPorts,
  { body }: InputOf<Endpoints["POST /seed-tests"]>,
) {
  const { sendingAccountId, subject, htmlContent, textContent } = body;
  const seeds = await listSeeds(ctx.tx, sendingAccountId, mostSeeds);
  if (seeds.length === 0) {
    const detail = "No other mailbox of this workspace is read.";
    throw new Problem("invalid_request", {
      detail,
      fix: "Add an account with an IMAP server at each provider that matters; paused, it is a seed and nothing else.",
      errors: [{ pointer: "/sendingAccountId", code: "no_seeds", detail }],
    });
  }
  const mails: { accountId: string; emailId: string }[] = [];
  for (const seed of seeds) {
    const emailId = await queueEmail(ctx, ports, {
      ...{ kind: "test", contactId: null, inReplyTo: null, referenceIds: null, recipientProvider: null },
      toEmail: seed.email,
      content: { subject, htmlContent, textContent },
      person: { email: seed.email, name: "" },
      sendingAccountId,
    });
    mails.push({ accountId: seed.id, emailId });
  }
  const id = ctx.newId();
  await insertSeedTest(ctx.tx, { id, sendingAccountId, subject, createdAt: ctx.now }, mails);
  await audit(ctx, "seed-test.started", { kind: "seed-test", id }, { seeds: seeds.length });
  return look(ctx, id);
}

/** @throws Problem `not_found` */
export async function lookAgain(ctx: WorkContext, id: string) {
  if ((await findSeedTest(ctx.tx, id)) === null) throw noSuchTest();
  return look(ctx, id);
}

async function look(ctx: WorkContext, testId: string) {
  const job = await startJob(ctx, { kind: seedJobKind, input: { testId } });
  return accepted(`/jobs/${job.id}`, job);
}

export function noSuchTest(): Problem {
  return new Problem("not_found", { detail: "There is no such seed test." });
}
