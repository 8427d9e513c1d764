import { describe, expect, test } from "vitest";
import { applyOverrides, type GateAccount, type GateSurroundings, judgeActivation } from "./gate.ts";

const account: GateAccount = {
  email: "you@example.com",
  isActive: true,
  dailyLimit: 100,
  spf: true,
  dkim: true,
  readsReplies: true,
};
const ready: GateSurroundings = {
  mode: "live",
  accounts: [account],
  postalAddress: "1 Main Street, Springfield",
  hasUnsubscribe: true,
  publicUrl: "https://outreach.example.com",
};
const codes = (changes: Partial<GateSurroundings>) =>
  judgeActivation([], { ...ready, ...changes }).problems.map((problem) => problem.code);
const warnings = (changes: Partial<GateSurroundings>) =>
  judgeActivation([], { ...ready, ...changes }).warnings.map((warning) => warning.code);

describe("activating a sequence", () => {
  test("passes when everything stands ready", () => {
    expect(judgeActivation([], ready)).toEqual({ problems: [], warnings: [] });
  });

  test("needs an account that may send", () => {
    expect(codes({ accounts: [] })).toEqual(["no-sending-account"]);
    expect(codes({ accounts: [{ ...account, isActive: false }] })).toEqual(["no-sending-account"]);
    expect(codes({ accounts: [{ ...account, isActive: false }, account] })).toEqual([]);
  });

  test("needs a postal address and a way to unsubscribe", () => {
    expect(codes({ postalAddress: " ", hasUnsubscribe: false })).toEqual(["no-postal-address", "no-unsubscribe"]);
  });

  test("refuses a domain of which nothing aligns, and only warns of one that is half proven or not checked", () => {
    expect(codes({ accounts: [{ ...account, spf: false, dkim: false }] })).toEqual(["unverified-domain"]);
    for (const half of [{ dkim: false }, { spf: false }, { spf: false, dkim: null }]) {
      expect(codes({ accounts: [{ ...account, ...half }] })).toEqual([]);
      expect(warnings({ accounts: [{ ...account, ...half }] })).toEqual(["domain-weak"]);
    }
    expect(codes({ accounts: [{ ...account, spf: null, dkim: null }] })).toEqual([]);
    expect(warnings({ accounts: [{ ...account, spf: null, dkim: null }] })).toEqual(["domain-unchecked"]);
  });

  test.each(["http://outreach.example.com", "http://192.168.1.5:8080", "http://127.example.com"])(
    "refuses to put links to %s into mail",
    (publicUrl) => expect(codes({ publicUrl })).toEqual(["insecure-public-url"]),
  );

  test.each(["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "http://haste.localhost"])(
    "only warns that %s is not reachable from outside",
    (publicUrl) => {
      expect(codes({ publicUrl })).toEqual([]);
      expect(warnings({ publicUrl })).toEqual(["loopback-public-url"]);
    },
  );

  test("takes address and domain as ready in a sandbox", () => {
    const changes: Partial<GateSurroundings> = {
      mode: "sandbox",
      postalAddress: "",
      accounts: [{ ...account, spf: false, dkim: false, readsReplies: false }],
      publicUrl: "http://127.0.0.1:8080",
    };
    expect(codes(changes)).toEqual([]);
    expect(warnings(changes)).toEqual([]);
  });

  test("warns when no reply could be seen and when nothing may leave", () => {
    expect(warnings({ accounts: [{ ...account, readsReplies: false, dailyLimit: 0 }] })).toEqual([
      "replies-unread",
      "no-capacity",
    ]);
  });

  test("lets an admin pass a risk, but nothing that cannot work", () => {
    const { problems } = judgeActivation([], { ...ready, accounts: [], postalAddress: "" });
    const verdict = applyOverrides(problems, ["no-postal-address", "no-sending-account", "insecure-public-url", "x"]);
    expect(verdict.refused.map((problem) => problem.code)).toEqual(["no-sending-account"]);
    expect(verdict.overridden.map((problem) => problem.code)).toEqual(["no-postal-address"]);
  });
});
