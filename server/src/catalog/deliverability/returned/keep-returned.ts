import { authenticationOf, provesForDays, type ReturnedReading } from "@haste/engine/deliverability";
import type { WorkContext } from "../../../platform/context/index.ts";
import { listSenders, writeAuthentication } from "../../sending-accounts/index.ts";
import { listSeen, type SeenRow, writeReturned } from "./queries.ts";
import { domainOf } from "./read-returned.ts";

export interface ReturnedToKeep {
  readonly senderId: string;
  readonly senderEmail: string;
  readonly mailboxId: string;
  readonly foundBy: "doctor" | "seed-test";
  readonly reading: ReturnedReading;
}

/** Keeps what a mail proved, and has it count for its account at once, not only after the next look at the DNS. */
export async function keepReturned(ctx: WorkContext, found: ReturnedToKeep): Promise<void> {
  const domain = domainOf(found.senderEmail);
  await writeReturned(ctx.tx, { ...found, domain, seenAt: ctx.machineNow });
  const sender = (await listSenders(ctx.tx)).find(({ id }) => id === found.senderId);
  if (sender === undefined) return;
  const seen = (await seenOf(ctx, domain)).filter(({ accountId }) => accountId === sender.id);
  await writeAuthentication(ctx.tx, { id: sender.id, domain }, countedOf(sender, seen));
}

/** What mails proved of the domain's accounts while it still counts. */
export function seenOf(ctx: WorkContext, domain: string): Promise<SeenRow[]> {
  return listSeen(ctx.tx, domain, new Date(ctx.machineNow.getTime() - provesForDays * 86_400_000));
}

type Authentication = Pick<SeenRow, "spf" | "dkim" | "dmarc">;

/** What counts of an account after what its records let expect and what its mails proved. */
export function countedOf(record: Authentication, seen: readonly Authentication[]): Authentication {
  const of = (name: keyof Authentication) =>
    authenticationOf(
      record[name],
      seen.map((one) => one[name]),
    );
  return { spf: of("spf"), dkim: of("dkim"), dmarc: of("dmarc") };
}
