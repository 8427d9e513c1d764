import type { Endpoints } from "@haste/contract/endpoints";
import type { InboxThread } from "@haste/contract/nouns/inbox";
import { automaticKinds, restingClasses } from "@haste/engine/track";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { type InputOf, page, readCursor } from "../../../platform/http/index.ts";
import { inboundToWire } from "../inbound/to-wire.ts";
import type { InboundContent } from "../inbox/inbound-content.ts";
import { openInbounds, wordsOf } from "./content.ts";
import { countThreads, listThreads, type ScopeRules, type ThreadRow } from "./queries.ts";

const ById = z.tuple([z.uuid()]);
const mostCounted = 1_000;
const previewLength = 200;

export const rules: ScopeRules = { automaticKinds, restingClasses };

/** A page of threads. */
export async function findThreads(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  { query }: InputOf<Endpoints["GET /inbox/threads"]>,
) {
  const assignee = query["filter[assignee]"] ?? null;
  const filter = {
    scope: query.scope,
    accountId: query["filter[sendingAccountId]"] ?? null,
    sequenceId: query["filter[sequenceId]"] ?? null,
    class: query["filter[class]"] ?? null,
    assignee: assignee === "me" ? ctx.actor.id : assignee,
    q: query.q === undefined || query.q.trim() === "" ? null : `%${query.q.trim().replace(/[\\%_]/g, "\\$&")}%`,
  };
  const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
  const rows = await listThreads(ctx.tx, filter, { rules, now: ctx.now, beforeId, limit: query.limit + 1 });
  const contents = await openInbounds(ctx.tx, keyRing, rows.slice(0, query.limit));
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.id],
    wire: (row) => threadToWire(row, contents.get(row.id)),
  });
}

export function showInboxCounts(ctx: WorkContext) {
  return countThreads(ctx.tx, { rules, now: ctx.now, most: mostCounted });
}

export function threadToWire(row: ThreadRow, content: InboundContent | undefined): InboxThread {
  const { contact_id: contactId, contact_email: email, sequence_id: sequenceId } = row;
  return {
    id: row.thread_id,
    mail: inboundToWire(row),
    preview: content === undefined ? null : wordsOf(content).replace(/\s+/g, " ").trim().slice(0, previewLength),
    contact:
      contactId === null || email === null
        ? null
        : {
            ...{ id: contactId, email, firstName: row.first_name, lastName: row.last_name },
            ...{ title: row.title, timezone: row.timezone, company: row.company },
          },
    sequence: sequenceId === null ? null : { id: sequenceId, name: row.sequence_name ?? "" },
    sendingAccount: { id: row.account_id, email: row.account_email },
    needsAnswer: row.needs_answer,
    isAutomatic: row.is_automatic,
    isRead: row.is_read,
    isArchived: row.is_archived,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? "" },
  };
}
