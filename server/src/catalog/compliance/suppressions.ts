import type { ResponseOf } from "@haste/contract/client";
import { domainOfKey, readSuppressionKey } from "@haste/engine/enroll";
import {
  deleteSuppression,
  keepSuppressions,
  momentOf,
  type SuppressionScope,
  suppressionsChanged,
  wholeWorkspace,
} from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findScopes, findSuppression, type SuppressionRow } from "./queries.ts";

type Wire = ResponseOf<"POST /suppressions">;

export interface SuppressionInput {
  readonly email?: string | undefined;
  readonly domain?: string | undefined;
  readonly reason: "unsubscribe" | "complaint" | "manual";
  readonly note?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly topicId?: string | undefined;
  readonly sequenceId?: string | undefined;
}

/**
 * Suppresses an address or a domain at once: what waits for it is canceled in this transaction. An entry that stands for
 * good already is answered as it is. @throws Problem `invalid_request`
 */
export async function addSuppression(ctx: WorkContext, input: SuppressionInput): Promise<Wire> {
  const key = keyOf(input);
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt !== null && expiresAt <= ctx.now) throw refused("expiresAt", "This has passed.");
  const scope = await scopeOf(ctx, input);
  const entry = {
    ...{ id: ctx.newId(), key, scope, reason: input.reason, source: "api" },
    ...{ note: input.note || null, expiresAt },
  };
  const changed = await keepSuppressions(ctx.tx, [entry], { name: ctx.actor.name, at: ctx.now });
  const row = await findSuppression(ctx.tx, { key, scopeId: scope.id });
  if (row === null) throw new Error("A suppression was kept and is not there");
  if (changed.length > 0) {
    await audit(
      ctx,
      "suppression.added",
      { kind: "suppression", id: row.id },
      { key, scope, reason: input.reason, note: input.note ?? null, expiresAt: expiresAt?.toISOString() ?? null },
    );
    await suppressionsChanged(ctx.tx, changed, momentOf(ctx));
  }
  return toWire(row);
}

/** Takes an entry off the list; its reason stays in the log. Nobody who was stopped goes on by that. @throws Problem `not_found` */
export async function removeSuppression(ctx: WorkContext, id: string, reason: string): Promise<void> {
  const before = await findSuppression(ctx.tx, { id });
  const key = before === null ? null : await deleteSuppression(ctx.tx, id);
  if (before === null || key === null) throw new Problem("not_found", { detail: "There is no such suppression." });
  await audit(
    ctx,
    "suppression.removed",
    { kind: "suppression", id },
    { key, reason, was: { scope: before.scope_kind, reason: before.reason, source: before.source, note: before.note } },
  );
  await suppressionsChanged(ctx.tx, [key], momentOf(ctx));
}

async function scopeOf(ctx: WorkContext, { topicId, sequenceId }: SuppressionInput): Promise<SuppressionScope> {
  const id = topicId ?? sequenceId;
  if (id === undefined) return wholeWorkspace;
  const kind = topicId === undefined ? "sequence" : "topic";
  const found = (await findScopes(ctx.tx, { kind, texts: [id] })).get(id);
  if (found === undefined) throw refused(`${kind}Id`, `There is no such ${kind}.`);
  return { kind, id: found };
}

function keyOf({ email, domain }: SuppressionInput): string {
  const field = email === undefined ? "domain" : "email";
  const read = readSuppressionKey(email ?? domain ?? "");
  if (!read.ok) throw refused(field, read.error.detail);
  if ((domainOfKey(read.value) === null) !== (field === "email")) throw refused(field, `This is no ${field}.`);
  return read.value;
}

function refused(field: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer: `/${field}`, code: "invalid", detail }] });
}

export function toWire(row: SuppressionRow): Wire {
  const domain = domainOfKey(row.email_key);
  return {
    id: row.id,
    email: domain === null ? row.email_key : null,
    domain,
    reason: row.reason,
    source: row.source,
    note: row.note,
    scope: {
      kind: row.scope_kind,
      id: row.scope_kind === "workspace" ? null : row.scope_id,
      name: row.scope_name,
    },
    emailId: row.email_id,
    proof: { subject: row.subject, agent: row.proof.agent ?? null, choice: row.proof.choice ?? null },
    addedBy: row.added_by,
    expiresAt: row.expires_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
