import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChainLink, checkDane, type ShownChain } from "./dane.ts";
import { zoneOf } from "./zone.fixture.ts";

const server = "mx.example.com";
const linkOf = (name: string): ChainLink => {
  const hex = Buffer.from(name).toString("hex");
  const digests = (of: string) => ({ full: `${of}${hex}00`, sha256: `${of}${hex}01`, sha512: `${of}${hex}02` });
  return { certificate: digests("aa"), key: digests("bb") };
};
const [own, authority] = [linkOf("own"), linkOf("authority")];
const secure = (change: Partial<Extract<ShownChain, { kind: "secure" }>> = {}): ShownChain => ({
  ...{ kind: "secure", names: [server], isExpired: false, chain: [own, authority] },
  ...change,
});
const check = (records: readonly string[], shown: ShownChain = secure(), proven = { mx: true, tlsa: true }) =>
  checkDane(server, shown, {
    ask: zoneOf(records.length === 0 ? {} : { [`TLSA _25._tcp.${server}`]: records }).ask,
    prove: async () => proven.tlsa,
    isMxProven: async () => proven.mx,
  });
const stateOf = async (...asked: Parameters<typeof check>) => (await check(...asked))?.state;

test("a mail server without a TLSA record has nothing to tell about DANE", async () => {
  expect(await check([])).toBeNull();
});

test.each([
  ["3 1 1", own.key.sha256],
  ["3 1 2", own.key.sha512],
  ["3 0 1", own.certificate.sha256],
  ["3 0 0", own.certificate.full],
  ["2 0 1", authority.certificate.sha256],
  ["2 1 1", authority.key.sha256.toUpperCase()],
])(
  "a TLSA record %s that names what the mail server shows is good, beside others that do not fit",
  async (kind, value) => {
    expect(await stateOf([`3 1 1 ${"0".repeat(64)}`, `${kind} ${value}`])).toBe("passed");
  },
);

test("its own key counts whatever the certificate's name and date, an authority's only for a good one", async () => {
  const worn = [secure({ names: ["other.example"] }), secure({ isExpired: true })];
  for (const shown of worn) {
    expect(await stateOf([`3 1 1 ${own.key.sha256}`], shown)).toBe("passed");
    expect(await stateOf([`2 1 1 ${authority.key.sha256}`], shown)).toBe("failed");
  }
  // Usage 3 is the server's own, usage 2 an authority above it.
  expect(await stateOf([`3 1 1 ${authority.key.sha256}`])).toBe("failed");
  expect(await stateOf([`2 1 1 ${own.key.sha256}`])).toBe("failed");
});

test("a proven record that does not fit costs mail and says which would, one that SMTP does not heed can be better", async () => {
  const wrong = await check([`3 1 1 ${"0".repeat(64)}`]);
  expect(wrong).toMatchObject({ state: "failed", fix: expect.stringContaining(`3 1 1 ${own.key.sha256}`) });
  expect(await stateOf([`1 1 1 ${own.key.sha256}`, "no record"])).toBe("warning");
  expect(await stateOf([`1 1 1 ${own.key.sha256}`], { kind: "insecure" })).toBe("failed");
});

test("what nobody proves, or nobody saw, is unknown whatever it says", async () => {
  const record = fc.constantFrom(`3 1 1 ${own.key.sha256}`, `3 1 1 ${"0".repeat(64)}`, "0 0 1 ab", "x");
  const proven = fc.record({ mx: fc.boolean(), tlsa: fc.boolean() }).filter(({ mx, tlsa }) => !(mx && tlsa));
  const shown = fc.constantFrom<ShownChain>(secure(), { kind: "insecure" });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1 }), shown, proven, async (records, seen, by) => {
      expect(await stateOf(records, seen, by)).toBe("unknown");
      expect(await stateOf(records, { kind: "unknown", reason: "Port 25 is closed." })).toBe("unknown");
    }),
  );
  const silent = zoneOf({}, [`_25._tcp.${server}`]).ask;
  const prove = async () => true;
  expect(await checkDane(server, secure(), { ask: silent, prove, isMxProven: prove })).toMatchObject({
    state: "unknown",
  });
});
