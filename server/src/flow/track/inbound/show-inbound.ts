import type { ShownInboundMail } from "@haste/contract/nouns/inbound";
import { asInstant } from "@haste/engine/base";
import type { ReplyClass } from "@haste/engine/condition";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { page, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { type InboundContent, inboundPlace } from "../inbox/inbound-content.ts";
import { type InboundRow, listInbound, readInboundRow } from "./queries.ts";
import { readAnew } from "./read-anew.ts";
import { inboundToWire } from "./to-wire.ts";

export interface InboundQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly "filter[contactId]"?: string | undefined;
  readonly "filter[kind]"?: string | undefined;
  readonly "filter[class]"?: string | undefined;
  readonly "filter[setAside]"?: "true" | undefined;
}

const ById = z.tuple([z.uuid()]);

/** A page of what came back. */
export async function findInboundPage(ctx: WorkContext, query: InboundQuery) {
  const filter = {
    contactId: query["filter[contactId]"] ?? null,
    kind: query["filter[kind]"] ?? null,
    class: query["filter[class]"] ?? null,
    setAside: query["filter[setAside]"] === "true",
  };
  const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
  const rows = await listInbound(ctx.tx, filter, { beforeId, limit: query.limit + 1 });
  return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: inboundToWire });
}

/** One inbound mail with what it says. */
export async function showInbound(ctx: WorkContext, keyRing: KeyRing<Tx>, id: string): Promise<ShownInboundMail> {
  const { row, content } = await openInbound(ctx, keyRing, id);
  const reading = content?.reading ?? null;
  return {
    ...inboundToWire(row),
    text: reading !== null && "text" in reading ? reading.text : (content?.mail.text ?? null),
    person: await personOf(ctx, row, content),
  };
}

/** Whom it names, as the class that counts asks for. */
async function personOf({ tx }: WorkContext, row: InboundRow, content: InboundContent | null) {
  if (content === null || !("sorted" in content.reading)) return null;
  const { mail, reading } = content;
  if (row.reply_corrected_at === null) return reading.sorted.person;
  const receivedAt = asInstant(row.received_at.getTime());
  return (await readAnew(tx, { mail, reading, receivedAt, name: row.reply_class as ReplyClass })).sorted.person;
}

/** A row with what was sealed of its mail. */
export async function openInbound(ctx: WorkContext, keyRing: KeyRing<Tx>, id: string) {
  const row = await readInboundRow(ctx.tx, id);
  if (row === null) throw new Problem("not_found", { detail: `There is no inbound mail ${id}.` });
  if (row.sealed === null) return { row, content: null };
  const cipher = await keyRing.cipher(ctx.tx.workspaceId, ctx.tx);
  const opened = await cipher.open(row.sealed, inboundPlace(id));
  return { row, content: JSON.parse(opened.toString()) as InboundContent };
}
