import { describe, expect, test } from "vitest";
import { zoneOf } from "../zone.fixture.ts";
import { checkListings, type ListSubject, reversed } from "./check-listing.ts";

const address: ListSubject = { of: "address", value: "192.0.2.99" };
const domain: ListSubject = { of: "domain", value: "example.com" };
/** What every list has always: its test entries. */
const probes = {
  "A 2.0.0.127.zen.spamhaus.org": ["127.0.0.2"],
  "A 2.0.0.127.bl.spamcop.net": ["127.0.0.2"],
  "A 2.0.0.127.psbl.surriel.com": ["127.0.0.2"],
  "A dbltest.com.dbl.spamhaus.org": ["127.0.1.2"],
  "A test.surbl.org.multi.surbl.org": ["127.0.0.64"],
  "A test.uribl.com.multi.uribl.com": ["127.0.0.14"],
};
async function ask(subject: ListSubject, records: Record<string, readonly string[]>, silent: string[] = []) {
  const { ask: dns, asked } = zoneOf({ ...probes, ...records }, silent);
  const listings = await checkListings([subject], dns);
  return { listings, asked, of: (list: string) => listings.find((one) => one.list === list) };
}

describe("a blocklist", () => {
  test("that does not know an address leaves it clean", async () => {
    const { listings } = await ask(address, {});
    expect(listings.map(({ list, state }) => [list, state])).toEqual([
      ["spamhaus-zen", "clean"],
      ["spamcop", "clean"],
      ["psbl", "clean"],
    ]);
    const names = (await ask(domain, {})).listings;
    expect(names.map(({ list, state }) => [list, state])).toEqual([
      ["spamhaus-dbl", "clean"],
      ["surbl", "clean"],
      ["uribl", "clean"],
    ]);
  });

  test.each([
    ["127.0.0.2", "listed", /^SBL/],
    ["127.0.0.4", "listed", /^XBL/],
    // A household's address is no word on who sends from it.
    ["127.0.0.10", "note", /^PBL/],
    ["127.255.255.254", "unknown", /refuses this server's resolver/],
    ["127.255.255.255", "unknown", /refuses/],
    ["127.0.0.77", "unknown", /no known meaning/],
    ["203.0.113.7", "unknown", /no known meaning/],
  ])("that answers %s makes an address %s", async (code, state, detail) => {
    const { of } = await ask(address, { "A 99.2.0.192.zen.spamhaus.org": [code] });
    expect(of("spamhaus-zen")).toMatchObject({ state, codes: [code] });
    expect(of("spamhaus-zen")?.detail).toMatch(detail);
  });

  test("whose answer is a sum of lists names each, and its refusal is no listing", async () => {
    const both = await ask(domain, { "A example.com.multi.surbl.org": ["127.0.0.80"] });
    expect(both.of("surbl")).toMatchObject({ state: "listed", detail: "Malware, Seen in spam." });
    const no = await ask(domain, { "A example.com.multi.uribl.com": ["127.0.0.1"] });
    expect(no.of("uribl")).toMatchObject({ state: "unknown" });
  });

  test.each([
    ["knows not even its own test entry", { "A 2.0.0.127.zen.spamhaus.org": [] as string[] }],
    ["refuses the question for its test entry", { "A 2.0.0.127.zen.spamhaus.org": ["127.255.255.254"] }],
    ["is answered for by somebody else", { "A 2.0.0.127.zen.spamhaus.org": ["198.51.100.1"] }],
    ["lists what nobody may list", { "A 1.0.0.127.zen.spamhaus.org": ["127.0.0.2"] }],
  ])("that %s says nothing of anybody", async (_, records) => {
    const { of } = await ask(address, { ...records, "A 99.2.0.192.zen.spamhaus.org": ["127.0.0.2"] });
    expect(of("spamhaus-zen")?.state).toBe("unknown");
    expect(of("spamcop")?.state).toBe("clean");
  });

  test("that does not answer in time is unknown, and is asked nothing more", async () => {
    const { of, asked } = await ask(address, {}, ["2.0.0.127.zen.spamhaus.org"]);
    expect(of("spamhaus-zen")).toMatchObject({ state: "unknown", detail: "No name server answered in time." });
    expect(asked.filter((question) => question.includes("zen.spamhaus.org"))).toHaveLength(1);
  });

  test("is asked for addresses of both kinds in its own way of writing them", () => {
    expect(reversed("192.0.2.99")).toBe("99.2.0.192");
    expect(reversed("2001:db8::1")).toBe(`1.${"0.".repeat(23)}8.b.d.0.1.0.0.2`);
    expect(reversed("::1").split(".")).toHaveLength(32);
  });
});
