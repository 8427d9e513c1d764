import type { Endpoints } from "@haste/contract/endpoints";
import { standing } from "@haste/engine/enroll";
import { audit } from "../../platform/audit/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { enrollContacts } from "./enroll-contacts.ts";
import { readEnrollment } from "./queries/lists.ts";
import { enrollmentToWire, heldOutReason } from "./to-wire.ts";

/** Enrolls one contact, or says every reason against it. */
export async function enrollContact(ctx: RequestContext, input: InputOf<Endpoints["POST /sequences/:id/enroll"]>) {
  const { contactId, override = [], context = {}, sendingAccountId = null, dealId = null } = input.body;
  const outcome = await enrollContacts(ctx, {
    sequenceId: input.params.id,
    contactIds: [contactId],
    context,
    sendingAccountId,
    dealId,
    override,
  });
  const judged = outcome.judged.get(contactId);
  if (judged === undefined) throw new Problem("not_found", { detail: `There is no contact ${contactId}.` });
  const enrollmentId = outcome.enrolled.get(contactId);
  if (enrollmentId === undefined) {
    const guards = standing(judged.guards, override);
    const against = guards.length > 0 ? guards : [alreadyActive];
    throw new Problem("enrollment_refused", {
      detail: against.map((guard) => guard.detail).join(" "),
      guards: against,
    });
  }
  await audit(
    ctx,
    "enrollment.created",
    { kind: "enrollment", id: enrollmentId },
    { sequenceId: input.params.id, contactId, override },
  );
  const row = await readEnrollment(ctx.tx, enrollmentId);
  if (row === null) throw new Error(`Enrollment ${enrollmentId} vanished while it was made`);
  const warnings: { code: string; detail: string }[] = judged.guards.map((guard) => ({
    code: guard.code,
    detail: guard.detail,
  }));
  if (row.stop_reason === "held_out") warnings.unshift({ code: "held_out", detail: `The person is ${heldOutReason}.` });
  return { ...enrollmentToWire(row, ctx.now), warnings };
}

/** Somebody else enrolled the person between the look and the write. */
const alreadyActive = {
  code: "already_active",
  overridable: false,
  detail: "The person is in this sequence already.",
} as const;
