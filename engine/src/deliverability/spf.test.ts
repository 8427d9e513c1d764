import { describe, expect, test } from "vitest";
import { readSpf } from "./spf.ts";
import { zoneOf } from "./zone.fixture.ts";

const read = (record: string, others: Record<string, string[]> = {}) =>
  readSpf("example.com", zoneOf({ "example.com": [record], ...others }).ask);

describe("an SPF record", () => {
  test.each([
    // RFC 7208, appendix A.1.
    ["v=spf1 +all", 0, "+"],
    ["v=spf1 a -all", 1, "-"],
    ["v=spf1 a:example.org -all", 1, "-"],
    ["v=spf1 mx -all", 1, "-"],
    ["v=spf1 mx:example.org -all", 1, "-"],
    ["v=spf1 mx mx:example.org -all", 2, "-"],
    ["v=spf1 mx/30 mx:example.org/30 -all", 2, "-"],
    ["v=spf1 ptr -all", 1, "-"],
    ["v=spf1 ip4:192.0.2.128/28 -all", 0, "-"],
    // Case does not matter, and a modifier nobody knows is passed over (§6).
    ["V=SPF1 A:example.org moo.cow=far ~ALL", 1, "~"],
  ])("is read as the standard reads it: %s", async (record, lookups, all) => {
    expect(await read(record)).toMatchObject({ state: "valid", lookups, all });
  });

  test("counts what its includes ask for, and remembers whom they name", async () => {
    const reading = await read("v=spf1 include:_spf.a.example redirect=b.example", {
      "_spf.a.example": ["v=spf1 a mx include:c.example ?all"],
      "c.example": ["v=spf1 ip4:192.0.2.1 -all"],
      "b.example": ["v=spf1 -all"],
    });
    expect(reading).toMatchObject({ state: "valid", lookups: 5, all: "-", namesServers: true });
    expect(reading.includes).toEqual(["_spf.a.example", "c.example", "b.example"]);
  });

  test("passes over whatever stands behind all, redirect too", async () => {
    expect(await read("v=spf1 -all include:gone.example redirect=gone.example")).toMatchObject({
      state: "valid",
      lookups: 0,
    });
  });

  test("is broken by the eleventh lookup, not by the tenth", async () => {
    const mechanisms = (n: number) => Array.from({ length: n }, (_, at) => `a:h${at}.example.com`).join(" ");
    const hosts = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`A h${at}.example.com`, ["192.0.2.1"]]));
    expect(await read(`v=spf1 ${mechanisms(10)} -all`, hosts)).toMatchObject({ state: "valid", lookups: 10 });
    expect(await read(`v=spf1 ${mechanisms(11)} -all`, hosts)).toMatchObject({ state: "broken" });
  });

  test.each([
    ["two records", ["v=spf1 -all", "v=spf1 ~all"]],
    ["a word that means nothing", ["v=spf1 includes:a.example -all"]],
    ["an include without a record behind it", ["v=spf1 include:gone.example -all"]],
    ["an include that includes it", ["v=spf1 include:loop.example -all"]],
    ["more than anybody would read", [`v=spf1 ${"ip4:192.0.2.1 ".repeat(1_000)}-all`]],
    ["redirect twice", ["v=spf1 redirect=a.example redirect=b.example"]],
  ])("is broken by %s", async (_, records) => {
    const { ask, asked } = zoneOf({ "example.com": records, "loop.example": ["v=spf1 include:example.com -all"] });
    expect(await readSpf("example.com", ask)).toMatchObject({ state: "broken" });
    expect(asked.length).toBeLessThan(12);
  });

  test("is unknown, not missing, where a name server is silent", async () => {
    const { ask } = zoneOf({ "example.com": ["v=spf1 include:away.example -all"] }, ["away.example"]);
    expect(await readSpf("example.com", ask)).toMatchObject({ state: "unknown" });
    expect(await readSpf("away.example", ask)).toMatchObject({ state: "unknown" });
    expect(await readSpf("other.example", ask)).toMatchObject({ state: "none" });
  });

  test("never asks for a macro's name, and takes other texts of the domain for what they are", async () => {
    const { ask, asked } = zoneOf({
      "example.com": ["v=spf10 +all", "google-site=1", "v=spf1 include:%{i}.x.example ~all"],
    });
    expect(await readSpf("example.com", ask)).toMatchObject({ state: "valid", lookups: 1, namesServers: true });
    expect(asked).toEqual(["TXT example.com"]);
  });

  test("stops after two names that do not exist, as receivers do", async () => {
    const records = {
      "example.com": ["v=spf1 a:gone.example mx:gone2.example/24 a/24 -all"],
      "A example.com": ["192.0.2.1"],
    };
    expect(await readSpf("example.com", zoneOf(records).ask)).toMatchObject({ state: "valid", lookups: 3 });
    const worse = { "example.com": ["v=spf1 a:gone.example a:gone2.example mx a -all"] };
    expect(await readSpf("example.com", zoneOf(worse).ask)).toMatchObject({ state: "broken" });
    const silent = await readSpf("example.com", zoneOf(worse, ["gone.example", "gone2.example"]).ask);
    expect(silent.state).toBe("valid");
  });
});
