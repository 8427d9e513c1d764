import {
  actorCodes,
  clientOf,
  type SignalKind,
  type SignalMeta,
  sayClient,
  sayFinding,
  sayVerdict,
  signalKinds,
} from "@haste/engine/track";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findCaught } from "./queries/mails.ts";
import { type EmailTraceRow, readEmailTrace, readSignals, type SignalRow } from "./queries/trace.ts";

interface TraceEvent {
  at: string;
  code: string;
  title: string;
  detail: string | null;
  actor: "human" | "machine" | "unknown" | null;
}

/** What happened to the email behind a caught mail, newest first, and what comes next. */
export async function traceMail(ctx: WorkContext, mailId: string) {
  const mail = await findCaught(ctx.tx, mailId);
  if (mail === null || !mail.isListed)
    throw new Problem("not_found", { detail: "There is no such mail in the sandbox inbox." });
  const caught: TraceEvent = {
    at: mail.receivedAt.toISOString(),
    code: "caught",
    title: "Caught by the sandbox",
    detail: `for ${mail.toEmail}`,
    actor: null,
  };
  const row = mail.emailId === null ? null : await readEmailTrace(ctx.tx, mail.emailId);
  if (row === null || mail.emailId === null) return { stage: 4, events: [caught], next: null };
  const signals = await readSignals(ctx.tx, mail.emailId);
  const events = [...signals.flatMap(signalEvent), ...rowEvents(row, signals), caught];
  const order = (event: TraceEvent) => earliestFirst.indexOf(event.code);
  events.sort((a, b) => b.at.localeCompare(a.at) || order(b) - order(a));
  return { stage: stageOf(row, signals), events, next: nextOf(row) };
}

/** At one instant a cause stands below its effect. */
const earliestFirst = ["enrolled", "scheduled", "caught", "sent", "delivered"];

const titles: Partial<Record<SignalKind, string>> = {
  sent: "Sent",
  delivered: "Delivered",
  deferred: "Deferred",
  bounced: "Bounced",
  failed: "Failed",
  held: "Held",
  uncertain: "Uncertain",
  absent: "Never taken",
  opened: "Opened",
  clicked: "Clicked",
  replied: "Replied",
  auto_replied: "Answered automatically",
  complained: "Reported as spam",
  unsubscribed: "Unsubscribed",
};
const kindOfCode = new Map<number, SignalKind>(
  Object.entries(signalKinds).map(([kind, code]) => [code, kind as SignalKind]),
);
const actorOfCode = new Map<number, keyof typeof actorCodes>(
  Object.entries(actorCodes).map(([actor, code]) => [code, actor as keyof typeof actorCodes]),
);
/** Kinds in which it matters whether a person or a machine did it. */
const visits: readonly SignalKind[] = ["opened", "clicked"];

function signalEvent({ at, kind: code, actor, meta }: SignalRow): TraceEvent[] {
  const kind = kindOfCode.get(code);
  if (kind === undefined) return [];
  const isVisit = visits.includes(kind);
  const who = actorOfCode.get(actor) ?? "unknown";
  const details = [
    isVisit && who === "machine" ? "not counted" : null,
    ...(isVisit ? whyOf(who, meta) : []),
    ...["reply", "rule", "reason", "by", "returnsOn", "askedFor"].map((name) => textIn(meta, name)),
    programIn(meta),
  ];
  const detail = details.filter((each) => each !== null).join(" · ");
  return [
    {
      at: at.toISOString(),
      code: kind,
      title: titles[kind] ?? kind,
      detail: detail || null,
      actor: isVisit ? who : null,
    },
  ];
}

/** What the rules saw, in sentences; of signals without any the rule that decided. */
function whyOf(who: keyof typeof actorCodes, meta: SignalRow["meta"]): (string | null)[] {
  const { findings = [], rule } = (meta ?? {}) as SignalMeta;
  if (rule === "waits") return [sayVerdict(who, rule)];
  if (findings.length > 0) return who === "human" ? [] : findings.map(sayFinding);
  return who === "human" ? [] : [rule ?? null];
}

function programIn(meta: SignalRow["meta"]): string | null {
  const agent = textIn(meta, "agent");
  const client = agent === null ? null : clientOf(agent);
  return client === null ? agent : sayClient(client);
}

function textIn(meta: Record<string, unknown> | null, name: string): string | null {
  const value = meta?.[name];
  return typeof value === "string" && value !== "" ? value.slice(0, 200) : null;
}

function rowEvents(row: EmailTraceRow, signals: readonly SignalRow[]): TraceEvent[] {
  const has = (kind: SignalKind) => signals.some((signal) => signal.kind === signalKinds[kind]);
  const from = row.fromEmail === null ? null : `from ${row.fromEmail}`;
  const version = row.sequenceName === null ? null : `${row.sequenceName}, version ${row.sequenceVersion ?? 1}`;
  const planned = row.sendAt === null ? null : `for ${row.sendAt.toISOString()}`;
  return [
    event(row.enrolledAt, "enrolled", ["Enrolled", version]),
    event(row.createdAt, "scheduled", ["Scheduled", planned]),
    event(has("sent") ? null : row.sentAt, "sent", ["Sent", row.smtpReply ?? from]),
    event(has("delivered") ? null : row.deliveredAt, "delivered", ["Delivered", null]),
    event(row.pausedAt, "paused", ["Paused", row.pauseReason]),
    event(row.completedAt, "completed", ["Finished the sequence", null]),
    event(row.stoppedAt, "stopped", ["Sequence stopped", row.stopReason]),
  ].flat();
}

function event(at: Date | null, code: string, [title, detail]: [string, string | null]): TraceEvent[] {
  return at === null ? [] : [{ at: at.toISOString(), code, title, detail, actor: null }];
}

/** Enroll, schedule, render, send, track, react, report: how far this email has come, 1–7. */
function stageOf(row: EmailTraceRow, signals: readonly SignalRow[]): number {
  if (row.enrollmentStatus === "stopped" || row.enrollmentStatus === "completed") return 7;
  if (row.enrollmentStatus === "paused") return 6;
  if (signals.some((signal) => signal.kind >= signalKinds.opened)) return 5;
  return 4;
}

function nextOf(row: EmailTraceRow): { at: string | null; detail: string } | null {
  if (row.enrollmentStatus !== "active" && row.enrollmentStatus !== "paused") return null;
  const detail = row.enrollmentStatus === "paused" ? "Paused" : "The next mail leaves unless an answer comes first";
  return { at: row.nextAt?.toISOString() ?? null, detail };
}
