import { expect, test } from "vitest";
import { nextSelector, rotationsOf, type Signing } from "./dkim-words.ts";

const keyOf = (
  selector: string,
  isSigning: boolean,
  algorithm: "rsa" | "ed25519" = "rsa",
): Signing["keys"][number] => ({
  ...{ selector, algorithm, isSigning },
  record: { name: `${selector}._domainkey.acme.example`, type: "TXT", value: "v=DKIM1" },
});
const signing = (...keys: Signing["keys"]): Signing => ({ domain: "acme.example", keys });

test("a signing key is changed by publishing the next one first, with the short key kept", () => {
  expect(nextSelector([])).toBe("haste1");
  expect(rotationsOf(signing(keyOf("haste1", true), keyOf("haste1-ed", true, "ed25519")))).toMatchObject([
    { label: "Make the next key", input: { selectors: ["haste1", "haste2"], ed25519Selector: "haste1-ed" } },
  ]);
});

test("with two published keys either the next one signs or it is forgotten, and the one that signs stays", () => {
  expect(rotationsOf(signing(keyOf("haste1", true), keyOf("haste2", false)))).toMatchObject([
    { label: "Sign with haste2", input: { selectors: ["haste2", "haste1"], ed25519Selector: null } },
    { label: "Forget haste2", input: { selectors: ["haste1"] } },
  ]);
});
