import { describe, expect, test } from "vitest";
import { showHosts } from "./show-hosts.ts";

const clients = {
  isReady: (provider: string) => provider === "gmail",
  of: () => Promise.reject(new Error("not asked")),
};
let asked: string[] = [];
const ports = {
  clients,
  resolveMx: async (domain: string) => {
    asked.push(domain);
    if (domain === "nowhere.example") throw new Error("ENOTFOUND");
    return ["acme-com.mail.protection.outlook.com"];
  },
};

describe("the host of an address", () => {
  test("is found by its domain, else by where its mail goes, and nobody is asked before there is a domain", async () => {
    asked = [];
    expect((await showHosts(ports, "ada@gmail.com")).found).toEqual({ hostId: "gmail", by: "domain" });
    expect(await showHosts(ports, "Ada@Acme.example ")).toMatchObject({
      found: { hostId: "microsoft-365", by: "mx" },
      consent: "outlook",
      providers: [
        { provider: "gmail", isReady: true },
        { provider: "outlook", isReady: false },
      ],
    });
    expect((await showHosts(ports, "ada@nowhere.example")).found).toBeNull();
    expect((await showHosts(ports, "ada@")).found).toBeNull();
    expect((await showHosts(ports, null)).hosts.length).toBeGreaterThanOrEqual(30);
    expect(asked).toEqual(["acme.example", "nowhere.example"]);
  });
});
