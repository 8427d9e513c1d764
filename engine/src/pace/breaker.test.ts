import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMs, asInstant, HOUR_MS, type Instant, MINUTE_MS } from "../base/index.ts";
import { afterAnswer, type Breaker, flowing, type PaceAnswer, paceOf, stateOf } from "./index.ts";

const start = asInstant(Date.UTC(2026, 10, 23, 9));
const taken: PaceAnswer = { kind: "taken" };
const slower: PaceAnswer = { kind: "slower", retryAfterMs: null };
const at = (minutes: number): Instant => addMs(start, minutes * MINUTE_MS);
const sentPerHour = 60;
const after = (breaker: Breaker, answer: PaceAnswer, now: Instant) =>
  afterAnswer(breaker, answer, { now, sentPerHour });
const tripped = after(after(flowing, slower, at(0)), slower, at(1));

describe("a breaker towards one provider", () => {
  it("lets one answer that says slower pass, and rests after a second one soon after", () => {
    const once = after(flowing, slower, at(0));
    expect(stateOf(once, at(0))).toBe("flowing");
    expect(stateOf(after(once, slower, at(60)), at(60))).toBe("flowing");
    expect(stateOf(tripped, at(1))).toBe("resting");
    expect(paceOf(tripped)).toEqual({ notBefore: at(11), perHour: 1 });
  });

  it("rests as long as the server asks, also after a first answer", () => {
    const asked = after(flowing, { kind: "slower", retryAfterMs: 90 * MINUTE_MS }, at(0));
    expect(paceOf(asked).notBefore).toBe(at(90));
  });

  it("tries one mail after the rest, and goes on at half the pace that was too much", () => {
    expect(stateOf(tripped, at(11))).toBe("probing");
    const probed = after(tripped, taken, at(12));
    expect(stateOf(probed, at(12))).toBe("recovering");
    expect(paceOf(probed)).toEqual({ notBefore: null, perHour: 30 });
  });

  it("rests twice as long where the probe is refused", () => {
    const again = after(tripped, slower, at(12));
    expect(paceOf(again).notBefore).toBe(at(32));
    expect(paceOf(after(again, slower, at(33))).notBefore).toBe(at(73));
  });

  it("flows again once enough was taken at every pace in between", () => {
    let breaker = after(tripped, taken, at(12));
    let mails = 0;
    while (stateOf(breaker, at(12)) !== "flowing" && mails < 1_000) {
      breaker = after(breaker, taken, at(12));
      mails += 1;
    }
    expect(breaker).toEqual(flowing);
    expect(mails).toBeGreaterThan(50);
  });
});

describe("whatever a provider answers", () => {
  const answer = fc.oneof(
    fc.constant<PaceAnswer>(taken),
    fc.record({
      kind: fc.constant("slower" as const),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 72 * HOUR_MS })),
    }),
  );
  const story = fc.array(fc.tuple(answer, fc.nat(180)), { maxLength: 80 });

  function* tell(steps: readonly (readonly [PaceAnswer, number])[]) {
    let [breaker, now] = [flowing, start];
    for (const [one, minutes] of steps) {
      now = addMs(now, minutes * MINUTE_MS);
      const before = breaker;
      breaker = after(before, one, now);
      yield { before, breaker, now, answer: one };
    }
  }

  it("a breaker rests six hours at most, and never asks for less than one mail an hour", () => {
    fc.assert(
      fc.property(story, (steps) => {
        for (const { breaker, now } of tell(steps)) {
          const { notBefore, perHour } = paceOf(breaker);
          if (notBefore !== null) expect(notBefore - now).toBeLessThanOrEqual(6 * HOUR_MS);
          if (perHour !== null) expect(perHour).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  it("a mail that is taken never makes it slower, one that is not never faster", () => {
    const speed = ({ perHour, restsUntil }: Breaker) =>
      restsUntil === null ? (perHour ?? Number.POSITIVE_INFINITY) : 1;
    fc.assert(
      fc.property(story, (steps) => {
        for (const { before, breaker, answer: one } of tell(steps)) {
          if (one.kind === "taken") expect(speed(breaker)).toBeGreaterThanOrEqual(speed(before));
          else expect(speed(breaker)).toBeLessThanOrEqual(speed(before));
        }
      }),
    );
  });

  it("it comes back to full pace once the provider takes everything, with a pause for each rest", () => {
    fc.assert(
      fc.property(story, (steps) => {
        let breaker = [...tell(steps)].at(-1)?.breaker ?? flowing;
        let now = addMs(start, 80 * 180 * MINUTE_MS);
        for (let n = 0; n < 2_000 && breaker.perHour !== null; n += 1) {
          now = addMs(now, MINUTE_MS);
          if (stateOf(breaker, now) === "resting") now = breaker.restsUntil as Instant;
          breaker = after(breaker, taken, now);
        }
        expect(paceOf(breaker)).toEqual({ notBefore: null, perHour: null });
      }),
    );
  });
});
