import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asInstant, type Instant } from "../base/index.ts";
import { closedSince, type SequenceLife, statusOf } from "./life.ts";

const at = (minute: number): Instant => asInstant(minute * 60_000);
const life = (more: Partial<SequenceLife> = {}): SequenceLife => {
  return { status: "active", endsAt: null, closedAt: null, onTheWay: 0, ...more };
};

describe("the life of a sequence", () => {
  test("is over once it is closed and nobody is on the way, and not before", () => {
    expect(statusOf(life(), at(5))).toBe("active");
    expect(statusOf(life({ closedAt: at(4), onTheWay: 1 }), at(5))).toBe("active");
    expect(statusOf(life({ closedAt: at(4) }), at(5))).toBe("completed");
    expect(statusOf(life({ status: "paused", endsAt: at(5) }), at(5))).toBe("completed");
    expect(statusOf(life({ status: "draft", endsAt: at(5) }), at(6))).toBe("draft");
  });

  test("closes at its date to the instant, or when somebody closes it, whichever comes first", () => {
    expect(closedSince(life({ endsAt: at(5) }), at(4))).toBeNull();
    expect(closedSince(life({ endsAt: at(5) }), at(5))).toBe(at(5));
    expect(closedSince(life({ endsAt: at(5), closedAt: at(3) }), at(9))).toBe(at(3));
    expect(closedSince(life({ endsAt: at(5), closedAt: at(7) }), at(9))).toBe(at(5));
  });

  test("stays closed as time goes on", () => {
    const minute = fc.nat(20).map(at);
    fc.assert(
      fc.property(fc.option(minute), fc.option(minute), minute, minute, (endsAt, closedAt, one, other) => {
        const [now, later] = one < other ? [one, other] : [other, one];
        const since = closedSince({ endsAt, closedAt }, now);
        if (since !== null) expect(closedSince({ endsAt, closedAt }, later)).not.toBeNull();
      }),
    );
  });
});
