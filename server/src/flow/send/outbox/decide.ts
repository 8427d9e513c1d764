import { sendableAccount } from "../../../catalog/sending-accounts/index.ts";
import { cancelOneOff, momentOf, readContents, readEmail, resumePerson, retryOneOff } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readEnrollmentStatus, readOutboxEmail } from "./queries.ts";

/**
 * Tries an email again now. One of a step is planned again, so that it finds its window, its room and its words as they
 * stand; one somebody wrote goes back into its lane as it was written.
 */
export async function retryEmail(ctx: RequestContext, id: string): Promise<void> {
  const email = await readOutboxEmail(ctx.tx, id);
  if (email === null) throw noSuchEmail(id);
  const done =
    email.enrollment_id === null ? await retryWritten(ctx, email.account_id, id) : await planAgain(ctx, email);
  if (!done)
    throw tooLate(`The email is ${email.status}; only held ones, and your own that were put off, are retried.`);
  await audit(ctx, "email.retried", { kind: "email", id });
}

async function retryWritten(ctx: RequestContext, accountId: string, id: string): Promise<boolean> {
  if (!(await readContents(ctx.tx, [id])).has(id)) throw tooLate("Its words went by age, so there is nothing to send.");
  const account = await sendableAccount(ctx.tx, accountId);
  const retried = await retryOneOff(ctx.tx, id, { ...account, zone: account.timezone }, momentOf(ctx));
  if (retried === null) throw tooLate(`${account.email} has no room for another email within two months.`);
  return retried;
}

async function planAgain(ctx: RequestContext, email: { status: string; enrollment_id: string | null }) {
  if (email.status !== "held" || email.enrollment_id === null) return false;
  const status = await readEnrollmentStatus(ctx.tx, email.enrollment_id);
  if (status !== "active") throw tooLate(`Its person is ${status} in the sequence.`);
  return (await resumePerson(ctx.tx, email.enrollment_id, momentOf(ctx))) === true;
}

/** Cancels an email of no sequence that has not left. */
export async function cancelEmail(ctx: RequestContext, id: string): Promise<void> {
  const email = await readEmail(ctx.tx, id);
  if (email === null) throw noSuchEmail(id);
  if (email.enrollment_id !== null) {
    throw tooLate("It belongs to a sequence. Pause or remove its person, or change the step.");
  }
  if (!(await cancelOneOff(ctx.tx, id, momentOf(ctx)))) throw tooLate(`The email is ${email.status}.`);
  await audit(ctx, "email.canceled", { kind: "email", id });
}

export function noSuchEmail(id: string): Problem {
  return new Problem("not_found", { detail: `There is no email ${id}.` });
}

function tooLate(detail: string): Problem {
  return new Problem("invalid_status", { detail, fix: "Read it again: it says what may be done with it." });
}
