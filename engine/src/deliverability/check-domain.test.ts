import { describe, expect, test } from "vitest";
import { rateOf } from "../report/index.ts";
import { checkDomain } from "./check-domain.ts";
import type { Finding, Sender } from "./finding.ts";
import { issuesOf } from "./issues.ts";
import { zoneOf } from "./zone.fixture.ts";

const key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const at = (service: string | null, signing: Sender["signing"] = null): Sender => ({
  accountId: "a",
  service,
  signing,
  server: null,
});
const noFile = async () => ({ kind: "missing", reason: "There is no such page." }) as const;
const prove = async () => false;
const closed = async () => ({ kind: "unknown", reason: "It did not answer in time." }) as const;
const google = {
  "example.com": ["v=spf1 include:_spf.google.com ~all"],
  "_spf.google.com": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "google._domainkey.example.com": [`v=DKIM1; k=ed25519; p=${key}`],
  "_dmarc.example.com": ["v=DMARC1; p=reject; rua=mailto:d@example.com"],
  "MX example.com": ["smtp.google.com"],
};
const check = (sender: Sender, records: Record<string, string[]>, silent: string[] = []) =>
  checkDomain("example.com", [sender], {
    ask: zoneOf(records, silent).ask,
    fetchPolicy: noFile,
    seeMailTls: closed,
    prove,
  });
const states = (findings: readonly Finding[]) => Object.fromEntries(findings.map(({ kind, state }) => [kind, state]));

describe("the check of a domain", () => {
  test("passes one that is set up, and only hints at what nobody refuses mail for", async () => {
    const { findings, senders } = await check(at("gmail"), google);
    expect(states(findings)).toEqual({
      ...{ spf: "passed", dkim: "passed", dmarc: "passed", mx: "passed", "mx-tls": "unknown" },
      ...{ "mta-sts": "hint", "tls-rpt": "hint", bimi: "hint" },
    });
    expect(senders).toEqual([{ accountId: "a", spf: true, dkim: true, dmarc: true }]);
  });

  test("fails an empty one, with the records to publish", async () => {
    const { findings, senders } = await check(at("microsoft-365"), {});
    expect(senders).toEqual([{ accountId: "a", spf: false, dkim: false, dmarc: false }]);
    const expected = Object.fromEntries(findings.map((finding) => [finding.kind, finding.expected?.value]));
    expect(expected.spf).toBe("v=spf1 include:spf.protection.outlook.com ~all");
    expect(expected.dmarc).toBe("v=DMARC1; p=none; rua=mailto:dmarc@example.com");
    expect(findings.find(({ kind }) => kind === "dkim")?.fix).toMatch(/Defender portal/);
  });

  test("calls nothing a failure that a silent name server may know", async () => {
    const silent = ["example.com", "_dmarc.example.com", "google._domainkey.example.com"];
    const { findings, senders } = await check(at("gmail"), {}, silent);
    expect(states(findings)).toMatchObject({ spf: "unknown", dkim: "unknown", dmarc: "unknown", mx: "unknown" });
    expect(senders).toEqual([{ accountId: "a", spf: null, dkim: null, dmarc: null }]);
    expect(
      issuesOf({
        domains: [{ domain: "example.com", findings, nothingAligns: false }],
        bounces: rateOf(0, 0),
        complaints: rateOf(0, 0),
        listings: [],
      }),
    ).toEqual([]);
  });

  test.each([
    ["names another service only", "v=spf1 include:_spf.other.example -all", false],
    ["names addresses among which the service's may be", "v=spf1 ip4:192.0.2.0/24 -all", null],
    ["cannot be followed", "v=spf1 nonsense -all", false],
  ])("says of an SPF record that %s what is known", async (_, record, spf) => {
    const others = { "_spf.other.example": ["v=spf1 -all"] };
    const { senders } = await check(at("gmail"), { ...google, ...others, "example.com": [record] });
    expect(senders[0]).toMatchObject({ spf });
  });

  test("tells a domain that takes no mail from one that names no server for it", async () => {
    const mx = async (records: Record<string, string[]>) => (await check(at("gmail"), records)).findings.at(-4);
    expect(await mx({})).toMatchObject({ kind: "mx", state: "warning" });
    // RFC 7505.
    expect(await mx({ "MX example.com": [""] })).toMatchObject({ kind: "mx", state: "failed" });
  });

  test("adds a missing service where receivers still read it", async () => {
    const record = "v=spf1 include:_spf.other.example -all";
    const { findings } = await check(at("gmail"), { "example.com": [record], "_spf.other.example": ["v=spf1 -all"] });
    expect(findings[0]?.expected?.value).toBe("v=spf1 include:_spf.google.com include:_spf.other.example -all");
  });

  test("does not ask SPF of a service with a return path of its own", async () => {
    expect((await check(at("ses"), google)).senders[0]).toMatchObject({ spf: null, dkim: null });
  });

  test("holds our own key against the published one", async () => {
    const signing = { domain: "example.com", keys: [{ selector: "h1", algorithm: "ed25519", publicKey: key }] };
    const published = (text: string) => ({ ...google, "h1._domainkey.example.com": [text] });
    const right = await check(at(null, signing), published(`v=DKIM1; k=ed25519; p=${key}`));
    expect(right.senders[0]).toMatchObject({ spf: null, dkim: true });
    const other = await check(at(null, signing), published(`v=DKIM1; k=ed25519; p=${key.replace("11", "12")}`));
    expect(other.senders[0]).toMatchObject({ dkim: false });
    expect(other.findings.find(({ kind }) => kind === "dkim")?.expected?.value).toBe(`v=DKIM1; k=ed25519; p=${key}`);
  });
});

describe("what to mend", () => {
  test("stands in the order of what it costs, and a few mails are no rate", async () => {
    const { findings } = await check(at("microsoft-365"), {});
    const domains = [{ domain: "example.com", findings, nothingAligns: true }];
    const many = issuesOf({ domains, bounces: rateOf(3, 100), complaints: rateOf(40, 10_000), listings: [] });
    expect(many.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "unverified-domain bad",
      "complaints bad",
      "dkim-failed bad",
      "spf-failed bad",
      "dmarc-failed bad",
      "bounces warn",
      "mx-weak warn",
    ]);
    const few = issuesOf({ domains: [], bounces: rateOf(0, 300), complaints: rateOf(1, 300), listings: [] });
    expect(few).toMatchObject([{ code: "complaints", severity: "warn" }]);
  });

  test("names each list one stands on, those that large receivers ask before all others", () => {
    const of = (weight: "wide" | "narrow", state: "listed" | "unknown") => ({
      weight,
      state,
      name: weight,
      subject: "x",
      detail: "",
    });
    const listings = [of("narrow", "listed"), of("wide", "unknown"), of("wide", "listed")];
    const issues = issuesOf({ domains: [], bounces: rateOf(3, 100), complaints: rateOf(0, 100), listings });
    expect(issues.map(({ title }) => title)).toEqual([
      "x stands on wide",
      "3 % of the mails came back",
      "x stands on narrow",
    ]);
  });
});
