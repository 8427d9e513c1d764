import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { judgeReply } from "@haste/engine/send";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { composeMail, type MailParts } from "../compose/compose-mail.ts";
import { composeRich } from "../compose/compose-rich.ts";
import type { FreshToken } from "./access-token.ts";
import { apiProvider, type Dialect } from "./api/api-connection.ts";
import { apiLimits } from "./api/limits.ts";
import { describedFaults } from "./doubles/descriptions.fixture.ts";
import { Double, type Mishap, type Service } from "./doubles/double.fixture.ts";
import { gmailService } from "./doubles/gmail.fixture.ts";
import { mailgunService } from "./doubles/mailgun.fixture.ts";
import { outlookService } from "./doubles/outlook.fixture.ts";
import { sendgridService } from "./doubles/sendgrid.fixture.ts";
import { sesService } from "./doubles/ses.fixture.ts";
import { gmailDialect } from "./gmail.ts";
import { mailParts } from "./mail-parts.fixture.ts";
import { mailgunDialect } from "./mailgun.ts";
import { outlookDialect } from "./outlook.ts";
import type { ApiServer, MailConnection, Outcome, OutgoingMail, Permission } from "./provider.ts";
import { sendgridDialect } from "./sendgrid.ts";
import { sesDialect } from "./ses/index.ts";
import { authority, certificates, serverKey } from "./smtp/certificates.fixture.ts";

const now = new Date("2026-11-24T09:00:00Z");
const previous = "<0191@example.com>";

const mailOf = (changes: Partial<MailParts> = {}): OutgoingMail => {
  const whole = { ...mailParts, ...changes };
  const envelope = { id: "0192a000-0000-7000-8000-000000000001", from: whole.from.address, to: whole.to };
  return { envelope, parts: whole, files: [], raw: composeMail(whole) };
};

interface Case {
  readonly dialect: Dialect;
  readonly service: Service;
  readonly login: string | null;
  readonly region: string | null;
  /** Behind the double's address. */
  readonly base: string;
  readonly renames: string | null;
}

const cases: readonly Case[] = [
  { dialect: gmailDialect, service: gmailService, login: null, region: null, base: "", renames: null },
  { dialect: outlookDialect, service: outlookService, login: null, region: null, base: "/v1.0", renames: null },
  { dialect: sendgridDialect, service: sendgridService, login: null, region: "eu", base: "", renames: null },
  {
    dialect: mailgunDialect,
    service: mailgunService,
    login: "mg.example.com",
    region: "eu",
    base: "",
    renames: "<0192@example.com>",
  },
  {
    dialect: sesDialect,
    service: sesService,
    login: "AKIDEXAMPLE",
    region: "eu-west-1",
    base: "",
    renames: "<0100-1-000000@eu-west-1.amazonses.com>",
  },
];

/** What a mail's fate is called, as for SMTP. */
function fateOf(outcome: Outcome): string {
  if (outcome.kind !== "refused") return outcome.kind;
  const { means } = judgeReply(outcome.reply, outcome.stage);
  switch (means.kind) {
    case "retry":
      return outcome.retryAfterMs === undefined ? "again" : `again in ${outcome.retryAfterMs} ms`;
    case "stop_account":
    case "sender_authentication":
      return "account";
    case "uncertain":
      return "uncertain";
    default:
      return `contact ${means.bounceType}`;
  }
}

for (const { dialect, service, login, region, base, renames } of cases) {
  describe(`a mail by ${dialect.name}`, () => {
    let double: Double;
    let url: URL;
    let asked: number;
    let secrets: (refused: string | undefined) => FreshToken;
    const connections: MailConnection[] = [];

    beforeEach(async () => {
      double = new Double(service);
      url = new URL(`${await double.listen()}${base}`);
      asked = 0;
      secrets = () => ({ kind: "ok", token: "sesame" });
    });
    afterEach(() => {
      for (const connection of connections.splice(0)) connection.close();
      double.close();
      expect(double.faults).toEqual([]);
      expect(double.heard.flatMap((heard) => describedFaults(service.name, heard))).toEqual([]);
    });

    const server = (): ApiServer => ({
      url,
      address: url.hostname,
      servername: null,
      login,
      region,
      machineNow: () => now,
      secret: async (options) => secrets(options?.refused),
    });

    async function open(answerMs = apiLimits.answerMs): Promise<MailConnection> {
      const opened = await apiProvider(dialect, { ...apiLimits, answerMs }).open(server());
      if (!opened.ok) throw new Error(opened.error.reason);
      connections.push(opened.connection);
      return opened.connection;
    }

    function send(connection: MailConnection, mail = mailOf(), permission: Permission = "go"): Promise<Outcome> {
      return connection.send(mail, async () => {
        asked += 1;
        return permission;
      });
    }

    async function meet(...mishaps: Mishap[]): Promise<string> {
      double.mishaps.push(...mishaps);
      return fateOf(await send(await open(mishaps.includes("hangs after taking") ? 200 : apiLimits.answerMs)));
    }

    test(`of ${dialect.name} arrives as it was written, and its answer names it`, async () => {
      const outcome = await send(await open());
      expect(outcome).toMatchObject({ kind: "accepted", providerMessageId: renames });
      expect(double.taken).toMatchObject([{ to: mailParts.to, messageId: mailParts.messageId }]);
      expect(asked).toBe(1);
    });

    test(`of ${dialect.name} takes its pictures and files along`, async () => {
      const picture = {
        name: "logo.png",
        mediaType: "image/png",
        content: Buffer.from("a picture"),
        cid: "logo@haste",
      };
      const report = { name: "Report.pdf", mediaType: "application/pdf", content: Buffer.from("a report"), cid: null };
      const files = [picture, report];
      const { envelope, parts } = mailOf();
      expect(await send(await open(), { envelope, parts, files, raw: await composeRich(parts, files) })).toMatchObject({
        kind: "accepted",
      });
      const sent = double.heard.map(({ body }) => body.toString("latin1")).join();
      const bytes = Buffer.from(sent.match(/"raw":"([\w-]+)"/)?.[1] ?? "", "base64url").toString("latin1");
      const whole = `${sent}${bytes}${Buffer.from(sent.replace(/.*"(?:Data|data)":"|".*/g, ""), "base64").toString("latin1")}`;
      for (const { content } of files) expect(whole).toContain(content.toString("base64"));
    });

    test(`through ${dialect.name} follows another one on the same connection`, async () => {
      const connection = await open();
      for (const at of [1, 2, 3]) {
        expect(fateOf(await send(connection, mailOf({ messageId: `<${at}@example.com>` })))).toBe("accepted");
      }
      expect(double.taken).toHaveLength(3);
    });

    test(`to be sent by ${dialect.name} does not leave without its mark`, async () => {
      expect(await send(await open(), mailOf(), "stop")).toEqual({ kind: "withheld", permission: "stop" });
      expect(double.heard).toEqual([]);
    });

    test(`that answers another one belongs to its thread at ${dialect.name}`, async () => {
      const connection = await open();
      await send(connection, mailOf({ messageId: previous }));
      const outcome = await send(connection, mailOf({ inReplyTo: previous, references: [previous] }));
      expect(outcome.kind).toBe("accepted");
      expect(new Set(double.taken.map((one) => one.threadId)).size).toBe(1);
    });

    test.each<readonly [string, Mishap, string]>([
      ["401", { status: 401, body: {} }, "account"],
      ["403", { status: 403, body: {} }, "account"],
      ["404", { status: 404 }, "account"],
      ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }, "account"],
      ["409", { status: 409, body: {} }, "again"],
      ["413", { status: 413, body: "too large" }, "contact content"],
      ["400", { status: 400, body: {} }, "contact content"],
      ["429", { status: 429, body: {} }, "again"],
      ["429 with seconds", { status: 429, headers: { "retry-after": "120" } }, "again in 120000 ms"],
      [
        "429 with a date",
        { status: 429, headers: { "retry-after": "Tue, 24 Nov 2026 09:10:00 GMT" } },
        "again in 600000 ms",
      ],
      ["429 with nonsense", { status: 429, headers: { "retry-after": "soon" } }, "again"],
      ["503", { status: 503, headers: { "retry-after": "7" } }, "again in 7000 ms"],
      ["500", { status: 500, body: "oops" }, "uncertain"],
      ["502", { status: 502 }, "uncertain"],
      ["504", { status: 504 }, "uncertain"],
      ["silence after taking it", "hangs after taking", "uncertain"],
      ["a cut after taking it", "cuts after taking", "uncertain"],
      ["a cut before reading it", "cuts before reading", "uncertain"],
    ])(`of ${dialect.name} that meets %s`, async (_, mishap, fate) => {
      expect(await meet(mishap)).toBe(fate);
    });

    test(`leaves ${dialect.name} alone for as long as it asked to be`, async () => {
      const connection = await open();
      double.mishaps.push({ status: 429, headers: { "retry-after": "60" } });
      await send(connection);
      expect(fateOf(await send(connection))).toBe("again in 60000 ms");
      expect([double.heard.length, asked]).toEqual([1, 1]);
    });

    test(`stays here when ${dialect.name} cannot be reached, or hung up in the meantime`, async () => {
      const connection = await open();
      expect(fateOf(await send(connection))).toBe("accepted");
      const outcome = await connection.send(mailOf(), async () => {
        double.hangUp();
        // Its farewell is in the kernel already; these are the turns in which it is read.
        for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        return "go";
      });
      expect(outcome.kind).toBe("unsent");
      double.close();
      expect(fateOf(await send(connection))).toBe("unsent");
      expect(double.taken).toHaveLength(1);
    });

    test(`is sent by ${dialect.name} under a renewed token, once`, async () => {
      double.refusedSecrets.add("stale");
      secrets = (refused) => ({ kind: "ok", token: refused === "stale" ? "sesame" : "stale" });
      // Keys do not stand in requests as they are everywhere; those that do are what can be refused.
      if (dialect.name === "mailgun") double.refusedSecrets.add(Buffer.from("api:stale").toString("base64"));
      expect(fateOf(await send(await open()))).toBe("accepted");
      expect(double.taken).toHaveLength(1);
    });

    test(`stays here when what ${dialect.name} asks for cannot be said in a header`, async () => {
      secrets = () => ({ kind: "ok", token: "se\nsame" });
      const outcome = await send(await open());
      expect(JSON.stringify(outcome)).not.toContain("same");
      // Where the key goes encoded, or signs only, it is a key like any other.
      const goesAsItIs = ["gmail", "outlook", "sendgrid"].includes(dialect.name);
      expect(fateOf(outcome)).toBe(goesAsItIs ? "unsent" : "accepted");
    });

    test(`needs the owner of the ${dialect.name} account when its access was revoked`, async () => {
      const connection = await open();
      secrets = () => ({ kind: "revoked", detail: "Connect it again." });
      expect(fateOf(await send(connection))).toBe("account");
      expect(await apiProvider(dialect).open(server())).toMatchObject({
        ok: false,
        error: { credentials: true },
      });
      secrets = () => ({ kind: "unavailable", detail: "no answer" });
      expect(fateOf(await send(connection))).toBe("unsent");
      expect(double.heard).toEqual([]);
    });

    const { find } = apiProvider(dialect);
    if (find === undefined) return;
    test(`that was sent by ${dialect.name} is found by its Message-ID`, async () => {
      await send(await open());
      expect(await find(server(), "<0192@example.com>")).toEqual({ kind: "found" });
      expect(await find(server(), "<0193@example.com>")).toEqual({ kind: "absent" });
      double.refusedSecrets.add("sesame");
      expect(await find(server(), "<0192@example.com>")).toMatchObject({ kind: "unknown" });
      double.close();
      expect(await find(server(), "<0192@example.com>")).toMatchObject({ kind: "unknown" });
    });

    test(`that is looked for at ${dialect.name} is not absent because something else answered`, async () => {
      for (const body of ["<html>Sign in to the guest network</html>", "", "{}", "[]", "null"]) {
        const proxy = new Double({ ...service, answer: () => ({ status: 200, body }) });
        url = new URL(`${await proxy.listen()}${base}`);
        expect(await find(server(), "<0192@example.com>"), body).toMatchObject({ kind: "unknown" });
        proxy.close();
      }
    });
  });
}

test.each<readonly [string, Mishap, string]>([
  [
    "gmail",
    { status: 403, body: { error: { message: "Rate Limit Exceeded", errors: [{ reason: "rateLimitExceeded" }] } } },
    "again",
  ],
  [
    "gmail",
    { status: 429, body: { error: { message: "User-rate limit exceeded.  Retry after 2026-11-24T09:05:00.000Z" } } },
    "again in 300000 ms",
  ],
  ["gmail", { status: 400, body: { error: { message: "Invalid To header" } } }, "contact hard"],
  [
    "gmail",
    {
      status: 400,
      body: { error: { message: "Mail service not enabled", errors: [{ reason: "failedPrecondition" }] } },
    },
    "account",
  ],
  ["mailgun", { status: 400, body: { message: "Domain mg.example.com is not allowed to send: disabled" } }, "account"],
  ["outlook", { status: 400, body: { error: { code: "ErrorInvalidRecipients", message: "no" } } }, "contact hard"],
  ["outlook", { status: 403, body: { error: { code: "ErrorExceededMessageLimit", message: "no" } } }, "again"],
  [
    "sendgrid",
    { status: 400, body: { errors: [{ message: "no", field: "personalizations.0.to.0.email" }] } },
    "contact hard",
  ],
  ["sendgrid", { status: 400, body: { errors: [{ message: "not verified", field: "from.email" }] } }, "account"],
  ["sendgrid", { status: 429, headers: { "x-ratelimit-reset": "1795510860" } }, "again in 60000 ms"],
  [
    "mailgun",
    { status: 400, body: { message: "to parameter is not a valid address. please check documentation" } },
    "contact hard",
  ],
  ["mailgun", { status: 401, body: "Forbidden" }, "account"],
  [
    "mailgun",
    { status: 429, body: { message: "account-requests-per-sec limit exceeded, try again after 120 seconds" } },
    "again in 120000 ms",
  ],
  [
    "ses",
    {
      status: 400,
      headers: { "x-amzn-errortype": "MessageRejected" },
      body: { message: "Email address is not verified." },
    },
    "account",
  ],
  [
    "ses",
    { status: 400, headers: { "x-amzn-errortype": "LimitExceededException:" }, body: { message: "quota" } },
    "again",
  ],
  [
    "ses",
    { status: 400, headers: { "x-amzn-errortype": "AccountSuspendedException" }, body: { message: "no" } },
    "account",
  ],
  [
    "ses",
    {
      status: 400,
      headers: { "x-amzn-errortype": "BadRequestException" },
      body: { message: "Missing final '@domain'" },
    },
    "contact hard",
  ],
])("what %s says in its own words, %j, is understood", async (name, mishap, fate) => {
  const found = cases.find(({ dialect }) => dialect.name === name) as Case;
  const double = new Double(found.service);
  const url = new URL(`${await double.listen()}${found.base}`);
  double.mishaps.push(mishap);
  expect(fateOf(await sendTo(found, url, null))).toBe(fate);
  double.close();
});

/** One mail to where a service stands. */
async function sendTo({ dialect, login, region }: Case, url: URL, servername: string | null): Promise<Outcome> {
  const secret = async (): Promise<FreshToken> => ({ kind: "ok", token: "sesame" });
  const server = { url, address: "127.0.0.1", servername, login, region, machineNow: () => now, secret };
  const opened = await apiProvider(dialect).open(server);
  if (!opened.ok) throw new Error(opened.error.reason);
  const outcome = await opened.connection.send(mailOf(), async () => "go");
  opened.connection.close();
  return outcome;
}

test.each([
  ["whose certificate is good", certificates.good, "accepted", 1],
  ["whose certificate is somebody else's", certificates.otherName, "unsent", 0],
  ["whose certificate nobody we trust has signed", certificates.selfSigned, "unsent", 0],
] as const)("a mail to a service %s meets what it should", async (_, cert, fate, taken) => {
  const trusted = getCACertificates();
  setDefaultCACertificates([...trusted, authority]);
  for (const found of cases) {
    const double = new Double(found.service, { cert, key: serverKey });
    const { port } = new URL(await double.listen());
    expect(fateOf(await sendTo(found, new URL(`https://mail.example:${port}${found.base}`), "mail.example"))).toBe(
      fate,
    );
    expect([double.taken.length, double.faults]).toEqual([taken, []]);
    double.close();
  }
  setDefaultCACertificates(trusted);
});
