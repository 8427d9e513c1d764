import fc from "fast-check";
import { expect, test } from "vitest";
import { isUuid, timeOfId, uuidv7 } from "./ids.ts";
import { asInstant, END_OF_TIME } from "./instants.ts";

const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const anyInstant = fc.integer({ min: 0, max: END_OF_TIME }).map(asInstant);

test("an id made of time and bytes is the example of RFC 9562", () => {
  // Appendix A.6: rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  const bytes = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidv7(asInstant(0x017f22e279b0), bytes)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("every id is a version 7 UUID that tells when it was made", () => {
  const check = fc.property(anyInstant, tenBytes, (instant, bytes) => {
    const id = uuidv7(instant, bytes);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isUuid(id)).toBe(true);
    expect(timeOfId(id)).toEqual({ ok: true, value: instant });
  });
  fc.assert(check, { numRuns: 1_000 });
});

test("ids made later sort later", () => {
  const check = fc.property(anyInstant, anyInstant, tenBytes, tenBytes, (a, b, bytesA, bytesB) => {
    if (a < b) expect(uuidv7(a, bytesA) < uuidv7(b, bytesB)).toBe(true);
  });
  fc.assert(check, { numRuns: 1_000 });
});

test("all 74 random bits of an id come from its bytes", () => {
  const base = new Uint8Array(10);
  const ids = new Set<string>();
  for (let bit = 0; bit < 80; bit += 1) {
    const flipped = base.slice();
    flipped[bit >> 3] = 0x80 >> (bit & 7);
    ids.add(uuidv7(asInstant(0), flipped));
  }
  // 74 bits show, the other 6 give the id of all zeros.
  expect(ids.size).toBe(75);
});

test("an id of another kind tells no time", () => {
  const id = "b1946ac9-2492-4347-9c6d-235a2d2611d9";
  expect(isUuid(id)).toBe(true);
  expect(timeOfId(id)).toEqual({ ok: false, error: { code: "id_has_no_time", id } });
  expect(timeOfId("no id").ok).toBe(false);
  expect(isUuid(`${id} `)).toBe(false);
});

test("an id takes exactly ten bytes", () => {
  expect(() => uuidv7(asInstant(0), new Uint8Array(16))).toThrow(RangeError);
});
