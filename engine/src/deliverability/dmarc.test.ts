import { describe, expect, test } from "vitest";
import { readDmarc } from "./dmarc.ts";
import { zoneOf } from "./zone.fixture.ts";

describe("a DMARC policy", () => {
  test("is found by walking up, at most eight questions far", async () => {
    const { ask, asked } = zoneOf({
      "_dmarc.example.com": ["v=DMARC1; p=reject; sp=quarantine; rua=mailto:a@example.com"],
    });
    const reading = await readDmarc("a.b.c.d.e.f.g.h.i.j.mail.example.com", ask);
    expect(reading).toMatchObject({ state: "valid", domain: "example.com", policy: "quarantine", isReported: true });
    // RFC 9989 §4.10: after the name itself come its last seven labels.
    expect(asked[1]).toBe("TXT _dmarc.g.h.i.j.mail.example.com");
    expect(asked).toHaveLength(8);
  });

  test("of the domain itself applies, whatever stands above", async () => {
    const { ask } = zoneOf({
      "_dmarc.a.example.com": ["v=DMARC1; p=none"],
      "_dmarc.example.com": ["v=DMARC1; p=reject"],
    });
    expect(await readDmarc("a.example.com", ask)).toMatchObject({ domain: "a.example.com", policy: "none" });
  });

  test("ends the walk where psd says so", async () => {
    const { ask, asked } = zoneOf({ "_dmarc.example.com": ["v=DMARC1; p=reject; psd=n"] });
    expect(await readDmarc("a.example.com", ask)).toMatchObject({ domain: "example.com" });
    expect(asked).not.toContain("TXT _dmarc.com");
  });

  test("is told what means nothing any more", async () => {
    const { ask } = zoneOf({ "_dmarc.example.com": ["v=DMARC1; p=reject; pct=20; rf=afrf; ri=3600; t=y; x-new=1"] });
    const { notes, policy } = await readDmarc("example.com", ask);
    expect(policy).toBe("reject");
    expect(notes).toEqual([expect.stringMatching(/^pct, rf, ri mean nothing/), expect.stringMatching(/^t=y/)]);
  });

  test.each([
    ["two records", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]],
    ["another record", ["v=spf1 -all"]],
    ["a version in the wrong case", ["v=dmarc1; p=none"]],
    ["tags that stand twice", ["v=DMARC1; p=none; p=reject"]],
    ["a policy nobody knows", ["v=DMARC1; p=maybe"]],
    ["more than anybody would read", [`v=DMARC1; p=none; x=${"a".repeat(9_000)}`]],
  ])("is no policy with %s", async (_, records) => {
    expect(await readDmarc("example.com", zoneOf({ "_dmarc.example.com": records }).ask)).toMatchObject({
      state: "none",
    });
  });

  test("is unknown where a name server on the way is silent", async () => {
    const { ask } = zoneOf({ "_dmarc.example.com": ["v=DMARC1; p=none"] }, ["_dmarc.a.example.com"]);
    expect(await readDmarc("a.example.com", ask)).toMatchObject({ state: "unknown" });
  });
});
