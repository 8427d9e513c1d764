import type { Endpoints } from "@haste/contract/endpoints";
import type { InboxThread } from "@haste/contract/nouns/inbox";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { InputOf } from "../../../platform/http/index.ts";
import { announce } from "../../../platform/live/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { openInbounds } from "./content.ts";
import { threadToWire } from "./list-threads.ts";
import { isMember, writeDecision } from "./queries.ts";
import { findThread } from "./show-thread.ts";

/** What somebody decides about a thread. It holds for the mails they have seen: what comes later opens the thread again. */
export async function decideThread(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  { params, body }: InputOf<Endpoints["PUT /inbox/threads/:id"]>,
): Promise<InboxThread> {
  const thread = await findThread(ctx, params.id);
  const { mailId, isRead, isArchived, snoozedUntil, assigneeId } = body;
  if (assigneeId != null && !(await isMember(ctx.tx, assigneeId))) {
    const detail = "There is no member with this id.";
    throw new Problem("invalid_request", { errors: [{ pointer: "/assigneeId", code: "not_found", detail }] });
  }
  // Ids are in the order of making; a mail that is not there yet cannot have been seen.
  const seen = mailId !== undefined && mailId < thread.id ? mailId : thread.id;
  await writeDecision(ctx.tx, params.id, {
    mailId: seen,
    isRead: isRead ?? null,
    isArchived: isArchived ?? null,
    snoozedUntil: snoozedUntil == null ? snoozedUntil : new Date(snoozedUntil),
    assigneeId,
    at: ctx.now,
  });
  if (assigneeId !== undefined) await audit(ctx, "thread.assigned", { kind: "thread", id: params.id }, { assigneeId });
  await announce(ctx.tx, { name: "inbox.changed" });
  const decided = await findThread(ctx, params.id);
  const contents = await openInbounds(ctx.tx, keyRing, [decided]);
  return threadToWire(decided, contents.get(decided.id));
}
