import type { EmailAttempt, VisitEvidence } from "@haste/contract/nouns/emails";
import {
  type Actor,
  actorCodes,
  blockOf,
  type SignalMeta,
  sayFinding,
  sayVerdict,
  signalKinds,
} from "@haste/engine/track";
import { readAttempts, readContents, readSignalsOf } from "../../../ledger/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import type { AttemptTrace } from "../kept.ts";
import type { OneOffPorts } from "../one-off/ports.ts";
import { noSuchEmail } from "./decide.ts";
import { type OutboxRow, readConsentAt, readOutboxEmail } from "./queries.ts";
import { outboxToWire } from "./show-outbox.ts";

function evidenceOf(actor: Actor, meta: SignalMeta): VisitEvidence {
  const network = meta.visit?.network ?? null;
  const { client } = meta;
  return {
    verdict: sayVerdict(actor, meta.rule ?? ""),
    findings: (meta.findings ?? []).map((finding) => ({ ...finding, words: sayFinding(finding) })),
    rules: meta.rules ?? 0,
    client: client === undefined ? null : { name: client.name, os: client.os, device: client.device },
    network: network === null ? null : { prefix: network, owner: blockOf(network)?.owner ?? null },
    was: [...(meta.was ?? [])],
  };
}

const nameOf = (codes: Readonly<Record<string, number>>, code: number) =>
  Object.entries(codes).find(([, known]) => known === code)?.[0] ?? "unknown";

/** One email with everything that happened to it. */
export async function showEmail(ctx: RequestContext, id: string) {
  const row = await readOutboxEmail(ctx.tx, id);
  if (row === null) throw noSuchEmail(id);
  const signals = await readSignalsOf(ctx.tx, id);
  const { contact_id: contactId, sent_at: sentAt } = row;
  const hasLeftTo = contactId !== null && sentAt !== null;
  return {
    ...outboxToWire(row, ctx.now),
    restedOn: hasLeftTo ? await readConsentAt(ctx.tx, contactId, sentAt) : null,
    history: signals.map((signal) => {
      const actor = nameOf(actorCodes, signal.actor) as "human" | "machine" | "unknown";
      const kind = nameOf(signalKinds, signal.kind);
      const evidence = kind === "opened" || kind === "clicked" ? evidenceOf(actor, signal.meta ?? {}) : null;
      return { at: signal.at.toISOString(), kind, actor, detail: evidence === null ? signal.detail : null, evidence };
    }),
  };
}

/**
 * What was said to the mail server, attempt by attempt, newest first. Of the one that was handed over the dialogue was
 * stored before the final dot; what followed is told by the email itself.
 */
export async function showTrace(ctx: RequestContext, ports: OneOffPorts, id: string) {
  const row = await readOutboxEmail(ctx.tx, id);
  if (row === null) throw noSuchEmail(id);
  const seal = await ports.openSeal(ctx.tx);
  const attempts: EmailAttempt[] = [];
  for (const { sealed, outcome } of await readAttempts(ctx.tx, id)) {
    attempts.push(attemptToWire(await seal.openTrace(id, sealed), outcome));
  }
  const content = (await readContents(ctx.tx, [id])).get(id);
  const last = content === undefined ? null : ((await seal.open(id, content)).trace ?? null);
  if (last !== null && !attempts.some((one) => one.attempt === last.attempt)) {
    attempts.unshift(handedOver(last, row));
  }
  return { emailId: id, messageId: row.message_id, providerMessageId: row.provider_message_id, attempts };
}

function handedOver(trace: AttemptTrace, row: OutboxRow): EmailAttempt {
  const wire = attemptToWire(trace, row.sent_at === null ? "unanswered" : "accepted");
  if (row.sent_at === null) return wire;
  const ms = Math.max(0, row.sent_at.getTime() - trace.at);
  const dot = { ms: wire.lines.at(-1)?.ms ?? 0, by: "us" as const, said: "(the email)\n." };
  const answer = row.smtp_reply === null ? [] : [{ ms, by: "server" as const, said: row.smtp_reply }];
  return { ...wire, lines: [...wire.lines, dot, ...answer] };
}

function attemptToWire(trace: AttemptTrace, outcome: EmailAttempt["outcome"]): EmailAttempt {
  const lines = (some: AttemptTrace["lines"]) => some.map(([ms, by, said]) => ({ ms, by, said }));
  const { attempt, at, host, port, tls } = trace;
  return {
    ...{ attempt, outcome, tls, server: { host, port } },
    at: new Date(at).toISOString(),
    opening: lines(trace.opening),
    lines: lines(trace.lines),
  };
}
