import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, instantFromIso, must, type Zone } from "../base/index.ts";
import {
  type Definition,
  openToAll,
  stopActions,
  stopCauses,
  stopScopes,
  type Trigger,
  triggerSignals,
} from "../sequence/index.ts";
import { type Signal, type SignalKind, signalKinds } from "../track/index.ts";
import {
  type EnrollmentState,
  factsAfter,
  followColleague,
  pull,
  react,
  type TriggerEmail,
  triggerHolds,
  triggersMet,
} from "./index.ts";

const now: Instant = must(instantFromIso("2026-11-24T09:12:00Z"), "now");
const zone = "Europe/Berlin" as Zone;

function sequence(over: Partial<Definition["settings"]> = {}): Definition {
  const step = (id: string, order: number) => ({
    id,
    kind: "email" as const,
    parentId: null,
    conditions: [],
    order,
    delay: { value: order, unit: "hours" as const },
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
    steps: [step("one", 0), step("two", 1), step("three", 2)],
  };
}

const somebody: EnrollmentState = {
  id: "e",
  contactId: "c",
  sequenceId: "s",
  sequenceVersion: 1,
  status: "active",
  currentStepId: "two",
  stepDueAt: now,
  dueAt: null,
  pauseReason: null,
  resumeAt: null,
  repliedAt: null,
  completedAt: null,
  stoppedAt: null,
  stopReason: null,
};
const email: TriggerEmail = { id: "m", enrollmentId: "e", stepId: "one", url: "https://tidewater.example/pricing?x=1" };

function signal(kind: SignalKind, more: Partial<Signal> = {}): Signal {
  return {
    id: "x",
    kind,
    actor: "human",
    occurredAt: now,
    emailId: "m",
    contactId: "c",
    link: null,
    meta: {},
    ...more,
  };
}
const task = { action: "task", title: "Call them" } as const;
const on = (what: Trigger["on"]): Trigger => ({ id: JSON.stringify(what), on: what, do: task });
const met = (what: Trigger["on"], said: Signal, of: TriggerEmail | null = email) =>
  triggersMet([on(what)], somebody, said, of).length === 1;

const around = { definition: sequence(), zone };
const open = fc.constantFrom<EnrollmentState["status"]>("active", "paused");
const ended = fc.constantFrom<EnrollmentState["status"]>("completed", "stopped");
const kinds = Object.keys(signalKinds) as SignalKind[];
const anyKind = fc.constantFrom(...kinds);

describe("a trigger", () => {
  it("waits for one step's email and one part of a link, or for any", () => {
    expect(met({ signal: "clicked" }, signal("clicked"))).toBe(true);
    expect(met({ signal: "clicked", step: "one", link: "pricing" }, signal("clicked"))).toBe(true);
    expect(met({ signal: "clicked", step: "two" }, signal("clicked"))).toBe(false);
    expect(met({ signal: "clicked", link: "careers" }, signal("clicked"))).toBe(false);
    expect(met({ signal: "opened" }, signal("clicked"))).toBe(false);
    expect(met({ signal: "opened" }, signal("opened"), { ...email, enrollmentId: "another" })).toBe(false);
  });

  it("waits for one segment, and for no other", () => {
    const entered = signal("segment_entered", { emailId: null, meta: { segmentId: "vips" } });
    expect(met({ signal: "segment", segmentId: "vips" }, entered, null)).toBe(true);
    expect(met({ signal: "segment", segmentId: "chiefs" }, entered, null)).toBe(false);
    expect(met({ signal: "segment" }, entered, null)).toBe(false);
  });

  it("hears a reply that answers no mail, unless it waits for a step's", () => {
    expect(met({ signal: "replied" }, signal("replied"), null)).toBe(true);
    expect(met({ signal: "replied", step: "one" }, signal("replied"), null)).toBe(false);
  });

  it("compares stages, tags and events by their words, whatever their case", () => {
    expect(met({ signal: "deal_stage", stage: "Won" }, signal("deal_stage", { meta: { stage: "won" } }), null)).toBe(
      true,
    );
    expect(met({ signal: "tag", tag: "vip" }, signal("tagged", { meta: { tag: "other" } }), null)).toBe(false);
    expect(
      met({ signal: "event", event: "trial_started" }, signal("custom_event", { meta: { name: "trial_started" } })),
    ).toBe(true);
    expect(met({ signal: "meeting" }, signal("meeting_booked"), null)).toBe(true);
  });

  it("asks its condition with what the very signal says", () => {
    const clicked: Trigger = {
      ...on({ signal: "clicked" }),
      if: { field: "email.clickedLink", op: "contains", value: "pricing" },
    };
    const nothing = { person: {}, custom: [], enrolledAt: "", emails: [], tasks: [] };
    const when = { now, seed: "s" };
    expect(triggerHolds(clicked, nothing, when)).toBe(false);
    expect(triggerHolds(clicked, factsAfter(nothing, signal("clicked"), email), when)).toBe(true);
  });

  it("moves somebody before another step, whose delay counts from the signal", () => {
    const moved = pull(somebody, { action: "move", stepId: "three" }, now, around);
    expect(moved).toMatchObject({
      cancelsWaiting: true,
      enrollment: { currentStepId: "three", dueAt: now + 2 * 3_600_000 },
    });
    expect(pull(somebody, { action: "move", stepId: "two" }, now, around).enrollment, "stands there").toBe(somebody);
    expect(pull(somebody, { action: "move", stepId: "gone" }, now, around).enrollment, "no such step").toBe(somebody);
    expect(pull(somebody, { action: "stop" }, now, around).enrollment).toMatchObject({
      status: "stopped",
      stopReason: "trigger",
    });
  });

  it("is never met by what a machine or nobody knows who did", () => {
    const all = triggerSignals.map((name) => on({ signal: name }));
    fc.assert(
      fc.property(anyKind, fc.constantFrom<Signal["actor"]>("machine", "unknown"), open, (kind, actor, status) => {
        expect(triggersMet(all, { ...somebody, status }, signal(kind, { actor }), email)).toEqual([]);
      }),
    );
  });

  it("leaves whoever has left where they are", () => {
    const all = triggerSignals.map((name) => on({ signal: name }));
    fc.assert(
      fc.property(anyKind, ended, (kind, status) => {
        const state = { ...somebody, status };
        expect(triggersMet(all, state, signal(kind), email)).toEqual([]);
        for (const what of [{ action: "move", stepId: "three" }, { action: "stop" }] as const)
          expect(pull(state, what, now, around)).toEqual({ enrollment: state, cancelsWaiting: false });
        expect(followColleague(state, "stop", now).enrollment).toBe(state);
      }),
    );
  });
});

describe("a person under written stop rules", () => {
  const anyRule = fc.record({
    on: fc.constantFrom(...stopCauses),
    scope: fc.constantFrom(...stopScopes),
    action: fc.constantFrom(...stopActions),
  });

  it("never comes back once they have left, whatever is written and comes in", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyKind, ended, (stopRules, kind, status) => {
        const definition = sequence({ stopRules });
        const state = { ...somebody, status, repliedAt: now };
        expect(react(state, signal(kind), email, { definition, zone })).toEqual({
          enrollment: state,
          cancelsWaiting: false,
        });
      }),
    );
  });

  it("is not moved by a machine's opens and clicks under any rule", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), fc.constantFrom("opened", "clicked"), (stopRules, kind) => {
        const definition = sequence({ stopRules });
        const said = signal(kind as SignalKind, { actor: "machine" });
        expect(react(somebody, said, email, { definition, zone }).enrollment).toBe(somebody);
      }),
    );
  });

  it("asks the team for an answer once, not again while the first one waits", () => {
    const definition = sequence({ replyHandling: "pause", bounceHandling: "pause" });
    const first = react(somebody, signal("replied"), email, { definition, zone });
    expect(first).toMatchObject({ asks: "answer", enrollment: { status: "paused", pauseReason: "replied" } });
    expect(react(first.enrollment, signal("replied"), email, { definition, zone }).asks).toBeUndefined();
    const dead = signal("bounced", { meta: { bounceType: "hard" } });
    expect(react(somebody, dead, email, { definition, zone }).asks).toBe("address");
  });

  it("is done when a meeting is booked; where a rule lets them wait instead, its cancellation brings them back (B18)", () => {
    expect(react(somebody, signal("meeting_booked"), null, around).enrollment).toMatchObject({
      status: "stopped",
      stopReason: "meeting",
    });
    const definition = sequence({ stopRules: [{ on: "meeting", scope: "contact", action: "pause" }] });
    const booked = react(somebody, signal("meeting_booked"), null, { definition, zone }).enrollment;
    expect(booked).toMatchObject({ status: "paused", pauseReason: "meeting", dueAt: null });
    const canceled = react(booked, signal("meeting_canceled"), null, { definition, zone }).enrollment;
    expect(canceled).toMatchObject({ status: "active", pauseReason: null, dueAt: now });
    const byHand = { ...somebody, status: "paused", pauseReason: "by_hand" } as const;
    expect(react(byHand, signal("meeting_booked"), null, { definition, zone }).enrollment).toBe(byHand);
    expect(react(byHand, signal("meeting_canceled"), null, { definition, zone }).enrollment).toBe(byHand);
  });

  it("does as the answered sequence's rule says of it, and as its own presets say where there is none", () => {
    const definition = sequence({ replyHandling: "continue" });
    expect(react(somebody, signal("replied"), null, { definition, zone, told: "pause" }).enrollment.status).toBe(
      "paused",
    );
    expect(react(somebody, signal("replied"), null, { definition, zone, told: null }).enrollment.status).toBe("active");
  });
});
