import { generateKeyPairSync } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { Hop } from "@haste/contract/nouns/connecting";
import type { Ask } from "@haste/engine/deliverability";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { askNobody, readReturned as readReturnedMail } from "../../server/src/catalog/deliverability/index.ts";
import { startImapServer } from "../../server/src/catalog/sandbox/imap/server.ts";
import { createMemoryMailStore } from "../../server/src/catalog/sandbox/imap/store-memory.ts";
import type { ReadReturned } from "../../server/src/flow/send/doctor/check-returned.ts";
import { examine } from "../../server/src/flow/send/doctor/examine.ts";
import type { Patient, Target } from "../../server/src/flow/send/doctor/patient.ts";
import { CheckReport } from "../../server/src/flow/send/doctor/report.ts";
import { authority } from "../../server/src/flow/send/providers/smtp/certificates.fixture.ts";
import { type Script, ScriptedServer } from "../../server/src/flow/send/providers/smtp/scripted-server.fixture.ts";
import { createHostPolicy, resolveChecked } from "../../server/src/platform/net/index.ts";

const email = "ada@mail.example";
const pass = "correct horse";
const unsubscribeUrl = "https://crm.mail.example/u/token";
const test_ = { id: "0192", date: new Date("2026-11-24T09:00:00Z"), unsubscribeUrl };
const credentials = { kind: "password", username: email, secret: pass } as const;

const closing: (() => Promise<void> | void)[] = [];
beforeAll(() => setDefaultCACertificates([...getCACertificates(), authority]));
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server of this account on this machine, by the name in its certificate. */
function target(port: number, tls: Target["tls"], change: Partial<Target> = {}): Target {
  const findServer = async () => ({ host: "127.0.0.1", servername: "mail.example", port, tls, credentials });
  return { host: "mail.example", port, tls, isSandbox: false, findServer, ...change };
}

async function mailbox(password = pass) {
  const store = createMemoryMailStore({ now: () => test_.date, uidValidity: 7 });
  const account = store.addAccount(email, password);
  const server = await startImapServer({ store, port: 0, onFault: () => {} });
  closing.push(() => server.close());
  return { imap: target(server.port, "none"), account };
}

/** A server that puts what it takes into the account's own mailbox, with what a host writes above it. */
async function hostOf(mailboxOf: Awaited<ReturnType<typeof mailbox>>, altered: (raw: string) => string = (raw) => raw) {
  const scripted = await mailServer({
    tls: "starttls",
    at: {
      dot(turn) {
        turn.accept();
        const raw = Buffer.from(altered(`${scripted.server.accepted.at(-1)}\r\n`), "latin1");
        void mailboxOf.account.append("INBOX", { raw, flags: [], internalDate: null });
        turn.say("250 2.0.0 taken\r\n");
      },
    },
  });
  return scripted;
}

async function mailServer(script: Script): Promise<{ port: number; server: ScriptedServer }> {
  const server = new ScriptedServer({ offers: ["AUTH PLAIN"], ...script });
  closing.push(() => server.close());
  return { port: await server.listen(), server };
}

/** What the doctor says of an account, and how often it told. */
async function diagnose(patient: Partial<Patient>, test = test_ as typeof test_ | null, ask: Ask = askNobody) {
  let told = 0;
  const whole: Patient = {
    email,
    provider: "smtp",
    dkimKeys: [],
    smtp: null,
    imap: null,
    mailboxApi: null,
    openApi: noApi,
    ...patient,
  };
  const save = async () => {
    told += 1;
  };
  const report = new CheckReport(whole, { save, elapsed: () => performance.now() });
  const self = { email, provider: "smtp", imapHost: "mail.example" };
  const readReturned: ReadReturned = (mail) =>
    readReturnedMail({ mail, sender: self, mailbox: self, now: test_.date }, ask);
  await examine(report, whole, { test, readReturned });
  return { hops: report.hops, told };
}
const noApi = () => Promise.reject(new Error("there is none"));

const stateOf = (hops: readonly Hop[], protocol: Hop["protocol"]) =>
  Object.fromEntries(hops.filter((hop) => hop.protocol === protocol).map(({ step, state }) => [step, state]));
const failed = (hops: readonly Hop[]) => hops.filter(({ state }) => state === "failed");

interface Fault {
  readonly fault: string;
  readonly script: Script;
  readonly tls: Target["tls"];
  readonly step: Hop["step"];
  readonly words: RegExp;
  readonly remedy: RegExp;
}

describe("the doctor of a sending account", () => {
  test("walks a sound account hop by hop until its mail is in its own mailbox", async () => {
    const own = await mailbox();
    const { imap, account } = own;
    const scripted = await hostOf(own);
    const { hops: all, told } = await diagnose({ smtp: target(scripted.port, "starttls"), imap });
    const hops = all.filter(({ protocol }) => protocol !== "returned");
    expect(failed(hops)).toEqual([]);
    expect(hops.map(({ protocol, step }) => `${protocol} ${step}`)).toEqual([
      ...["dns", "tcp", "tls", "auth", "sender", "mail"].map((step) => `smtp ${step}`),
      ...["dns", "tcp", "tls", "auth", "seen"].map((step) => `imap ${step}`),
    ]);
    expect(hops.every(({ state, ms, detail }) => state === "passed" && (ms ?? -1) >= 0 && detail !== "")).toBe(true);
    // Once when it begins and once when it ends, for each; once for each proof; and at the end.
    expect(told).toBe(2 * hops.length + 5 + 1);
    expect(scripted.server.heard.join(" ")).not.toContain(pass);
    expect((await account.entries("INBOX", {})).map(({ flags }) => [...flags])).toEqual([[]]);
  });

  test("signs its test mail with the keys that sign the account's other mails", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const shown = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
    const { port, server } = await mailServer({ tls: "starttls" });
    const key = { domain: "mail.example", selector: "s1", algorithm: "ed25519", privateKey } as const;
    const { hops } = await diagnose({ smtp: target(port, "starttls"), dkimKeys: [key] });
    expect(failed(hops)).toEqual([]);
    const resolver = async () => [[`v=DKIM1; k=ed25519; p=${shown}`]];
    const raw = Buffer.from(`${server.accepted.at(-1)}\r\n`, "latin1");
    const { results } = await dkimVerify(raw, { resolver, curTime: test_.date });
    expect(results).toMatchObject([{ signingDomain: "mail.example", selector: "s1", status: { result: "pass" } }]);
  });

  test("reads in the mail that came back what others go by, and says what they miss", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const shown = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
    const dkimKeys = [{ domain: "mail.example", selector: "s1", algorithm: "ed25519", privateKey }] as const;
    const written = [
      "Authentication-Results: mx.mail.example; spf=pass smtp.mailfrom=ada@mail.example",
      "Received: from out.other.example by mx.mail.example with ESMTPS id 1; Tue, 24 Nov 2026 09:00:00 +0000",
    ];
    const key: Ask = async (name) =>
      name === "s1._domainkey.mail.example"
        ? { kind: "found", values: [`v=DKIM1; k=ed25519; p=${shown}`] }
        : { kind: "none" };
    const returnedOf = async (ask: Ask, altered = (raw: string) => raw) => {
      const own = await mailbox();
      const scripted = await hostOf(own, (raw) => `${written.join("\r\n")}\r\n${altered(raw)}`);
      const smtp = target(scripted.port, "starttls");
      const { hops } = await diagnose({ smtp, imap: own.imap, dkimKeys }, test_, ask);
      return stateOf(hops, "returned");
    };
    const sound = { dkim: "passed", spf: "passed", dmarc: "passed", "one-click": "passed", "handed-over": "passed" };
    expect(await returnedOf(key)).toEqual(sound);
    // Nobody publishes the key: every receiver sees that as we do.
    expect(await returnedOf(async () => ({ kind: "none" }))).toMatchObject({ dkim: "failed", spf: "passed" });
    // What no name server answers, and what somebody changed on the way, is no fault that is known.
    expect(await returnedOf(askNobody)).toMatchObject({ dkim: "skipped", "one-click": "skipped" });
    const footer = (raw: string) => raw.replace("can send", "can send, says the gateway");
    expect(await returnedOf(key, footer)).toMatchObject({ dkim: "skipped", "one-click": "skipped" });
    const stripped = (raw: string) => raw.replace(/^List-Unsubscribe-Post:.*\r\n/m, "");
    expect(await returnedOf(key, stripped)).toMatchObject({ dkim: "skipped", "one-click": "failed" });
  });

  test.each([
    {
      fault: "a wrong password",
      script: { tls: "starttls", at: { auth: "535 5.7.8 no\r\n" } },
      tls: "starttls",
      step: "auth",
      words: /535 no/,
      remedy: /app password/,
    },
    {
      fault: "a server that cannot check now",
      script: { tls: "starttls", at: { auth: "454 4.7.0 later\r\n" } },
      tls: "starttls",
      step: "auth",
      words: /454/,
      remedy: /in a few minutes/,
    },
    {
      fault: "a self-signed certificate",
      script: { tls: "implicit", certificate: "selfSigned" },
      tls: "implicit",
      step: "tls",
      words: /self-signed/,
      remedy: /Let's Encrypt/,
    },
    {
      fault: "a certificate of another name",
      script: { tls: "starttls", certificate: "otherName" },
      tls: "starttls",
      step: "tls",
      words: /altnames/,
      remedy: /name that stands in the certificate/,
    },
    {
      fault: "an expired certificate",
      script: { tls: "implicit", certificate: "expired" },
      tls: "implicit",
      step: "tls",
      words: /expired/,
      remedy: /Renew/,
    },
    {
      fault: "no encryption where it is required",
      script: { tls: "none" },
      tls: "starttls",
      step: "tls",
      words: /offers no encryption/,
      remedy: /first byte/,
    },
    {
      fault: "a port that wants STARTTLS",
      script: { tls: "starttls" },
      tls: "implicit",
      step: "tls",
      words: /wrong version|packet/i,
      remedy: /STARTTLS/,
    },
    {
      fault: "a sender it will not have",
      script: { tls: "starttls", at: { mail: "553 5.7.1 not yours\r\n" } },
      tls: "starttls",
      step: "sender",
      words: /553 not yours/,
      remedy: /alias/,
    },
    {
      fault: "a full quota",
      script: { tls: "starttls", at: { dot: "452 4.5.3 daily limit reached\r\n" } },
      tls: "starttls",
      step: "mail",
      words: /daily limit/,
      remedy: /Wait/,
    },
  ] satisfies readonly Fault[])("names the hop, the words and the remedy for $fault", async (it: Fault) => {
    const { script, tls, step, words, remedy } = it;
    const { port } = await mailServer(script);
    const { imap } = await mailbox();
    const { hops } = await diagnose({ smtp: target(port, tls), imap });
    expect(failed(hops)).toEqual([expect.objectContaining({ protocol: "smtp", step })]);
    expect(failed(hops)[0]?.detail).toMatch(words);
    expect(failed(hops)[0]?.remedy).toMatch(remedy);
    // The way in is looked at all the same; only the mail that never left is not looked for.
    expect(stateOf(hops, "imap")).toEqual({
      dns: "passed",
      tcp: "passed",
      tls: "passed",
      auth: "passed",
      seen: "skipped",
    });
  });

  test("tells a closed port, a name nobody knows and a private network apart", async () => {
    const { port, server } = await mailServer({});
    server.close();
    const closed = await diagnose({ smtp: target(port, "starttls") });
    expect(failed(closed.hops)[0]).toMatchObject({ step: "tcp", remedy: expect.stringContaining("465 or 587") });
    const nobody = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    const unknown = await diagnose({ smtp: target(1, "starttls", { findServer: () => Promise.reject(nobody) }) });
    expect(failed(unknown.hops)[0]).toMatchObject({ step: "dns", detail: "This name does not exist." });
    const findServer = async () => {
      await resolveChecked("10.0.0.9", createHostPolicy([]));
      return { host: "10.0.0.9", servername: null, port: 1, tls: "starttls" as const, credentials };
    };
    const inside = await diagnose({ smtp: target(1, "starttls", { findServer }) });
    expect(failed(inside.hops)[0]).toMatchObject({
      step: "dns",
      remedy: expect.stringContaining("--allow-private-hosts"),
    });
    expect(stateOf(inside.hops, "smtp")).toMatchObject({ tcp: "skipped", mail: "skipped" });
    expect(inside.hops.find(({ protocol }) => protocol === "imap")?.remedy).toMatch(/Add an IMAP server/);
  });

  test("finds a mailbox that does not let the account in, though mail leaves", async () => {
    const { port } = await mailServer({ tls: "starttls" });
    const { imap } = await mailbox("another password");
    const { hops } = await diagnose({ smtp: target(port, "starttls"), imap });
    expect(failed(hops)).toEqual([expect.objectContaining({ protocol: "imap", step: "auth" })]);
    expect(stateOf(hops, "smtp")).toMatchObject({ mail: "passed" });
  });

  test("sends nothing where no test mail is wanted", async () => {
    const { port, server } = await mailServer({ tls: "starttls" });
    const { hops } = await diagnose({ smtp: target(port, "starttls") }, null);
    expect(failed(hops)).toEqual([]);
    expect(stateOf(hops, "smtp")).toMatchObject({ sender: "passed", mail: "skipped" });
    expect(server.accepted).toEqual([]);
  });
});
