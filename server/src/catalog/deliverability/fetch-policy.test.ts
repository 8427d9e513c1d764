import { expect, test } from "vitest";
import { createHostPolicy } from "../../platform/net/index.ts";
import { createPolicyFetch } from "./fetch-policy.ts";

test("the policy file of a domain is never fetched from a private network, even where one address is public", async () => {
  const fetchPolicy = createPolicyFetch(createHostPolicy([]), async () => ["8.8.8.8", "10.0.0.1"]);
  expect(await fetchPolicy("example.com")).toEqual({
    kind: "missing",
    reason: "mta-sts.example.com leads into a private network.",
  });
});

test("a policy file whose host does not exist is missing, and one nobody could look for is unknown", async () => {
  const failing = (code: string) =>
    createPolicyFetch(createHostPolicy([]), async () => {
      throw Object.assign(new Error(code), { code });
    });
  expect(await failing("ENOTFOUND")("example.com")).toMatchObject({ kind: "missing" });
  expect(await failing("EAI_AGAIN")("example.com")).toMatchObject({ kind: "unknown" });
});
