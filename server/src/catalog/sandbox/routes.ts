import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { accepted, defineRoutes } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { actAsRecipient, createHastening } from "./act-as-recipient.ts";
import type { AdvanceTarget, ClockReading } from "./clock-port.ts";
import { listDays } from "./list-days.ts";
import { listMails, showMails } from "./list-mails.ts";
import { listVerdicts } from "./list-verdicts.ts";
import type { SandboxPorts } from "./ports.ts";
import { findCaught, unlistAll } from "./queries/mails.ts";
import { traceMail } from "./trace-mail.ts";

export function sandboxRoutes(ports: SandboxPorts) {
  return defineRoutes({
    "GET /sandbox/emails": (ctx, { query }) => listMails(ctx, query),
    "GET /sandbox/emails/:id": async (ctx, { params }) => {
      const row = await findCaught(ctx.tx, params.id);
      if (row === null || !row.isListed) throw new Problem("not_found");
      return (await showMails(ctx, [row])).get(row.id) as SandboxEmail;
    },
    "DELETE /sandbox/emails": async (ctx) => {
      await unlistAll(ctx.tx);
      await audit(ctx, "sandbox.emptied", { kind: "sandbox-email", id: null });
      return undefined;
    },
    "GET /sandbox/emails/:id/trace": (ctx, { params }) => traceMail(ctx, params.id),
    "GET /sandbox/days": (ctx) => listDays(ctx),
    "GET /sandbox/verdicts": (ctx) => listVerdicts(ctx),
    ...actRoutes(ports),
    ...clockRoutes(ports),
  });
}

function actRoutes(ports: SandboxPorts) {
  const hasten = createHastening(ports);
  return defineRoutes({
    "POST /sandbox/emails/:id/open": (ctx, { params, body }) =>
      actAsRecipient(ctx, hasten, { mailId: params.id, kind: "open", detail: { as: body?.as ?? "human" } }),
    "POST /sandbox/emails/:id/click": (ctx, { params, body }) => {
      const link = body?.link === undefined ? {} : { link: body.link };
      return actAsRecipient(ctx, hasten, {
        mailId: params.id,
        kind: "click",
        detail: { as: body?.as ?? "human", ...link },
      });
    },
    "POST /sandbox/emails/:id/reply": (ctx, { params, body }) => {
      const { text, from, subject } = body;
      const detail = { text, ...(from === undefined ? {} : { from }), ...(subject === undefined ? {} : { subject }) };
      return actAsRecipient(ctx, hasten, { mailId: params.id, kind: "reply", detail });
    },
    "POST /sandbox/emails/:id/out-of-office": (ctx, { params, body }) => {
      const detail = body?.until === undefined ? {} : { until: body.until };
      return actAsRecipient(ctx, hasten, { mailId: params.id, kind: "out-of-office", detail });
    },
    "POST /sandbox/emails/:id/bounce": (ctx, { params, body }) =>
      actAsRecipient(ctx, hasten, { mailId: params.id, kind: "bounce", detail: { bounce: body?.kind ?? "hard" } }),
    "POST /sandbox/emails/:id/complain": (ctx, { params }) =>
      actAsRecipient(ctx, hasten, { mailId: params.id, kind: "complain", detail: {} }),
    "POST /sandbox/emails/:id/unsubscribe": (ctx, { params }) =>
      actAsRecipient(ctx, hasten, { mailId: params.id, kind: "unsubscribe", detail: {} }),
  });
}

function clockRoutes({ clock }: SandboxPorts) {
  return defineRoutes({
    "GET /sandbox/clock": async (ctx) => clockToWire(await clock.read(sandboxOf(ctx))),
    "PUT /sandbox/clock": async (ctx, { body }) => {
      const reading = await clock.setRate(sandboxOf(ctx), body.rate);
      await audit(ctx, "sandbox.clock-rated", { kind: "workspace", id: ctx.workspace.id }, { rate: body.rate });
      return clockToWire(reading);
    },
    "POST /sandbox/clock/advance": async (ctx, { body }) => {
      const workspaceId = sandboxOf(ctx);
      const outcome = await clock.advance(workspaceId, targetOf(ctx, body));
      if (outcome.kind === "moving") throw new Problem("clock_moving");
      await audit(ctx, "sandbox.clock-advanced", { kind: "workspace", id: workspaceId }, { ...body });
      if (outcome.kind === "job") return accepted(`/jobs/${outcome.job.id}`, outcome.job);
      return { now: outcome.now.toISOString(), settled: true as const, sent: outcome.sent };
    },
  });
}

function sandboxOf(ctx: WorkContext): string {
  if (ctx.workspace.mode !== "sandbox") throw new Problem("not_sandbox");
  return ctx.workspace.id;
}

function clockToWire(reading: ClockReading) {
  return { now: reading.now.toISOString(), rate: reading.rate, moving: reading.moving, offsetMs: reading.offsetMs };
}

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 } as const;

interface AdvanceBody {
  readonly by?: { readonly value: number; readonly unit: keyof typeof unitMs } | undefined;
  readonly to?: string | undefined;
  readonly steps?: number | undefined;
}

function targetOf(ctx: WorkContext, { by, to, steps }: AdvanceBody): AdvanceTarget {
  const given = [by, to, steps].filter((each) => each !== undefined);
  if (given.length !== 1) {
    const detail = "Say exactly one of by (a length of time), to (an instant) and steps (a number).";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "", code: "one_of", detail }] });
  }
  if (by !== undefined) return { byMs: Math.round(by.value * unitMs[by.unit]) };
  if (steps !== undefined) return { steps };
  const target = new Date(to ?? "");
  if (target.getTime() < ctx.now.getTime()) {
    const detail = `The clock only walks forward, and shows ${ctx.now.toISOString()} already.`;
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/to", code: "in_the_past", detail }] });
  }
  return { to: target };
}
