import { expect, test } from "vitest";
import { type FailedHop, remedyOf } from "./remedy.ts";

const refused: FailedHop = {
  ...{ protocol: "api", step: "auth", host: "api.mailgun.net", port: 443, tls: "implicit" },
  ...{ words: "401 Forbidden", reply: null },
};

test("a sending service that refuses its key is mended by a key, one out of reach by the network", () => {
  expect(remedyOf(refused)).toContain("key that has the right to send");
  expect(remedyOf({ ...refused, words: "ENOTFOUND This name does not exist." })).toContain("cannot be reached");
  expect(remedyOf({ ...refused, host: "gmail.googleapis.com" })).toContain("Connect the account again");
  expect(remedyOf({ ...refused, protocol: "smtp", host: "mail.acme.example" })).toContain("user name and password");
});
