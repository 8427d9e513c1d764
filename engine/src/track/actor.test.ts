import { describe, expect, it } from "vitest";
import { judgeActor } from "./actor.ts";

const outlook =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
const fetched = { kind: "opened", agent: outlook, sinceSentMs: 90_000, looksAhead: false } as const;

describe("who opened or clicked", () => {
  it("is a person when a mail client fetches in human time", () => {
    expect(judgeActor(fetched).actor).toBe("human");
    expect(judgeActor({ ...fetched, kind: "clicked" }).actor).toBe("human");
  });

  it("is a machine when it fetches faster than anybody reads", () => {
    expect(judgeActor({ ...fetched, sinceSentMs: 1_200 })).toEqual({ actor: "machine", rule: "too-soon" });
    expect(judgeActor({ ...fetched, kind: "clicked", sinceSentMs: 6_000 }).actor).toBe("machine");
    expect(judgeActor({ ...fetched, sinceSentMs: null }).actor).toBe("machine");
  });

  it("is a machine when a scanner or a privacy proxy fetches, whenever it does", () => {
    expect(judgeActor({ ...fetched, agent: "Barracuda Sentinel (EE)" }).actor).toBe("machine");
    expect(judgeActor({ ...fetched, agent: "Mozilla/5.0" }).actor).toBe("machine");
    expect(judgeActor({ ...fetched, looksAhead: true }).actor).toBe("machine");
    expect(judgeActor({ ...fetched, agent: "" }).actor).toBe("machine");
  });

  it("stays unknown behind an image proxy of the mailbox provider", () => {
    const agent = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
    expect(judgeActor({ ...fetched, agent }).actor).toBe("unknown");
    expect(judgeActor({ ...fetched, agent, sinceSentMs: 500 }).actor).toBe("machine");
  });
});
