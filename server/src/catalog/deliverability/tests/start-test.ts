import type { DeliverabilityTestInput } from "@haste/contract/nouns/deliverability-tests";
import type { WorkContext } from "../../../platform/context/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { isAccount } from "../../sending-accounts/index.ts";
import { insertTest } from "./queries.ts";
import { testJobKind } from "./test-job.ts";

/**
 * Has a mail judged. The test carries its job's id; its words stay only until they are judged.
 * @throws Problem `invalid_request` for an account that is not there
 */
export async function startTest(ctx: WorkContext, input: DeliverabilityTestInput) {
  const { sendingAccountId, subject, htmlContent, textContent, attachments } = input;
  if (!(await isAccount(ctx.tx, sendingAccountId))) {
    const detail = "There is no such sending account.";
    throw new Problem("invalid_request", {
      detail,
      errors: [{ pointer: "/sendingAccountId", code: "unknown", detail }],
    });
  }
  const id = ctx.newId();
  await insertTest(ctx.tx, {
    ...{ id, sendingAccountId, subject: subject ?? null, createdAt: ctx.machineNow },
    content: { htmlContent, textContent: textContent ?? null, attachments: attachments ?? [] },
  });
  return startJob(ctx, { kind: testJobKind, input: { testId: id }, total: 1 });
}
