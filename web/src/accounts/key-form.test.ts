import { expect, test } from "vitest";
import { isKeyFormReady, keyFormOf, keyInput } from "./key-form.ts";

test("a sending service is asked only for what it needs, and begins where it is at home", () => {
  const mailgun = keyFormOf("mailgun", "ann@mg.acme.example", null);
  expect(mailgun).toMatchObject({ domain: "mg.acme.example", region: "us" });
  expect(isKeyFormReady("mailgun", mailgun, false)).toBe(false);
  expect(keyInput("mailgun", { ...mailgun, key: " k1 " })).toEqual({
    region: "us",
    domain: "mg.acme.example",
    key: "k1",
  });
  expect(keyInput("sendgrid", { ...mailgun, region: "eu" })).toEqual({ region: "eu" });
});

test("a stored key of a sending service need not be typed again, but the id of an access key must be there", () => {
  const stored = { domain: null, region: "eu-west-1", accessKeyId: "AKIA1", hasKey: true };
  const form = keyFormOf("ses", "ann@acme.example", stored);
  expect(isKeyFormReady("ses", form, true)).toBe(true);
  expect(isKeyFormReady("ses", { ...form, accessKeyId: " " }, true)).toBe(false);
  expect(keyInput("ses", form)).toEqual({ region: "eu-west-1", accessKeyId: "AKIA1" });
});
