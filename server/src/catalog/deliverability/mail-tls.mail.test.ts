import { createHash, X509Certificate } from "node:crypto";
import { connect } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { SeenMailTls } from "@haste/engine/deliverability";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authority } from "../../flow/send/providers/smtp/certificates.fixture.ts";
import { type Script, ScriptedServer } from "../../flow/send/providers/smtp/scripted-server.fixture.ts";
import { createHostPolicy } from "../../platform/net/index.ts";
import { createMailTls } from "./mail-tls.ts";

beforeAll(() => setDefaultCACertificates([...getCACertificates(), authority]));
const servers: ScriptedServer[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A server with this script, looked at under the name of its certificate. */
async function look(script: Script, timeLimitMs = 5_000): Promise<{ seen: SeenMailTls; heard: readonly string[] }> {
  const server = new ScriptedServer(script);
  servers.push(server);
  const port = await server.listen();
  const see = createMailTls({
    policy: createHostPolicy([]),
    resolve: async () => ["8.8.8.8"],
    open: () => connect({ host: "127.0.0.1", port }),
    timeLimitMs,
  });
  return { seen: await see("mail.example"), heard: server.heard };
}

test("a mail server with a good certificate shows its protocol, names and last day, and no mail is begun", async () => {
  const { seen, heard } = await look({ tls: "starttls" });
  expect(seen).toMatchObject({
    kind: "secure",
    protocol: "TLSv1.3",
    certificate: { names: ["mail.example"], until: "2126-11-03", distrust: null },
  });
  const chain = seen.kind === "secure" ? seen.certificate.chain : [];
  const issuer = new X509Certificate(authority);
  const key = issuer.publicKey.export({ type: "spki", format: "der" });
  const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  // What DANE holds against: its own certificate first, and the authority that signed it.
  expect(chain.map((link) => [link.certificate.sha256 === hash(issuer.raw), link.key.sha256 === hash(key)])).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(heard).toEqual(["EHLO [127.0.0.1]", "STARTTLS"]);
});

test.each([
  ["selfSigned", { names: ["mail.example"], distrust: "DEPTH_ZERO_SELF_SIGNED_CERT" }],
  ["expired", { names: ["mail.example"], distrust: "CERT_HAS_EXPIRED" }],
  ["otherName", { names: ["other.example"], distrust: null }],
] as const)("the certificate of a mail server is told as what it is: %s", async (certificate, shown) => {
  const { seen } = await look({ tls: "starttls", certificate });
  expect(seen).toMatchObject({ kind: "secure", certificate: shown });
});

test("a mail server of old protocols, one without encryption and one that breaks its promise are told apart", async () => {
  expect((await look({ tls: "starttls", newestTls: "TLSv1.1" })).seen).toMatchObject({ protocol: "TLSv1.1" });
  const plain = await look({});
  expect(plain.seen).toEqual({ kind: "plain" });
  expect(plain.heard).toEqual(["EHLO [127.0.0.1]", "QUIT"]);
  const promised = { tls: "starttls" } as const;
  const refusing = await look({ ...promised, at: { starttls: "454 4.7.0 not now\r\n" } });
  expect(refusing.seen).toEqual({ kind: "broken", reason: "it answers 454 4.7.0 not now." });
  const injected = await look({ ...promised, at: { starttls: "220 go\r\n250 injected\r\n" } });
  expect(injected.seen).toMatchObject({ kind: "broken", reason: expect.stringMatching(/spoke before/) });
  const hangsUp: Script["at"] = {
    starttls: (turn) => {
      turn.say("220 go\r\n");
      turn.hangUp();
    },
  };
  const noise = await look({ ...promised, at: hangsUp });
  expect(noise.seen).toMatchObject({ kind: "broken", reason: expect.stringMatching(/handshake fails/) });
});

test("a mail server that is silent, turns us away or cannot be reached is unknown", async () => {
  const silent = await look({ at: { greeting: (turn) => turn.freeze() } }, 150);
  expect(silent.seen).toEqual({ kind: "unknown", reason: "mail.example was not reached (it did not answer in time)." });
  const away = await look({ at: { greeting: "554 5.7.1 no strangers\r\n" } });
  expect(away.seen).toEqual({ kind: "unknown", reason: "mail.example does not greet us: 554 5.7.1 no strangers." });
  const endless = await look({ at: { greeting: (turn) => turn.say("220-more\r\n".repeat(5_000)) } });
  expect(endless.seen).toMatchObject({ kind: "unknown", reason: expect.stringMatching(/without end/) });
});

test("a mail server whose name leads into a private network is never connected", async () => {
  const see = createMailTls({
    policy: createHostPolicy([]),
    resolve: async () => ["8.8.8.8", "10.0.0.1"],
    open: () => expect.unreachable("it was connected"),
  });
  expect(await see("mx.example")).toEqual({
    kind: "unknown",
    reason: "mx.example leads into a private network, so it was not tried.",
  });
});
