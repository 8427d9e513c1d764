import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asInstant } from "../../base/index.ts";
import { clientOf, sayClient } from "../client.ts";
import { holds, networkOf, parseAddress, parsePrefix } from "./addresses.ts";
import { actorRules, holdMs, judgeAgain, judgeVisit } from "./judge.ts";
import { blockOf } from "./network.ts";
import { networkBlocks } from "./networks.ts";
import { metaOf, revisedMeta, visitOf } from "./stored.ts";
import type { JudgedVisit, Visit } from "./visit.ts";
import { sayFinding, sayVerdict } from "./words.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
const gmail = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const noon = asInstant(Date.parse("2026-11-24T12:00:00Z"));

const opened: Visit = {
  ...{ kind: "opened", at: noon, link: null, links: null, method: "GET", ahead: null, agent: chrome },
  ...{ sinceSentMs: 3_600_000, network: "203.0.113.0/24" },
};
const clicked: Visit = { ...opened, kind: "clicked", link: 0, links: 4 };
const at = (visit: Visit, ms: number, more: Partial<JudgedVisit> = {}): JudgedVisit => ({
  ...{ ...visit, at: asInstant(noon + ms), sinceSentMs: 3_600_000 + ms, actor: "unknown" as const },
  ...more,
});
const actorOf = (visit: Visit, others: readonly JudgedVisit[] = []) => judgeVisit(visit, others).actor;

/** One visit, and what came before or after it, of which the rule is certain to speak. */
const examples: Readonly<Record<string, readonly [Visit, ...JudgedVisit[]]>> = {
  head: [{ ...clicked, method: "HEAD" }],
  "looks-ahead": [{ ...opened, ahead: "sec-purpose: prefetch" }],
  "no-agent": [{ ...opened, agent: " " }],
  "apple-privacy": [{ ...opened, agent: "Mozilla/5.0" }],
  "gmail-proxy": [{ ...opened, agent: gmail, network: "66.249.84.0/24" }],
  "yahoo-proxy": [{ ...opened, agent: "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html" }],
  "scanner-agent": [{ ...opened, agent: "Barracuda Sentinel (EE)" }],
  "link-preview": [{ ...clicked, agent: "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" }],
  crawler: [{ ...clicked, agent: "Mozilla/5.0 (compatible; SomeCrawler/2.0)" }],
  program: [{ ...clicked, agent: "python-requests/2.32" }],
  burst: [clicked, at(clicked, 3_000, { link: 1 }), at(clicked, 6_000, { link: 2 })],
  "with-a-burst": [opened, at(clicked, 400), at(clicked, 900, { link: 1 })],
  "after-head": [clicked, at(clicked, -200, { method: "HEAD" })],
  "before-sent": [{ ...opened, sinceSentMs: null }],
  "too-soon": [{ ...clicked, sinceSentMs: 6_000 }],
  soon: [{ ...clicked, sinceSentMs: 12_000 }],
  "scanner-network": [{ ...clicked, network: "207.211.31.0/24" }],
  "microsoft-mail-network": [{ ...clicked, network: "40.107.218.0/24" }],
  "google-network": [{ ...clicked, network: "66.102.7.0/24" }],
  "cloud-network": [{ ...clicked, network: "34.210.9.0/24" }],
  "click-without-open": [clicked],
  "click-at-once": [clicked, at(opened, -400)],
  "document-order": [
    at(clicked, 60_000, { link: 2 }),
    at(opened, -900_000),
    at(clicked, 0),
    at(clicked, 30_000, { link: 1 }),
  ],
};

describe("who opened or clicked", () => {
  it("is a person when a mail program or browser fetches in human time and nothing speaks against it", () => {
    expect(judgeVisit(opened, [])).toEqual({ actor: "human", rule: "client", findings: [], holdMs: null });
    expect(actorOf(clicked, [at(opened, -20_000, { actor: "human" })])).toBe("human");
    expect(actorOf({ ...clicked, links: 1 })).toBe("human");
  });

  it.each(actorRules.map(({ name }) => name))(
    "is doubted by the rule %s, which has an example, a source and a sentence",
    (name) => {
      const [visit, ...others] = examples[name] ?? [opened];
      const found = judgeVisit(visit, others).findings.find(({ rule }) => rule === name);
      expect(found).toBeDefined();
      if (found !== undefined) expect(sayFinding(found)).toMatch(/^[A-Z].{20,}\.$/);
      expect(actorRules.find((rule) => rule.name === name)?.source).not.toBe("");
    },
  );

  it("stays unknown behind an image proxy of the mailbox provider, on its own network too", () => {
    expect(actorOf({ ...opened, agent: gmail, network: "66.249.84.0/24" })).toBe("unknown");
    expect(actorOf({ ...opened, agent: gmail, sinceSentMs: 500 })).toBe("machine");
  });

  it("is unknown for one doubt and a machine for two of different kinds", () => {
    const cloud = { ...opened, network: "34.210.9.0/24" };
    expect(actorOf(cloud)).toBe("unknown");
    expect(actorOf({ ...cloud, sinceSentMs: 7_000 })).toBe("machine");
    expect(actorOf({ ...clicked, network: "34.210.9.0/24" })).toBe("machine");
    // An open that came before speaks for whoever clicks, also from there.
    expect(actorOf({ ...clicked, network: "34.210.9.0/24" }, [at(opened, -60_000)])).toBe("unknown");
  });

  it("waits for the rest of a burst before a click moves anybody, unless the same program opened the mail before", () => {
    expect(judgeVisit(clicked, [])).toMatchObject({ actor: "unknown", rule: "waits", holdMs: holdMs.clicked });
    expect(sayVerdict("unknown", "waits")).toContain("looked at again");
    const first = { ...clicked, actor: "unknown" as const };
    expect(judgeAgain([first]).map(({ actor }) => actor)).toEqual(["human"]);
    const burst = [first, at(clicked, 2_000, { link: 1 }), at(clicked, 4_000, { link: 2 })];
    expect(judgeAgain(burst).map(({ actor }) => actor)).toEqual(["machine", "machine", "machine"]);
  });

  it("never becomes a person by what is added: a reason for a machine stays one whatever else came", () => {
    fc.assert(
      fc.property(aVisit, fc.array(aVisit, { maxLength: 6 }), (visit, others) => {
        const alone = judgeVisit(visit, []);
        if (alone.findings.some(({ says }) => says === "machine")) expect(actorOf(visit, others)).toBe("machine");
      }),
    );
  });

  it("is judged the same in whatever order the visits are looked at, and again", () => {
    fc.assert(
      fc.property(fc.uniqueArray(aVisit, { maxLength: 8, selector: (visit) => visit.at }), (visits) => {
        const verdicts = judgeAgain(visits);
        expect(judgeAgain(visits.toReversed()).toReversed()).toEqual(verdicts);
        const judged = visits.map((visit, place) => ({ ...visit, actor: verdicts[place]?.actor ?? visit.actor }));
        expect(judgeAgain(judged)).toEqual(verdicts);
      }),
    );
  });

  it("can be judged again from what is stored, with what was thought before", () => {
    fc.assert(
      fc.property(aVisit, (visit) => {
        const verdict = judgeVisit(visit, []);
        const meta = metaOf(visit, verdict);
        expect(visitOf({ ...visit, meta })).toEqual(visit);
        expect(revisedMeta("unknown", meta, { ...verdict, rule: "burst" }).was).toEqual([
          { actor: "unknown", rule: verdict.rule, rules: meta.rules },
        ]);
      }),
    );
  });
});

const aVisit: fc.Arbitrary<JudgedVisit> = fc.record({
  kind: fc.constantFrom("opened" as const, "clicked" as const),
  at: fc.nat(30_000).map((ms) => asInstant(noon + ms)),
  link: fc.nat(3),
  links: fc.constant(4),
  method: fc.constantFrom("GET", "GET", "HEAD"),
  ahead: fc.constantFrom(null, null, "purpose: prefetch"),
  agent: fc.constantFrom(chrome, gmail, "Mozilla/5.0", "Barracuda Sentinel (EE)"),
  sinceSentMs: fc.constantFrom(null, 3_000, 15_000, 7_200_000),
  network: fc.constantFrom(null, "203.0.113.0/24", "34.210.9.0/24", "40.107.218.0/24"),
  actor: fc.constantFrom("human" as const, "machine" as const, "unknown" as const),
});

describe("where a visit came from", () => {
  it("is kept as a /24 or a /48, and not at all for a proxy beside us", () => {
    expect(networkOf("203.0.113.77")).toBe("203.0.113.0/24");
    expect(networkOf("::ffff:203.0.113.77")).toBe("203.0.113.0/24");
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1::/48");
    for (const inside of ["127.0.0.1", "10.1.2.3", "192.168.0.4", "::1", "fe80::1%eth0", "fd00::1"]) {
      expect(networkOf(inside)).toBeNull();
    }
    for (const odd of ["", "1.2.3", "1.2.3.256", "a::b::c", "::1::", "203.0.113.7, 1.2.3.4"]) {
      expect(parseAddress(odd)).toBeNull();
    }
  });

  it("is found by the longest prefix of the table, whose rows are all prefixes", () => {
    expect(blockOf("40.92.7.0/24")?.owner).toBe("Microsoft Exchange Online Protection");
    expect(blockOf("40.90.7.0/24")?.kind).toBe("cloud");
    expect(blockOf("203.0.113.0/24")).toBeNull();
    for (const { prefixes } of networkBlocks) {
      for (const text of prefixes) {
        const prefix = parsePrefix(text);
        const rest = BigInt(prefix.width - prefix.length);
        expect(prefix.bits, text).toBe((prefix.bits >> rest) << rest);
        expect(holds(prefix, prefix)).toBe(true);
      }
    }
  });
});

describe("the program of a visit", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0", "Thunderbird on Linux"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
      "Apple Mail on an iPhone",
    ],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)", "Apple Mail on a Mac"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
      "Safari on a Mac",
    ],
    [
      "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Trident/7.0; Microsoft Outlook 16.0.17928; ms-office; MSOffice 16)",
      "Outlook on Windows",
    ],
    [`${chrome} Edg/142.0`, "Microsoft Edge on Windows"],
    [gmail, "Gmail’s picture proxy"],
    ["Mozilla/5.0", "Apple’s privacy proxy"],
  ])("is named as a person would: %s", (agent, name) => {
    const client = clientOf(agent);
    expect(client === null ? null : sayClient(client)).toBe(name);
  });

  it("has no name where the agent has none, and any agent is read in time", () => {
    expect(clientOf("")).toBeNull();
    expect(clientOf("x")).toBeNull();
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (agent) => void clientOf(agent)));
  });
});
