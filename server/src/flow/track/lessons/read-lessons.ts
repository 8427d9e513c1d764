import type { ReplyClass } from "@haste/engine/condition";
import { type Lesson, lessonOf } from "@haste/engine/track";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { type InboundContent, inboundPlace } from "../inbox/inbound-content.ts";
import { listLessons } from "./queries.ts";

/** What a mail is compared with: opening these takes some 60 ms, once for each reply the model is not sure of. */
const mostLessons = 200;

/** What the workspace's latest corrections teach; opened anew each time, so that nothing outlives an erasure. */
export async function readLessons(tx: Tx, keyRing: KeyRing<Tx>): Promise<Lesson[]> {
  const rows = await listLessons(tx, mostLessons);
  if (rows.length === 0) return [];
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  const lessons = rows.map(async ({ id, sealed, reply_class: name }) => {
    const { mail } = JSON.parse((await cipher.open(sealed, inboundPlace(id))).toString()) as InboundContent;
    return lessonOf(mail, name as ReplyClass);
  });
  return (await Promise.all(lessons)).filter((lesson) => lesson !== null);
}
