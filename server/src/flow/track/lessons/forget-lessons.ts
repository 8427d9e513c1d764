import { forgetReplyLessons } from "../../../catalog/identity/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { countLessons } from "./queries.ts";

/** Corrections made so far teach nothing any more; they stand, as does what they have sorted already. */
export async function forgetLessons(ctx: WorkContext): Promise<undefined> {
  const before = (await countLessons(ctx.tx)).reduce((sum, { count }) => sum + count, 0);
  await forgetReplyLessons(ctx.tx, ctx.now);
  await audit(ctx, "lessons.forgotten", { kind: "workspace", id: ctx.tx.workspaceId }, { before });
  return undefined;
}
