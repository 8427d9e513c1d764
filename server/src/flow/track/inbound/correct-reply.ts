import type { InboundMail } from "@haste/contract/nouns/inbound";
import { asInstant } from "@haste/engine/base";
import type { ReplyClass } from "@haste/engine/condition";
import { momentOf } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { announce } from "../../../platform/live/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { lockInbound, writeCorrection } from "./queries.ts";
import { readAnew } from "./read-anew.ts";
import { resortInbound } from "./resort-inbound.ts";
import { openInbound } from "./show-inbound.ts";
import { inboundToWire } from "./to-wire.ts";

interface Correction {
  readonly id: string;
  readonly class: ReplyClass;
}

/**
 * Somebody says what a reply really wants. What the wrong class did is taken back and the right one does what it would
 * have done, in one transaction; the guess stays beside it, and a correction can be corrected again.
 */
export async function correctReply(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  { id, class: replyClass }: Correction,
): Promise<InboundMail> {
  await lockInbound(ctx.tx, id);
  const { row, content } = await openInbound(ctx, keyRing, id);
  const reading = content?.reading;
  if (row.reply_class === null || content === null || reading === undefined || !("text" in reading)) {
    throw new Problem("invalid_status", {
      detail: "Only what somebody wrote can be sorted; this is a report or a copy.",
    });
  }
  const receivedAt = asInstant(row.received_at.getTime());
  const meant = await readAnew(ctx.tx, { mail: content.mail, reading, receivedAt, name: replyClass });
  const { until } = meant.sorted;
  await writeCorrection(ctx.tx, id, { replyClass, until, by: ctx.actor.name, at: ctx.now });
  if (replyClass !== row.reply_class) await resortInbound(ctx.tx, { row, meant, mayFree: true }, momentOf(ctx));
  await announce(ctx.tx, { name: "inbox.changed" });
  return inboundToWire((await openInbound(ctx, keyRing, id)).row);
}
