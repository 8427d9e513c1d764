import { describe, expect, test } from "vitest";
import { hashSecret, isWellFormedKey, makeKeySecret, makeToken } from "./secrets.ts";

describe("an API key's secret", () => {
  test("says which kind of workspace it opens and is never made twice", () => {
    const made = Array.from({ length: 200 }, () => makeKeySecret("sandbox"));
    expect(new Set(made.map((key) => key.secret)).size).toBe(200);
    for (const { secret, prefix, hash } of made) {
      expect(secret).toMatch(/^hc_test_[0-9A-Za-z]{38}$/);
      expect(isWellFormedKey(secret)).toBe(true);
      expect([secret.startsWith(prefix), prefix.length]).toEqual([true, 12]);
      expect(hash.equals(hashSecret(secret))).toBe(true);
    }
    expect(makeKeySecret("live").secret).toMatch(/^hc_live_/);
  });

  test("is told from a mistyped one without a look-up", () => {
    const { secret } = makeKeySecret("live");
    for (let at = 8; at < secret.length; at += 1) {
      const typo = secret.slice(0, at) + (secret[at] === "x" ? "y" : "x") + secret.slice(at + 1);
      expect(isWellFormedKey(typo)).toBe(false);
    }
    expect(isWellFormedKey(secret.replace("live", "test"))).toBe(false);
  });

  test("of a session holds 256 random bits", () => {
    expect(Buffer.from(makeToken().secret, "base64url")).toHaveLength(32);
  });
});
