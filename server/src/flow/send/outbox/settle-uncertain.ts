import { asInstant } from "@haste/engine/base";
import { momentOf, type NewSignal, readEmail, record } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { readUncertain, type UncertainRow } from "./queries.ts";

type As = "sent" | "not_sent";

/**
 * A person says what became of an email whose server never answered. Nothing else may send it again: the server may
 * have taken it (RFC 1047).
 */
export async function settleUncertain(ctx: RequestContext, emailId: string, as: As): Promise<void> {
  const email = await readEmail(ctx.tx, emailId);
  if (email === null) throw new Problem("not_found", { detail: `There is no email ${emailId}.` });
  if (email.status !== "uncertain") {
    throw new Problem("invalid_status", {
      detail: `The email is ${email.status}; only uncertain ones are settled by hand.`,
      fix: "Nothing is left to do.",
    });
  }
  if ((await settle(ctx, [email], as)) === 0)
    throw new Problem("invalid_status", { detail: "Something that came back has settled it meanwhile." });
}

/** The same of many; those that were settled meanwhile are left as they are, and named where that is known. */
export async function settleMany(ctx: RequestContext, ids: readonly string[], as: As) {
  const emails = await readUncertain(ctx.tx, ids);
  const known = new Set(emails.map((email) => email.id));
  return { settled: await settle(ctx, emails, as), skipped: ids.filter((id) => !known.has(id)) };
}

async function settle(ctx: RequestContext, emails: readonly UncertainRow[], as: As): Promise<number> {
  const signals = emails.map(
    (email): NewSignal => ({
      kind: as === "sent" ? "sent" : "absent",
      actor: "human",
      occurredAt: asInstant(ctx.now.getTime()),
      emailId: email.id,
      contactId: email.contact_id,
      enrollmentId: email.enrollment_id,
      link: null,
      meta: { reason: `settled by ${ctx.actor.name}` },
      key: null,
    }),
  );
  const { taken } = await record(ctx.tx, signals, momentOf(ctx));
  for (const { id } of emails) await audit(ctx, "email.settled", { kind: "email", id }, { as });
  return taken;
}
