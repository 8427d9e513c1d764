import type { Endpoints } from "@haste/contract/endpoints";
import type { EmailDetail } from "@haste/contract/nouns/emails";
import type { OutboxEmail } from "@haste/contract/nouns/outbox";
import { type OutboxFacts, outboxActionsOf, outboxState, sayOutbox } from "@haste/engine/send";
import { z } from "zod";
import { emailToWire } from "../../../ledger/index.ts";
import { type InputOf, page, type RequestContext, readCursor } from "../../../platform/http/index.ts";
import { countReasons, countTaken, countWaiting, listAttention, listWaiting, type OutboxRow } from "./queries.ts";

const ById = z.tuple([z.uuid()]);
const ByTurn = z.tuple([z.iso.datetime(), z.uuid()]);
const mostCounted = 10_000;
const mostReasons = 30;

/** What waits for somebody to decide. */
export async function showAttention(ctx: RequestContext, { query }: InputOf<Endpoints["GET /outbox"]>) {
  const filter = {
    statuses: query["filter[status]"]?.split(",") ?? null,
    accountId: query["filter[sendingAccountId]"] ?? null,
    sequenceId: query["filter[sequenceId]"] ?? null,
    reason: query["filter[reason]"] ?? null,
  };
  const beforeId = readCursor(query.cursor, ById)?.[0] ?? null;
  const rows = await listAttention(ctx.tx, filter, { beforeId, limit: query.limit + 1 });
  return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: (row) => listed(row, ctx.now) });
}

/** What is on its way. */
export async function showWaiting(ctx: RequestContext, { query }: InputOf<Endpoints["GET /outbox/waiting"]>) {
  const cursor = readCursor(query.cursor, ByTurn);
  const filter = {
    accountId: query["filter[sendingAccountId]"] ?? null,
    sequenceId: query["filter[sequenceId]"] ?? null,
    state: query["filter[state]"] ?? null,
    now: ctx.now,
  };
  const after = cursor === null ? null : { at: new Date(cursor[0]), id: cursor[1] };
  const rows = await listWaiting(ctx.tx, filter, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.turn.toISOString(), row.id],
    wire: (row) => listed(row, ctx.now),
  });
}

export async function showCounts(ctx: RequestContext) {
  const { counted, ...onTheWay } = await countWaiting(ctx.tx, ctx.now, mostCounted);
  const sending = await countTaken(ctx.tx);
  const reasons = await countReasons(ctx.tx);
  const inAll = (status: string) =>
    reasons.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0);
  const [held, uncertain, failed] = ["held", "uncertain", "failed"].map(inAll) as [number, number, number];
  return {
    states: { ...onTheWay, sending, held, uncertain, failed },
    isCapped: counted > mostCounted,
    reasons: reasons.slice(0, mostReasons),
  };
}

function listed(row: OutboxRow, now: Date): OutboxEmail {
  const wire = outboxToWire(row, now);
  if (wire.state === null) throw new Error(`Email ${row.id} is ${row.status} and still in the outbox`);
  return { ...wire, state: wire.state };
}

/** An email with its state in the outbox; null where it left for good. */
export function outboxToWire(row: OutboxRow, now: Date): Omit<EmailDetail, "history" | "restedOn"> {
  const facts = factsOf(row, now);
  return {
    ...emailToWire(row),
    state: outboxState(facts),
    reason: sayOutbox(facts),
    attempt: row.attempt,
    lastReply: row.smtp_reply,
    nextAt: row.status === "scheduled" && !row.is_claimed ? (row.send_at?.toISOString() ?? null) : null,
    sendingAccount: {
      id: row.account_id,
      email: row.account_email,
      isPaused: row.account_status === "paused",
      onUncertain: row.on_uncertain,
    },
    contactName: row.contact_name,
    sequenceName: row.sequence_name,
    actions: outboxActionsOf(facts),
  };
}

function factsOf(row: OutboxRow, now: Date): OutboxFacts {
  return {
    kind: row.kind,
    status: row.status,
    isClaimed: row.is_claimed,
    isDue: row.turn <= now,
    attempt: row.attempt,
    heldReason: row.held_reason,
    reply: row.smtp_reply,
    isAccountPaused: row.account_status === "paused",
  };
}
