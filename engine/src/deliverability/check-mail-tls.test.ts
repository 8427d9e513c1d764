import { expect, test } from "vitest";
import { checkMailTls, type MailCertificate, type SeenMailTls } from "./check-mail-tls.ts";
import type { StsMode } from "./mta-sts.ts";
import { zoneOf } from "./zone.fixture.ts";

const good: MailCertificate = { names: ["mx.example.com"], until: "2027-01-01", distrust: null, chain: [] };
const secure = (change: Partial<MailCertificate> = {}, protocol = "TLSv1.3"): SeenMailTls => ({
  kind: "secure",
  protocol,
  certificate: { ...good, ...change },
});
const prove = async () => false;
const records = { "MX example.com": ["MX.example.com."] };
const check = (seen: SeenMailTls, mode: StsMode | null = null) =>
  checkMailTls("example.com", { ask: zoneOf(records).ask, seeMailTls: async () => seen, prove }, mode);

test.each<[string, SeenMailTls, RegExp]>([
  ["offers no encryption", { kind: "plain" }, /no encryption/],
  ["offers encryption it then refuses", { kind: "broken", reason: "it answers 454." }, /answers 454/],
  ["has a certificate that it signed itself", secure({ distrust: "DEPTH_ZERO_SELF_SIGNED_CERT" }), /SELF_SIGNED/],
  ["has a certificate of another name", secure({ names: ["other.example"] }), /not made out to mx\.example\.com/],
  ["has a star that spans two labels", secure({ names: ["*.com"] }), /not made out to/],
  ["speaks only what RFC 8996 ended", secure({}, "TLSv1.1"), /TLSv1\.2 is the least/],
])("a mail server that %s costs mail only where the MTA-STS policy is enforced", async (_, seen, detail) => {
  const states: (string | undefined)[] = [];
  for (const mode of [null, "none", "testing", "enforce"] as const) {
    const [finding] = await check(seen, mode);
    expect(finding?.detail).toMatch(detail);
    expect(finding?.fix).not.toBeNull();
    states.push(finding?.state);
  }
  expect(states).toEqual(["warning", "warning", "warning", "failed"]);
});

test("a mail server with a trusted certificate of its name or of a star above it is good, and what was seen is shown", async () => {
  const [finding] = await check(secure(), "enforce");
  expect(finding).toMatchObject({ kind: "mx-tls", state: "passed", name: "mx.example.com" });
  expect(finding?.found).toEqual(["TLSv1.3", "made out to mx.example.com", "good until 2027-01-01"]);
  expect(await check(secure({ names: ["*.EXAMPLE.com"] }), "enforce")).toMatchObject([{ state: "passed" }]);
});

test("a mail server that cannot be reached on port 25 is unknown even under an enforced policy", async () => {
  const findings = await check({ kind: "unknown", reason: "It did not answer in time." }, "enforce");
  expect(findings).toMatchObject([{ state: "unknown", fix: null }]);
  expect(findings[0]?.detail).toMatch(/closed in many networks/);
});

test("at most four mail servers of a domain are tried, each once, and none where it takes no mail", async () => {
  const tried: string[] = [];
  const seeMailTls = async (server: string): Promise<SeenMailTls> => {
    tried.push(server);
    return { kind: "plain" };
  };
  const of = (values: string[]) =>
    checkMailTls("example.com", { ask: zoneOf({ "MX example.com": values }).ask, seeMailTls, prove }, null);
  await of(["a.example", "A.example.", "b.example", "c.example", "d.example", "e.example"]);
  expect(tried).toEqual(["a.example", "b.example", "c.example", "d.example"]);
  expect(await of(["."])).toEqual([]);
  expect(tried).toHaveLength(4);
});
