import { periodsAt } from "@haste/engine/schedule";
import { messageIdOf } from "../../../ledger/index.ts";
import type { StepEffect } from "./kind.ts";

/** A due email step writes one email: scheduled, with its account, its minted Message-ID and the room it takes. */
export const email: StepEffect<"email"> = {
  do: "send",
  write({ row, decision, accounts, moment }) {
    const account = accounts.get(decision.accountId);
    if (account === undefined) throw new Error(`Planned on the unknown account ${decision.accountId}`);
    const { hour, day } = periodsAt(account, decision.at);
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
    };
  },
};
