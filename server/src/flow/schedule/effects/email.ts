import { periodsAt } from "@haste/engine/schedule";
import { messageIdOf, type PlannedEmail } from "../../../ledger/index.ts";
import type { DueStep, StepEffect } from "./kind.ts";

/** A due email step writes one email: scheduled, with its account, its minted Message-ID and the room it takes. */
export const email: StepEffect = {
  kind: "email",
  write({ row, decision, account, moment }: DueStep): PlannedEmail {
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
    };
  },
};
