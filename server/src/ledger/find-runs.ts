import type { Instant } from "@haste/engine/base";
import { repeatedRefusals, type Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import { type MailTo, readMailsTo } from "./queries/past-mails.ts";

type Incoming = Pick<Signal, "kind" | "emailId" | "contactId" | "meta" | "occurredAt">;

/**
 * Gives a refusal that proves nothing by itself the run it completes. Asked before anything is locked, because a run reaches
 * every sequence of the person: of two refusals in the same instant the first may not be seen by the second, and then the
 * next one completes the run. Costs one look-up for each soft bounce, and nothing otherwise.
 */
export async function findRuns<S extends Incoming>(tx: Tx, signals: readonly S[]): Promise<S[]> {
  const found: S[] = [];
  for (const signal of signals) {
    const run = await findRun(tx, signal);
    found.push(run === null ? signal : { ...signal, meta: { ...signal.meta, run } });
  }
  return found;
}

async function findRun(tx: Tx, { kind, emailId, contactId, meta, occurredAt }: Incoming) {
  if (kind !== "bounced" || meta.bounceType !== "soft" || emailId === null || contactId === null) return null;
  const mails = await readMailsTo(tx, { emailId, contactId, refusedAt: occurredAt });
  const present = { at: occurredAt, type: meta.bounceType } as const;
  return repeatedRefusals(
    mails.map((mail) => (mail.emailId === emailId && mail.bounce === null ? { ...mail, bounce: present } : mail)),
    lastSignIn(mails),
  );
}

function lastSignIn(mails: readonly MailTo[]): Instant | null {
  return mails.reduce<Instant | null>(
    (last, { signAt }) => (signAt !== null && signAt > (last ?? 0) ? signAt : last),
    null,
  );
}
