import { describe, expect, test } from "vitest";
import type { MailServer } from "../provider.ts";
import { mail, meet, trustAndCleanUp } from "./meeting.fixture.ts";
import type { Deed, Script, Stage } from "./scripted-server.fixture.ts";

trustAndCleanUp();

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
