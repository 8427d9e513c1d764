import { describe, expect, test } from "vitest";
import { createHostPolicy, HostNotAllowed } from "../../platform/net/index.ts";
import { connectionOf, type MailConnection, routeTo, type SandboxMail, tlsOf, writeConnection } from "./connection.ts";

const public_: MailConnection = {
  host: "smtp.example.com",
  port: 587,
  tls: "starttls",
  isOptionalInside: false,
  username: "ada",
  password: "secret",
  isSandbox: false,
};
const outside = async () => ["8.8.8.8"];
const inside = async () => ["10.0.0.5"];
const none = createHostPolicy([]);
const ownNetwork = createHostPolicy(["10.0.0.0/8"]);

describe("the encryption of a connection", () => {
  test.each([
    [{ tls: null, secure: null, port: 465 }, "implicit"],
    [{ tls: null, secure: null, port: 587 }, "starttls"],
    [{ tls: null, secure: null, port: 993 }, "implicit"],
    [{ tls: null, secure: false, port: 465 }, "starttls"],
    [{ tls: null, secure: true, port: 2525 }, "implicit"],
    [{ tls: "none", secure: true, port: 465 }, "none"],
    [{ tls: "starttls", secure: true, port: 465 }, "starttls"],
  ] as const)("of %j is %s", (stored, expected) => expect(tlsOf(stored)).toBe(expected));

  test("is required outside, and optional only on the operator's own ground where that was asked for", async () => {
    const lenient = { ...public_, isOptionalInside: true };
    expect((await routeTo(lenient, ownNetwork, outside)).tls).toBe("starttls");
    expect((await routeTo(lenient, ownNetwork, inside)).tls).toBe("opportunistic");
    expect((await routeTo(public_, ownNetwork, inside)).tls).toBe("starttls");
  });

  test("may be left out on the operator's own ground only, wherever the name leads by then", async () => {
    const plain: MailConnection = { ...public_, tls: "none", password: null };
    expect((await routeTo(plain, ownNetwork, inside)).tls).toBe("none");
    await expect(routeTo(plain, ownNetwork, outside)).rejects.toBeInstanceOf(HostNotAllowed);
    await expect(routeTo(plain, none, inside)).rejects.toBeInstanceOf(HostNotAllowed);
  });
});

describe("the way to a mail host", () => {
  test("goes to the address that was checked, under the name of the certificate", async () => {
    expect(await routeTo(public_, none, outside)).toEqual({
      address: "8.8.8.8",
      servername: "smtp.example.com",
      port: 587,
      tls: "starttls",
    });
  });

  test("leads from a sandbox nowhere but into the sandbox", async () => {
    const sandbox: SandboxMail = {
      host: "127.0.0.1",
      smtpPort: 2525,
      imapPort: 1143,
      passwordOf: (workspaceId, address) => `${workspaceId} ${address}`,
    };
    const account = { email: "ada@example.com", smtp: public_, imap: null };
    const connection = connectionOf(account, "imap", { id: "w", mode: "sandbox" }, sandbox);
    expect(connection).toMatchObject({
      host: "127.0.0.1",
      port: 1143,
      username: "ada@example.com",
      password: "w ada@example.com",
    });
    if (connection === null) throw new Error("no connection");
    const noNames = () => Promise.reject(new Error("asked for a name"));
    expect(await routeTo(connection, none, noNames)).toMatchObject({ address: "127.0.0.1", tls: "none" });
    expect(connectionOf(account, "smtp", { id: "w", mode: "sandbox" }, sandbox)?.port).toBe(2525);
    expect(connectionOf(account, "smtp", { id: "w", mode: "live" }, sandbox)).toBe(public_);
    expect(connectionOf(account, "imap", { id: "w", mode: "live" }, sandbox)).toBeNull();
  });
});

describe("a stored password", () => {
  const before = writeConnection(
    { host: "smtp.example.com", port: 587, username: "ada", password: "secret" },
    { stored: null, password: null },
  );
  const passwordAfter = (input: Parameters<typeof writeConnection>[0]) => writeConnection(input, before).password;

  test("stays when other things of its connection change", () => {
    expect(passwordAfter({ host: "smtp.example.com", port: 465, username: "ada" })).toBe("secret");
  });

  test("does not follow to another host or user", () => {
    expect(passwordAfter({ host: "smtp.attacker.example", port: 587, username: "ada" })).toBeNull();
    expect(passwordAfter({ host: "smtp.example.com", port: 587, username: "bob" })).toBeNull();
  });

  test("is replaced and taken away when that is said", () => {
    expect(passwordAfter({ host: "smtp.example.com", port: 587, username: "ada", password: "new" })).toBe("new");
    expect(passwordAfter({ host: "smtp.example.com", port: 587, username: "ada", password: null })).toBeNull();
  });
});
