import { expect, test } from "vitest";
import { signedHeaders } from "./signature.ts";

test("a request to AWS is signed as its published examples are", () => {
  const signed = signedHeaders(
    { method: "POST", host: "example.amazonaws.com", path: "/", headers: {}, body: Buffer.alloc(0) },
    {
      keyId: "AKIDEXAMPLE",
      secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      region: "us-east-1",
      service: "service",
      now: new Date("2015-08-30T12:36:00Z"),
    },
  );
  // `post-vanilla` of the test suite of Signature Version 4.
  expect(signed.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, " +
      "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  );
});
