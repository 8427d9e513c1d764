import { heldUntil, periodsAt, recipientOf, roomsAt } from "@haste/engine/schedule";
import { messageIdOf } from "../../../ledger/index.ts";
import { domainOf } from "../load-limits.ts";
import type { StepEffect } from "./kind.ts";

/** A due email step writes one email: scheduled, with its account, its minted Message-ID and the room it takes. */
export const email: StepEffect<"email"> = {
  do: "send",
  write({ row, decision, accounts, shared, moment }) {
    const account = accounts.get(decision.accountId);
    if (account === undefined) throw new Error(`Planned on the unknown account ${decision.accountId}`);
    const { hour, day } = periodsAt(account, decision.at);
    const recipient = recipientOf(domainOf(row.email_key), shared.mx);
    const bound = { account, recipient, limits: shared.limits ?? null };
    const id = moment.newId();
    return {
      id,
      enrollmentId: row.id,
      sequenceId: row.sequence_id,
      sequenceVersion: row.sequence_version,
      stepId: decision.stepId,
      contactId: row.contact_id,
      sendingAccountId: decision.accountId,
      messageId: messageIdOf(id, account.email),
      toEmail: row.email_key,
      sendAt: decision.at,
      reservedHour: hour.startsAt,
      reservedDay: day.startsAt,
      variantId: decision.dealt?.variantId ?? null,
      abPeriod: decision.dealt?.period ?? null,
      reservedUntil: heldUntil(bound, decision.at),
      rooms: roomsAt(bound, decision.at),
      recipientProvider: recipient?.provider ?? null,
    };
  },
};
