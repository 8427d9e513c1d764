import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { judgeRefusal } from "@haste/engine/send";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../../../../../tests/support/until.ts";
import type { MailConnection, MailServer, Outcome, OutgoingMail, Permission, Permit } from "../provider.ts";
import { authority } from "./certificates.fixture.ts";
import { smtpWithin } from "./index.ts";
import { type TimeLimits, timeLimits } from "./limits.ts";
import { type Deed, type Script, ScriptedServer, type Stage, type Turn } from "./scripted-server.fixture.ts";

/**
 * What a mail's fate is called: `accepted`; `again` = 4xx, `contact …` = never to them, `account` = the account needs
 * its owner; `unsent` = broke before the final dot, `uncertain` = after it; `unreached` = no dialogue began.
 */
function fateOf(outcome: Outcome): string {
  if (outcome.kind !== "refused") return outcome.kind;
  const refusal = judgeRefusal(outcome.reply, outcome.stage);
  if (refusal.kind === "later") return "again";
  return refusal.bounceType === "auth" ? "account" : `contact ${refusal.bounceType}`;
}

const mail: OutgoingMail = {
  envelope: { id: "0192", from: "ada@example.com", to: "grace@example.org" },
  raw: Buffer.from("Message-ID: <1@example.com>\r\n\r\nHello.\r\n.hidden\r\n"),
};

interface Meeting {
  readonly server: ScriptedServer;
  readonly fate: string;
  readonly connection: MailConnection | null;
  /** Why no dialogue began. */
  readonly reason: string;
  /** How often the permit was asked for. */
  readonly asked: number;
}

interface Manner {
  readonly limits?: Partial<TimeLimits>;
  readonly account?: Partial<MailServer>;
  readonly mail?: OutgoingMail;
  readonly permission?: Permission;
  readonly permit?: Permit;
  readonly begin?: (connection: MailConnection) => void;
}

const open: ScriptedServer[] = [];
const connections: MailConnection[] = [];
afterAll(() => {
  for (const connection of connections) connection.close();
  for (const server of open) server.close();
});

/** One mail of ours to a server with this script. */
async function meet(script: Script, manner: Manner = {}): Promise<Meeting> {
  const server = new ScriptedServer(script);
  open.push(server);
  const port = await server.listen();
  const provider = smtpWithin({ ...timeLimits, ...manner.limits });
  const { tls = "none" } = script;
  const place = { host: "127.0.0.1", servername: tls === "none" ? null : "mail.example", port };
  const opened = await provider.open({ ...place, tls, credentials: null, ...manner.account });
  if (!opened.ok) {
    const { credentials, reason } = opened.error;
    return { server, fate: credentials ? "account" : "unreached", connection: null, reason, asked: 0 };
  }
  connections.push(opened.connection);
  manner.begin?.(opened.connection);
  let asked = 0;
  const permit = async () => {
    asked += 1;
    return manner.permit?.() ?? manner.permission ?? "go";
  };
  const outcome = await opened.connection.send(manner.mail ?? mail, permit);
  return { server, fate: fateOf(outcome), connection: opened.connection, reason: "", asked };
}

beforeAll(() => setDefaultCACertificates([...getCACertificates(), authority]));

const encryptions = ["none", "starttls", "implicit"] as const;
/** Where a server can go wrong, with the limit that ends its silence. */
const stages = {
  greeting: "greetingMs",
  ehlo: "commandMs",
  mail: "mailMs",
  rcpt: "recipientMs",
  data: "dataMs",
  dot: "dotMs",
} as const satisfies Partial<Record<Stage, keyof TimeLimits>>;
type Where = keyof typeof stages;

/** When it breaks there: nothing began, nothing is lost, or nobody knows. */
const broken: Readonly<Record<Where, string>> = {
  greeting: "unreached",
  ehlo: "unreached",
  mail: "unsent",
  rcpt: "unsent",
  data: "unsent",
  dot: "uncertain",
};
/** The same word of refusal at each stage. */
const each = (fates: readonly string[]) =>
  Object.fromEntries(Object.keys(stages).map((stage, n) => [stage, fates[n] ?? ""])) as Record<Where, string>;
const later = each(["unreached", "unreached", "again", "again", "again", "again"]);
const never = each(["unreached", "greeted anew", "account", "contact hard", "contact block", "contact block"]);

interface Misbehavior {
  readonly does: string;
  readonly deed: Deed;
  readonly fate: Readonly<Record<Where, string>>;
  readonly isSilence?: boolean;
}

const spelled =
  (bytes: string): Deed =>
  ({ say }) => {
    for (const byte of bytes) say(byte);
  };

const inTurn =
  (...deeds: readonly ((server: Turn) => void)[]): Deed =>
  (server) => {
    for (const deed of deeds) deed(server);
  };

const misbehaviors: readonly Misbehavior[] = [
  {
    does: "says 421 and hangs up",
    deed: inTurn(
      ({ say }) => say("421 4.3.2 closing\r\n"),
      ({ hangUp }) => hangUp(),
    ),
    fate: later,
  },
  { does: "says 450 with an enhanced code", deed: "450 4.2.0 busy\r\n", fate: later },
  { does: "says 451 without one", deed: "451 busy\r\n", fate: later },
  { does: "says 452: too many", deed: "452 4.5.3 too many recipients\r\n", fate: later },
  { does: "says 550 without an enhanced code", deed: "550 no\r\n", fate: never },
  { does: "says 550 over several lines", deed: "550-no\r\n550-never\r\n550 no\r\n", fate: never },
  {
    does: "says 550 with the enhanced code of a yes",
    deed: "550 2.1.5 no\r\n",
    fate: each(["unreached", "greeted anew", "account", "contact hard", "contact hard", "contact hard"]),
  },
  {
    does: "says 554 by policy",
    deed: "554 5.7.1 policy\r\n",
    fate: each(["unreached", "greeted anew", "account", "contact block", "contact block", "contact block"]),
  },
  {
    does: "wants to know first who we are",
    deed: "530 5.7.0 sign in first\r\n",
    fate: { ...never, rcpt: "account", data: "account", dot: "account" },
  },
  { does: "says its no with bytes that are no text", deed: "550 \xff\xfe\0\x1b[31m\r\n", fate: never },
  { does: "ends its no with a bare LF", deed: "550 no\n", fate: never },
  { does: "says its no in digits only", deed: "550\r\n", fate: never },
  { does: "spells its no byte by byte", deed: spelled("550 no\r\n"), fate: never },
  { does: "contradicts itself", deed: "250-yes\r\n550 no\r\n", fate: broken },
  { does: "says what is no reply", deed: "hello there\r\n", fate: broken },
  { does: "says a number that is no code", deed: "199 hm\r\n", fate: broken },
  { does: "says a line without an end", deed: `250 ${"x".repeat(10_000)}`, fate: broken },
  { does: "says lines without an end", deed: `250-${"x".repeat(1_000)}\r\n`.repeat(100), fate: broken },
  { does: "goes on where nobody asked", deed: "334 go on\r\n", fate: broken },
  { does: "hangs up", deed: ({ hangUp }) => hangUp(), fate: broken },
  { does: "resets the connection", deed: ({ reset }) => reset(), fate: broken },
  {
    does: "hangs up within its reply",
    deed: inTurn(
      ({ say }) => say("250-y"),
      ({ hangUp }) => hangUp(),
    ),
    fate: broken,
  },
  { does: "says nothing", deed: "", fate: broken, isSilence: true },
  { does: "never ends its reply", deed: "250-yes\r\n", fate: broken, isSilence: true },
];

describe.each(encryptions)("with encryption %s, a server that", (tls) => {
  for (const { does, deed, fate, isSilence = false } of misbehaviors) {
    test(`${does} has at every stage the fate that is written down`, async () => {
      const found: Record<string, string> = {};
      for (const [stage, limit] of Object.entries(stages) as [Where, keyof TimeLimits][]) {
        const limits = isSilence ? { [limit]: 150 } : {};
        // Where the encryption begins is not the EHLO that is meant.
        const met = await meet({ tls, at: { [stage]: deed } }, { limits });
        found[stage] = met.fate;
        // The mark is asked for only where the server waits for the text, and it has at most what it said it has.
        const taken = met.fate === "accepted" ? 1 : 0;
        expect([met.asked, met.server.accepted.length]).toEqual([stage === "dot" ? 1 : taken, taken]);
        if (fate[stage] === broken[stage]) expect(met.connection?.isUsable() ?? false).toBe(false);
      }
      // A no to EHLO is answered by HELO, after which there is no encryption to begin.
      const withHelo = tls === "starttls" ? "unreached" : "accepted";
      expect(found).toEqual({ ...fate, ehlo: fate.ehlo === "greeted anew" ? withHelo : fate.ehlo });
    });
  }

  test("keeps to the protocol gets mail after mail on one connection, dots doubled", async () => {
    const { server, fate, connection } = await meet({ tls });
    const again = await connection?.send(mail, async () => "go");
    expect([fate, again?.kind, server.accepted.length]).toEqual(["accepted", "accepted", 2]);
    expect(server.accepted[1]).toBe("Message-ID: <1@example.com>\r\n\r\nHello.\r\n..hidden");
    expect(server.heard.filter((line) => line.startsWith("EHLO"))).toHaveLength(tls === "starttls" ? 2 : 1);
  });

  test.each(["stop", "unrecorded"] as const)(
    "waits for a text whose permit says %s never gets it",
    async (permission) => {
      const { server, fate, connection, asked } = await meet({ tls }, { permission });
      expect([fate, asked, server.accepted.length, connection?.isUsable()]).toEqual(["withheld", 1, 0, false]);
    },
  );

  test("hangs up while the permit is being asked for never gets the mail", async () => {
    let connection: MailConnection | null = null;
    const untilGone = async (): Promise<Permission> => {
      await until("the server has hung up", () => connection?.isUsable() === false);
      return "go";
    };
    const begin = (opened: MailConnection) => {
      connection = opened;
    };
    const at = {
      data: inTurn(
        ({ say }) => say("354 go on\r\n"),
        ({ hangUp }) => hangUp(),
      ),
    };
    const { server, fate } = await meet({ tls, at }, { permit: untilGone, begin });
    expect([fate, server.accepted]).toEqual(["unsent", []]);
  });

  test("takes the mail and hangs up without a word leaves it uncertain", async () => {
    const { server, fate } = await meet({
      tls,
      at: {
        dot: inTurn(
          ({ accept }) => accept(),
          ({ hangUp }) => hangUp(),
        ),
      },
    });
    expect([fate, server.accepted.length]).toEqual(["uncertain", 1]);
  });

  test("says yes and resets the connection at once is believed, or leaves it uncertain", async () => {
    const { fate } = await meet({
      tls,
      at: {
        dot: inTurn(
          ({ accept }) => accept(),
          ({ say }) => say("250 ok\r\n"),
          ({ reset }) => reset(),
        ),
      },
    });
    expect(["accepted", "uncertain"]).toContain(fate);
  });

  test("says yes and then goodbye has the mail, and gets no other on that connection", async () => {
    const { fate, connection } = await meet({ tls, at: { dot: "250 ok\r\n421 4.7.0 too many\r\n" } });
    expect([fate, connection?.isUsable()]).toEqual(["accepted", false]);
  });

  test("stops reading in the middle of a long text has not got it", async () => {
    const long = { ...mail, raw: Buffer.alloc(8_000_000, "a line of text\r\n") };
    const script: Script = { tls, at: { text: ({ freeze }) => freeze() } };
    const { server, fate, asked } = await meet(script, { mail: long, limits: { blockMs: 150 } });
    expect([fate, asked, server.accepted]).toEqual(["unsent", 0, []]);
  });

  test("drops the connection in the middle of a long text has not got it", async () => {
    const long = { ...mail, raw: Buffer.alloc(8_000_000, "a line of text\r\n") };
    const { fate, asked } = await meet({ tls, at: { text: ({ reset }) => reset() } }, { mail: long });
    expect([fate, asked]).toEqual(["unsent", 0]);
  });
});

describe("a server that answers out of step", () => {
  test.each<[string, Partial<Record<Stage, Deed>>, string]>([
    ["answers MAIL twice", { mail: "250 ok\r\n250 ok\r\n" }, "unsent"],
    ["answers RCPT twice", { rcpt: "250 ok\r\n250 ok\r\n" }, "unsent"],
    ["asks twice for the text", { data: "354 go\r\n354 go\r\n" }, "unsent"],
    ["says 250 to DATA", { data: "250 ok\r\n" }, "unsent"],
    ["asks for the text at RCPT", { rcpt: "354 go\r\n" }, "unsent"],
    ["asks for the text of a mail to nobody", { rcpt: "550 5.1.1 nobody\r\n" }, "contact hard"],
  ])("and %s never gets a mail under another's answer", async (_, at, expected) => {
    const { server, fate, connection } = await meet({ at });
    expect([fate, server.accepted, connection?.isUsable()]).toEqual([expected, [], false]);
  });

  test("is asked one thing at a time where it does not take several at once", async () => {
    const { server, fate, connection } = await meet({ offers: [], at: { rcpt: "550 5.1.1 nobody\r\n" } });
    expect([fate, connection?.isUsable()]).toEqual(["contact hard", true]);
    expect(server.heard.map((line) => line.slice(0, 4))).toEqual(["EHLO", "MAIL", "RCPT"]);
    await connection?.send(mail, async () => "go");
    expect(server.heard.slice(3).map((line) => line.slice(0, 4))).toEqual(["RSET", "MAIL", "RCPT"]);
  });

  test("and refuses to begin anew gets the next mail on another connection", async () => {
    const at = { rcpt: "451 later\r\n", rset: "502 what?\r\n" };
    const { connection } = await meet({ offers: [], at });
    expect((await connection?.send(mail, async () => "go"))?.kind).toBe("unsent");
    expect(connection?.isUsable()).toBe(false);
  });
});

describe("a server that knows little", () => {
  test("and only HELO gets mail without extensions", async () => {
    const { server, fate } = await meet({ at: { ehlo: "502 what?\r\n" } });
    expect([fate, server.heard]).toEqual([
      "accepted",
      ["EHLO [127.0.0.1]", "HELO [127.0.0.1]", "MAIL FROM:<ada@example.com>", "RCPT TO:<grace@example.org>", "DATA"],
    ]);
  });

  test("and takes only short mail is not even asked", async () => {
    const { server, fate, asked } = await meet({ offers: ["SIZE 20"] });
    expect([fate, asked, server.heard]).toEqual(["contact unknown", 0, ["EHLO [127.0.0.1]"]]);
  });

  test("hears as much about a mail as it says that it understands", async () => {
    const { server } = await meet({ offers: ["SIZE 1000", "8BITMIME", "DSN", "SMTPUTF8", "PIPELINING"] });
    expect(server.heard.slice(1)).toEqual([
      `MAIL FROM:<ada@example.com> SIZE=${mail.raw.length} RET=HDRS ENVID=0192`,
      "RCPT TO:<grace@example.org> NOTIFY=FAILURE",
      "DATA",
    ]);
  });

  test("gets addresses beyond ASCII only where it says so", async () => {
    const to = { ...mail, envelope: { ...mail.envelope, to: "jürgen@bücher.example" } };
    const refused = await meet({}, { mail: to });
    const taken = await meet({ offers: ["SMTPUTF8", "8BITMIME"] }, { mail: to });
    expect([refused.fate, refused.server.heard.length, taken.fate]).toEqual(["contact content", 1, "accepted"]);
    const asHeard = Buffer.from(
      "MAIL FROM:<ada@example.com> BODY=8BITMIME SMTPUTF8\nRCPT TO:<jürgen@xn--bcher-kva.example>",
    );
    expect(taken.server.heard.slice(1, 3).join("\n")).toBe(asHeard.toString("latin1"));
  });
});

describe("encryption", () => {
  const unreached = async (script: Script, account: Partial<MailServer> = {}) => {
    const met = await meet(
      { tls: "starttls", ...script },
      { account: { tls: "starttls", servername: "mail.example", ...account } },
    );
    return { ...met, mails: met.server.heard.filter((line) => line.startsWith("MAIL")).length };
  };

  test.each<[string, Script]>([
    ["is not offered where it is required", { tls: "none" }],
    ["is offered and then refused", { at: { starttls: "454 4.7.0 not now\r\n" } }],
    ["is preceded by words in the clear", { at: { starttls: "220 go on\r\n250-here\r\n250 AUTH PLAIN\r\n" } }],
    ["is preceded by half a word in the clear", { at: { starttls: "220 go on\r\n250" } }],
    ["never begins", { at: { starttls: "220 go on\r\n" } }],
    ["has a certificate that ran out", { certificate: "expired" }],
    ["has somebody else's certificate", { certificate: "otherName" }],
    ["has a certificate of its own making", { certificate: "selfSigned" }],
    ["is older than TLS 1.2", { newestTls: "TLSv1.1" }],
  ])("that %s lets no mail out", async (title, script) => {
    const limits = title === "never begins" ? { connectMs: 300 } : {};
    const met = await meet(
      { tls: "starttls", ...script },
      { limits, account: { tls: "starttls", servername: "mail.example" } },
    );
    expect([met.fate, met.server.heard.filter((line) => line.startsWith("MAIL"))]).toEqual(["unreached", []]);
  });

  test.each(["expired", "otherName", "selfSigned"] as const)(
    "from the first byte with a certificate that is %s lets no mail out either",
    async (certificate) => {
      const met = await unreached({ tls: "implicit", certificate }, { tls: "implicit" });
      expect([met.fate, met.mails]).toEqual(["unreached", 0]);
    },
  );

  test("counts what is offered after it, not before", async () => {
    const { server, fate } = await unreached({ offers: ["PIPELINING", "SIZE 1"], offersLater: ["DSN"] });
    expect([fate, server.accepted.length]).toEqual(["accepted", 1]);
    expect(server.heard.at(-3)).toContain("RET=HDRS");
  });

  test("that is optional is used where it is offered, and no password goes without it", async () => {
    const offered = await unreached({}, { tls: "opportunistic" });
    expect(offered.server.heard).toContain("STARTTLS");
    const bare = await unreached({ tls: "none" }, { tls: "opportunistic" });
    expect(bare.fate).toBe("accepted");
    const credentials = { kind: "password", username: "ada", secret: "hidden" } as const;
    const asked = await unreached({ tls: "none", offers: ["AUTH PLAIN"] }, { tls: "opportunistic", credentials });
    expect([asked.fate, asked.server.heard]).toEqual(["account", ["EHLO [127.0.0.1]"]]);
  });
});

describe("signing in", () => {
  const password = { kind: "password", username: "ada", secret: "s3cret" } as const;
  const token = { kind: "token", username: "ada@example.com", secret: "t0ken" } as const;
  const signIn = (
    auth: Deed | undefined,
    offer: string,
    credentials: NonNullable<MailServer["credentials"]> = password,
  ) =>
    meet(
      { tls: "implicit", offers: [offer], ...(auth === undefined ? {} : { at: { auth } }) },
      { account: { credentials } },
    );
  const decoded = (line: string | undefined) => Buffer.from(line?.split(" ").at(-1) ?? "", "base64").toString();

  test("works by PLAIN, by LOGIN, by OAUTHBEARER and by XOAUTH2", async () => {
    const plain = await signIn(undefined, "AUTH LOGIN PLAIN");
    expect([plain.fate, decoded(plain.server.heard[1])]).toEqual(["accepted", "\0ada\0s3cret"]);
    const asks: Deed = ({ say, time }) =>
      say(["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 ok\r\n"][time - 1] ?? "");
    const login = await signIn(asks, "AUTH=LOGIN");
    expect([login.fate, login.server.heard.slice(1, 4).map(decoded)[2]]).toEqual(["accepted", "s3cret"]);
    const bearer = await signIn(undefined, "AUTH XOAUTH2 OAUTHBEARER", token);
    const { port } = /port=(?<port>\d+)/.exec(decoded(bearer.server.heard[1]))?.groups ?? {};
    expect(decoded(bearer.server.heard[1])).toBe(
      `n,a=ada@example.com,\x01host=mail.example\x01port=${port}\x01auth=Bearer t0ken\x01\x01`,
    );
    const xoauth = await signIn(undefined, "AUTH PLAIN XOAUTH2", token);
    expect(decoded(xoauth.server.heard[1])).toBe("user=ada@example.com\x01auth=Bearer t0ken\x01\x01");
  });

  test.each<[string, string, string]>([
    ["535 5.7.8 bad password\r\n", "account", "535 bad password"],
    ["534 5.7.9 application password required\r\n", "account", "534 application password required"],
    ["538 encryption required\r\n", "account", "538 encryption required"],
    ["454 4.7.0 try later\r\n", "unreached", "454 try later"],
    ["421 4.3.2 going down\r\n", "unreached", "421 going down"],
    ["334 dG9vIG11Y2g=\r\n", "account", "334"],
  ])("that is answered by %j is the affair of the right one", async (answer, fate, words) => {
    const met = await signIn(answer, "AUTH PLAIN");
    expect([met.fate, met.reason.startsWith(words)]).toEqual([fate, true]);
    expect(met.reason).not.toMatch(/s3cret|AHM/);
  });

  test.each(["XOAUTH2", "OAUTHBEARER"])(
    "with a token that ran out tells by %s what the server says of it",
    async (name) => {
      const said = Buffer.from('{"status":"401","schemes":"bearer"}').toString("base64");
      const met = await signIn(
        ({ say, time }) => say(time === 1 ? `334 ${said}\r\n` : "535 5.7.8 no\r\n"),
        `AUTH ${name}`,
        token,
      );
      expect([met.fate, met.reason]).toEqual(["account", '535 no {"status":"401","schemes":"bearer"}']);
    },
  );

  test("by no way both sides know is told, and the secret stays here", async () => {
    const met = await signIn(undefined, "AUTH GSSAPI");
    expect([met.fate, met.server.heard.length]).toEqual(["account", 1]);
    expect(met.reason).toContain("GSSAPI");
  });

  test("that is forgotten by the server later blames no recipient", async () => {
    const at = { rcpt: "530 5.7.0 sign in first\r\n" };
    const met = await meet({ tls: "implicit", offers: ["AUTH PLAIN"], at }, { account: { credentials: password } });
    expect(met.fate).toBe("account");
  });
});

test("nothing in an address reaches the server as a command", async () => {
  const hostile = [
    "x@example.org>\r\nRCPT TO:<eve@example.org",
    "x\r\nDATA\r\n@example.org",
    "x@example.org\0",
    "x@example.org> BODY=8BITMIME",
    "<x@example.org>",
    "x y@example.org",
    "x\u2028@example.org",
    "@example.org",
    "x@",
    "x@-example.org",
    `${"x".repeat(65)}@example.org`,
    `x@${"a.".repeat(130)}org`,
  ];
  for (const to of hostile) {
    const { server, fate } = await meet(
      { offers: ["SMTPUTF8", "PIPELINING"] },
      { mail: { ...mail, envelope: { ...mail.envelope, to } } },
    );
    expect([to, fate, server.heard]).toEqual([to, "contact hard", ["EHLO [127.0.0.1]"]]);
  }
});

test("no text can end in the middle of itself and go on as another mail", async () => {
  const ends = [
    "\n.\n",
    "\r.\r",
    "\r\n.\n",
    "\n.\r\n",
    "\r\n.\r",
    "\r.\r\n",
    "\n.\r",
    "\r.\n",
    "\r\n.\r\n",
    "\r\n.\r\r\n",
    "\0\r\n.\r\n",
    "\r\n\0.\r\n",
  ];
  for (const end of ends) {
    const raw = Buffer.from(
      `Subject: x\r\n\r\none${end}MAIL FROM:<eve@example.org>\r\nRCPT TO:<y@example.org>\r\nDATA\r\ntwo`,
    );
    const { server, fate, connection } = await meet({}, { mail: { ...mail, raw } });
    expect([fate, server.accepted.length, server.heard.length]).toEqual(["accepted", 1, 4]);
    expect(server.accepted[0]?.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    connection?.close();
  }
});
