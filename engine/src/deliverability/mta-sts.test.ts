import { describe, expect, test } from "vitest";
import { checkServers } from "./check-servers.ts";
import type { Sender } from "./finding.ts";
import { type PolicyFile, readMtaSts } from "./mta-sts.ts";
import { zoneOf } from "./zone.fixture.ts";

const record = { "_mta-sts.example.com": ["v=STSv1; id=1"] };
const servers = { "MX example.com": ["mx1.example.com", "mx2.example.net."] };
const policy = (...lines: string[]) => ["version: STSv1", ...lines, "max_age: 86400"].join("\r\n");
const check = async (file: PolicyFile | string, records: Record<string, string[]> = { ...record, ...servers }) => {
  const fetchPolicy = async () => (typeof file === "string" ? ({ kind: "found", text: file } as const) : file);
  return (await readMtaSts("example.com", zoneOf(records).ask, fetchPolicy)).finding;
};

describe("the policy of MTA-STS", () => {
  test.each([
    ["names every server", policy("mode: enforce", "mx: mx1.example.com", "mx: *.example.net"), "passed"],
    ["is only tried out", policy("mode: testing", "mx: *.example.com", "mx: mx2.example.net"), "passed"],
    ["leaves a server out, so that mail is lost", policy("mode: enforce", "mx: mx1.example.com"), "failed"],
    ["leaves a server out while it is tried out", policy("mode: testing", "mx: mx1.example.com"), "warning"],
    ["has a star for more than one label", policy("mode: enforce", "mx: *.com", "mx: *.net"), "failed"],
    ["is off", policy("mode: none"), "hint"],
    ["has no mode", policy("mx: mx1.example.com"), "warning"],
    ["has no server", policy("mode: enforce"), "warning"],
    ["is another page", "<html></html>", "warning"],
  ])("that %s is told so", async (_, text, state) => {
    expect(await check(text)).toMatchObject({ kind: "mta-sts", state });
  });

  test("that is not there, or could not be fetched, is told apart", async () => {
    expect(await check({ kind: "missing", reason: "It answered 404." })).toMatchObject({ state: "warning" });
    expect(await check({ kind: "unknown", reason: "It took too long." })).toMatchObject({ state: "unknown" });
    expect(await check("", {})).toMatchObject({ state: "hint" });
  });
});

describe("the address of an own server", () => {
  const own: Sender = { accountId: "a", service: null, server: "mail.example.com", signing: null };
  const zone = { "A mail.example.com": ["192.0.2.9"], "PTR 9.2.0.192.in-addr.arpa": ["mail.example.com"] };
  const states = async (records: Record<string, string[]>, sender = own, silent: string[] = []) =>
    (await checkServers([sender, sender], zoneOf(records, silent).ask)).map(({ state }) => state);

  test("has a name that leads back to it, or is told what to do", async () => {
    expect(await states(zone)).toEqual(["passed"]);
    expect(await states({ "A mail.example.com": ["192.0.2.9"] })).toEqual(["warning"]);
    expect(await states({ ...zone, "PTR 9.2.0.192.in-addr.arpa": ["other.example"] })).toEqual(["warning"]);
  });

  test("is unknown where nobody answers, and not asked of a service's servers", async () => {
    expect(await states(zone, own, ["9.2.0.192.in-addr.arpa"])).toEqual(["unknown"]);
    expect(await states({}, own)).toEqual(["unknown"]);
    expect(await states(zone, { ...own, service: "gmail" })).toEqual([]);
  });
});
