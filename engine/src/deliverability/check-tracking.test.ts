import { describe, expect, it } from "vitest";
import { certificateFinding, checkTrackingName } from "./check-tracking.ts";
import type { Answer } from "./dns.ts";

const check = (answer: Answer) => checkTrackingName("go.acme.example", "outreach.acme.example", async () => answer);

describe("a name for links in mails", () => {
  it("is ready when its CNAME leads to the product, however it is spelled", async () => {
    for (const value of ["outreach.acme.example", "Outreach.ACME.example."]) {
      expect(await check({ kind: "found", values: [value] })).toMatchObject({ state: "passed", expected: null });
    }
  });

  it("shows the record to publish where there is none, or another", async () => {
    const expected = { name: "go.acme.example", type: "CNAME", value: "outreach.acme.example" };
    expect(await check({ kind: "none" })).toMatchObject({ state: "failed", expected, found: [] });
    const elsewhere = await check({ kind: "found", values: ["tracking.rival.example"] });
    expect(elsewhere).toMatchObject({ state: "failed", expected, detail: "It leads elsewhere." });
  });

  it("is not called wrong by a name server that does not answer", async () => {
    expect(await check({ kind: "unknown", reason: "slow" })).toMatchObject({ state: "unknown", fix: null });
  });

  it("needs a certificate that browsers take, and says how to get one", () => {
    expect(certificateFinding("go.acme.example", { kind: "valid", until: "2027-01-01" }).state).toBe("passed");
    const refused = certificateFinding("go.acme.example", { kind: "refused", reason: "It is another name's." });
    expect(refused).toMatchObject({ state: "failed", detail: "It is another name's." });
    expect(refused.fix).toContain("certbot --nginx -d go.acme.example");
  });
});
