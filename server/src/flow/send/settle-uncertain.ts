import { asInstant } from "@haste/engine/base";
import { momentOf, readEmail, record } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";

/**
 * A person says what became of an email whose server never answered. Nothing else may send it again: the server may
 * have taken it (RFC 1047).
 */
export async function settleUncertain(ctx: RequestContext, emailId: string, as: "sent" | "not_sent"): Promise<void> {
  const email = await readEmail(ctx.tx, emailId);
  if (email === null) throw new Problem("not_found", { detail: `There is no email ${emailId}.` });
  if (email.status !== "uncertain") {
    throw new Problem("invalid_status", {
      detail: `The email is ${email.status}; only uncertain ones are settled by hand.`,
      fix: "Nothing is left to do.",
    });
  }
  const { taken } = await record(
    ctx.tx,
    [
      {
        kind: as === "sent" ? "sent" : "absent",
        actor: "human",
        occurredAt: asInstant(ctx.now.getTime()),
        emailId,
        contactId: email.contact_id,
        enrollmentId: email.enrollment_id,
        link: null,
        meta: { reason: `settled by ${ctx.actor.name}` },
        key: null,
      },
    ],
    momentOf(ctx),
  );
  if (taken === 0)
    throw new Problem("invalid_status", { detail: "Something that came back has settled it meanwhile." });
  await audit(ctx, "email.settled", { kind: "email", id: emailId }, { as });
}
