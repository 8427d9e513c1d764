import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { climb, defaultRamp, providerOfDomain, providerOfMx, type Ramping, rampCapOn, rampPlan } from "./index.ts";

const fresh: Ramping = { ramp: defaultRamp, level: null };

describe("a warm-up", () => {
  it("begins with twenty a day, grows with each day of sending, and ends at its ceiling", () => {
    const caps = rampPlan(fresh, 100, 16).map(({ cap }) => cap);
    expect(caps.slice(0, 3)).toEqual([20, 33, 46]);
    expect(caps.at(-1)).toBe(200);
  });

  it("does not grow on days without mail, and begins anew after a long silence", () => {
    const sentOnce = climb(fresh, 100);
    expect(rampCapOn(sentOnce, 105)).toBe(33);
    expect(rampCapOn(climb(sentOnce, 105), 105 + defaultRamp.restartAfterDays)).toBe(46);
    expect(rampCapOn(climb(sentOnce, 105), 106 + defaultRamp.restartAfterDays)).toBe(20);
  });

  it("never allows more than its ceiling, nor grows by more than a step from one day to the next", () => {
    const ramp = fc.record({
      ...{ start: fc.integer({ min: 1, max: 500 }), step: fc.nat(100), ceiling: fc.integer({ min: 1, max: 500 }) },
      restartAfterDays: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(ramp, fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 60 }), (one, pauses) => {
        let [ramping, day, last] = [{ ramp: one, level: null } as Ramping, 0, 0];
        for (const pause of pauses) {
          day += pause;
          const cap = rampCapOn(ramping, day);
          expect(cap).toBeLessThanOrEqual(one.ceiling);
          if (last > 0) expect(cap).toBeLessThanOrEqual(Math.max(last + one.step, one.start));
          ramping = climb(ramping, day);
          // Looking again on that day, or giving more room in it, changes nothing.
          expect(rampCapOn(ramping, day)).toBe(cap);
          expect(climb(ramping, day)).toBe(ramping);
          last = cap;
        }
      }),
    );
  });
});

describe("who reads a domain's mail", () => {
  it("is told by its mail hosts, whoever the domain belongs to", () => {
    expect(providerOfMx(["aspmx.l.google.com."])).toBe("google");
    expect(providerOfMx(["acme-com.mail.protection.outlook.com"])).toBe("microsoft");
    expect(providerOfMx(["mta5.am0.yahoodns.net"])).toBe("yahoo");
    expect(providerOfMx(["MXA-001.GSLB.PPHOSTED.COM"])).toBe("proofpoint");
    expect(providerOfMx(["eu-smtp-inbound-1.mimecast.com"])).toBe("mimecast");
  });

  it("is the owner of the first host where no large provider is, and the domain itself before anybody looked", () => {
    expect(providerOfMx(["mx1.mail.example.net", "mx2.example.org"])).toBe("example.net");
    expect(providerOfMx([])).toBeNull();
    expect(providerOfDomain("acme.example")).toBe("acme.example");
    expect(providerOfDomain("gmail.com")).toBe("google");
  });
});
