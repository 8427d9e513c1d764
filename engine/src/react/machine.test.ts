import { describe, expect, it } from "vitest";
import { epochDayOf, type Instant, instantFromIso, isoFromInstant, must, type Zone } from "../base/index.ts";
import { type Definition, openToAll } from "../sequence/index.ts";
import type { Signal, SignalKind, SignalMeta } from "../track/index.ts";
import { type EnrollmentState, planAgain, react, resume, viewOf } from "./index.ts";

const at = (iso: string): Instant => must(instantFromIso(iso), iso);
const zone = "Europe/Berlin" as Zone;

function sequence(over: Partial<Definition["settings"]> = {}): Definition {
  const step = (id: string, order: number, days: number) => ({
    id,
    kind: "email" as const,
    parentId: null,
    conditions: [],
    order,
    delay: { value: days, unit: "days" as const },
    content: { subject: "Hi", htmlContent: "<p>Hi</p>", textContent: null },
    tracking: null,
    templateId: null,
  });
  return {
    sequenceId: "s",
    version: 1,
    name: "Founders",
    settings: {
      timezone: zone,
      timezoneMode: "contact",
      windows: [{ days: ["mon"], start: "09:00", end: "17:00" }],
      replyHandling: "stop",
      bounceHandling: "stop",
      tracking: { opens: true, clicks: true },
      ...openToAll,
      ...over,
    },
    steps: [step("one", 0, 0), step("two", 1, 2)],
  };
}

const somebody: EnrollmentState = {
  id: "e",
  contactId: "c",
  sequenceId: "s",
  sequenceVersion: 1,
  status: "active",
  currentStepId: "one",
  stepDueAt: at("2026-11-24T09:00:00Z"),
  dueAt: null,
  pauseReason: null,
  resumeAt: null,
  repliedAt: null,
  completedAt: null,
  stoppedAt: null,
  stopReason: null,
};
const now = at("2026-11-24T09:12:00Z");
const email = { id: "m", enrollmentId: "e", stepId: "one" };

function after(
  kind: SignalKind,
  options: {
    meta?: SignalMeta;
    state?: Partial<EnrollmentState>;
    settings?: Partial<Definition["settings"]>;
    own?: boolean;
  } = {},
) {
  const signal: Signal = {
    id: "x",
    kind,
    actor: "human",
    occurredAt: now,
    emailId: "m",
    contactId: "c",
    link: null,
    meta: options.meta ?? {},
  };
  const own = options.own === false ? { ...email, enrollmentId: "other" } : email;
  return react({ ...somebody, ...options.state }, signal, own, { definition: sequence(options.settings), zone });
}

describe("a person in a sequence", () => {
  it("goes on to the next step when the mail has left, and its delay counts from then", () => {
    const { enrollment } = after("sent");
    expect(enrollment.currentStepId).toBe("two");
    expect(enrollment.dueAt).toBe(at("2026-11-26T09:12:00Z"));
  });

  it("counts business days past the holidays of the sequence", () => {
    const holidays = { calendarId: "c", always: [epochDayOf(2026, 11, 25)], otherwise: [], byRegion: {} };
    const { steps, ...whole } = sequence({ holidays });
    const definition = {
      ...whole,
      steps: steps.map((step) => ({ ...step, delay: { value: 2, unit: "businessDays" as const } })),
    };
    const { enrollment } = react(somebody, { ...signalSent, emailId: "m" }, email, { definition, zone });
    expect(enrollment.dueAt).toBe(at("2026-11-27T09:12:00Z"));
  });

  it("is done after the last mail", () => {
    const last = react(
      { ...somebody, currentStepId: "two" },
      { ...signalSent, emailId: "m" },
      { ...email, stepId: "two" },
      { definition: sequence(), zone },
    );
    expect(last.enrollment).toMatchObject({ status: "completed", currentStepId: null, dueAt: null, completedAt: now });
  });

  it("leaves on a reply, waits on a reply or goes on, as the sequence says", () => {
    expect(after("replied")).toMatchObject({
      cancelsWaiting: true,
      enrollment: { status: "stopped", stopReason: "replied", repliedAt: now },
    });
    expect(after("replied", { settings: { replyHandling: "pause" } }).enrollment).toMatchObject({
      status: "paused",
      pauseReason: "replied",
      resumeAt: null,
    });
    expect(after("replied", { settings: { replyHandling: "continue" } })).toMatchObject({
      cancelsWaiting: false,
      enrollment: { status: "active", repliedAt: now },
    });
  });

  it("waits out an absence and comes back on the business day after the return", () => {
    const { enrollment, cancelsWaiting } = after("auto_replied", { meta: { returnsOn: "2026-11-27" } });
    expect(cancelsWaiting).toBe(true);
    expect(enrollment).toMatchObject({ status: "paused", pauseReason: "out_of_office", repliedAt: null });
    // Friday 27 November is the day of return; the next business day is Monday, 09:00 in Berlin.
    expect(isoFromInstant(enrollment.resumeAt as Instant)).toBe("2026-11-30T08:00:00.000Z");
  });

  it("waits until the day somebody names who says not now, where replies make people wait", () => {
    const notNow = (askedFor: string | undefined, replyHandling: "pause" | "stop" = "pause") =>
      after("replied", {
        meta: { replyClass: "not_now", ...(askedFor === undefined ? {} : { askedFor }) },
        settings: { replyHandling },
      });
    const { enrollment, cancelsWaiting, asks } = notNow("2026-12-05");
    expect([cancelsWaiting, asks, enrollment.status, enrollment.pauseReason]).toEqual([
      true,
      undefined,
      "paused",
      "replied",
    ]);
    // Saturday 5 December; the first business day is Monday, 09:00 in Berlin.
    expect(isoFromInstant(enrollment.resumeAt as Instant)).toBe("2026-12-07T08:00:00.000Z");
    for (const gone of [undefined, "2026-11-01"]) {
      expect(notNow(gone)).toMatchObject({ enrollment: { status: "paused", resumeAt: null }, asks: "answer" });
    }
    expect(notNow("2026-12-05", "stop").enrollment).toMatchObject({ status: "stopped", stopReason: "replied" });
  });

  it("comes back after five days when the absence names no date, or one that is over", () => {
    for (const meta of [{}, { returnsOn: "2026-11-01" }]) {
      expect(isoFromInstant(after("auto_replied", { meta }).enrollment.resumeAt as Instant)).toBe(
        "2026-11-30T08:00:00.000Z",
      );
    }
  });

  it("stays paused for the person who paused it, whatever automatic answers come in", () => {
    const paused = { status: "paused", pauseReason: "by_hand", resumeAt: null } as const;
    expect(after("auto_replied", { state: paused, meta: { returnsOn: "2026-11-27" } }).enrollment).toMatchObject(
      paused,
    );
  });

  it("leaves for good on an unsubscribe or a complaint, also when it came from another sequence's mail", () => {
    expect(after("unsubscribed", { own: false }).enrollment).toMatchObject({
      status: "stopped",
      stopReason: "unsubscribed",
    });
    expect(after("complained", { own: false }).enrollment).toMatchObject({
      status: "stopped",
      stopReason: "complained",
    });
  });

  it("leaves when its address is dead, and only waits when the server refuses the sender", () => {
    expect(after("bounced", { meta: { bounceType: "hard" } }).enrollment).toMatchObject({
      status: "stopped",
      stopReason: "bounced",
    });
    expect(
      after("bounced", { meta: { bounceType: "hard" }, settings: { bounceHandling: "pause" } }).enrollment,
    ).toMatchObject({ status: "paused", pauseReason: "bounced" });
    for (const bounceType of ["block", "auth", "soft", "content"] as const) {
      expect(after("bounced", { meta: { bounceType } }).enrollment).toMatchObject({
        status: "paused",
        pauseReason: "refused",
      });
      expect(after("bounced", { meta: { bounceType }, own: false }).enrollment.status).toBe("active");
    }
  });

  it("never moves again once it has ended; a late reply is only dated", () => {
    const ended = { status: "stopped", stopReason: "bounced", stoppedAt: now } as const;
    expect(after("replied", { state: ended }).enrollment).toMatchObject({ ...ended, repliedAt: now });
    expect(after("sent", { state: ended }).enrollment).toMatchObject(ended);
  });

  it("is not moved by opens and clicks", () => {
    for (const kind of ["opened", "clicked", "delivered"] as const) expect(after(kind).enrollment).toEqual(somebody);
  });

  describe("whose task is done", () => {
    const done = (state: Partial<EnrollmentState>, stepId: string, steps: readonly unknown[]) =>
      react(
        { ...somebody, ...state },
        { ...signalSent, kind: "task_done", emailId: null, enrollmentId: "e", meta: { stepId, outcome: "connected" } },
        null,
        { definition: { ...sequence(), steps: steps as Definition["steps"] }, zone },
      ).enrollment;
    const [one, two] = sequence().steps;
    const call = {
      ...one,
      kind: "call" as const,
      content: { title: "Call", notes: null, dueIn: null, waitForCompletion: true },
    };
    const wait = { ...two, kind: "wait" as const, content: { for: null, upTo: null } };

    it("goes on where the step waited for it, the next delay counted from then", () => {
      const after = done({}, "one", [call, two]);
      expect(after).toMatchObject({ currentStepId: "two", dueAt: at("2026-11-26T09:12:00Z") });
    });

    it("is looked at again where a later step waits for outcomes, and else stays", () => {
      const waiting = { currentStepId: "two", stepDueAt: at("2026-11-24T09:00:00Z") };
      expect(done(waiting, "one", [call, wait]).dueAt).toBe(now);
      expect(done(waiting, "one", [call, two])).toMatchObject({ ...waiting, dueAt: null });
    });
  });

  it("is planned again from its own due instant, never earlier and never in the past", () => {
    const later = at("2026-12-01T09:00:00Z");
    expect(planAgain({ ...somebody, stepDueAt: later }, now).dueAt).toBe(later);
    expect(resume({ ...somebody, status: "paused", pauseReason: "by_hand" }, now)).toMatchObject({
      status: "active",
      dueAt: now,
      pauseReason: null,
    });
  });

  it("is in exactly one state at any time", () => {
    const view = (state: Partial<EnrollmentState>, status: string | null = null) =>
      viewOf({ ...somebody, ...state }, status, now);
    expect(view({ dueAt: now })).toBe("due");
    expect(view({ dueAt: at("2026-12-01T09:00:00Z") })).toBe("waiting");
    expect(view({}, "scheduled")).toBe("waiting");
    expect(view({}, "held")).toBe("held");
    expect(view({}, "uncertain")).toBe("held");
    expect(view({ status: "paused" })).toBe("held");
    expect(view({ status: "paused", resumeAt: now })).toBe("waiting");
    expect(view({ status: "completed" })).toBe("done");
    expect(view({ status: "stopped" })).toBe("stopped");
  });
});

const signalSent: Signal = {
  id: "x",
  kind: "sent",
  actor: "machine",
  occurredAt: now,
  emailId: "m",
  contactId: "c",
  link: null,
  meta: {},
};
