import { describe, expect, test } from "vitest";
import { readDkimKey } from "./dkim.ts";

// Made for these tests and thrown away.
const spki512 =
  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAOuRfRbQdNL1mpnRwjfi9aSykwJMdYsvV7EMBfQo4p58Q1suug6gRZa7hwew/IkGmlkWz+qdYoeY4wo8O7uIpy8CAwEAAQ==";
const spki1024 =
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC+n4SuvLj4bpQ6QRb+5JOHPQJRucg03lkn1shj1/M1StKpev47HEYVrYTTgYCrKU38yVQV0g/VIvmtdtGtnFG/NYsmDVb9Q5j+Po8ExtYhFj1vBtR2E+G3HNIZPd3ACwbwI94wcbHgEqKPZIUigBsTbn5HuzAjJG/Iv2gX8xL5hQIDAQAB";
const bare1024 =
  "MIGJAoGBAL6fhK68uPhulDpBFv7kk4c9AlG5yDTeWSfWyGPX8zVK0ql6/jscRhWthNOBgKspTfzJVBXSD9Ui+a120a2cUb81iyYNVv1DmP4+jwTG1iEWPW8G1HYT4bcc0hk93cALBvAj3jBxseASoo9khSKAGxNufke7MCMkb8i/aBfzEvmFAgMBAAE=";
const spki2048 =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAud8oQVc1Z9r2v+ziaxK1tIDg/fCzRRFhsx/67t25yYSKrTpoZKhV6b56IW3wZmLmT+bmETGoC1y6xLYS7R9rtd/jAFhongUw57JHpMOd/9EVIqHpq9zTZIeN9T9KnHs/tzarv/7hvXrXgdsDAUlQk8CmHQtqdeHE2NJvQHLy6H2dEklmURtzKYdWI2PMwV08mVwb2Ch9PjT9A6Mq2MpA/uqIk8AnYmulgO1p0FpC4NIUlbF3qm+FiGH/+0KZ6CJml0p7DLTxSt5SSYC8GKXO0ZG9IBZp8kp/X/pJ62uJiTpCKioXKKpM5/IGLHWygZq3VEf3ZjgUZre3fMrFd1treQIDAQAB";

describe("a DKIM key in DNS", () => {
  test.each([
    ["as it is published", `v=DKIM1; k=rsa; p=${spki2048}`, 2_048],
    ["without its version and kind", `p=${spki1024}`, 1_024],
    ["in the bare form", `v=DKIM1; p=${bare1024}`, 1_024],
    ["broken into lines", `v=DKIM1; p=${spki2048.slice(0, 200)} ${spki2048.slice(200)}`, 2_048],
    // RFC 8463, appendix A.2.
    ["of Ed25519", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", 256],
  ])("is read %s", (_, record, bits) => {
    expect(readDkimKey(record)).toMatchObject({ state: "valid", bits, isTest: false });
  });

  test("tells that its owner only tests it", () => {
    expect(readDkimKey(`v=DKIM1; t=s:y; p=${spki2048}`)).toMatchObject({ state: "valid", isTest: true });
  });

  test.each([
    ["it was taken back", "v=DKIM1; p="],
    ["it has none", "v=DKIM1; k=rsa"],
    ["it is too short for receivers (RFC 8301)", `v=DKIM1; p=${spki512}`],
    ["its second half got lost", `v=DKIM1; p=${spki2048.slice(0, 256)}`],
    ["it is no Base64", "v=DKIM1; p=%%%="],
    ["its lengths lie", "v=DKIM1; p=MP////8C////"],
    ["its kind is unknown", `v=DKIM1; k=dsa; p=${spki2048}`],
    ["it belongs to something else", `v=DKIM2; p=${spki2048}`],
  ])("is refused where %s", (_, record) => {
    expect(readDkimKey(record)).toMatchObject({ state: "broken" });
  });
});
