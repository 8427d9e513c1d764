import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startImapServer } from "../../server/src/catalog/sandbox/imap/server.ts";
import { createMemoryMailStore } from "../../server/src/catalog/sandbox/imap/store-memory.ts";
import { describeImapServer } from "./imap-contract.ts";

const user = "amina@sandbox.haste.test";
const pass = 'a word with (odd) "letters" {3}';

async function start(onFault: (err: unknown) => void = () => {}) {
  const store = createMemoryMailStore({ now: () => new Date("2026-11-24T09:26:33Z"), uidValidity: 7 });
  const account = store.addAccount(user, pass);
  const server = await startImapServer({ store, port: 0, onFault });
  return {
    host: server.host,
    port: server.port,
    user,
    pass,
    account,
    async deliver(raw: Buffer) {
      await account.append("INBOX", { raw, flags: [], internalDate: null });
    },
    close: () => server.close(),
  };
}

describeImapServer("Our mailbox", start);

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A client that speaks bytes, for what no well-behaved library would send. */
async function rawClient(onFault?: (err: unknown) => void) {
  const server = await start(onFault);
  closing.push(() => server.close());
  const socket = connect(server.port, server.host);
  socket.setEncoding("latin1");
  let heard = "";
  socket.on("data", (text: string) => {
    heard += text;
  });
  socket.on("error", () => {});
  closing.push(() => void socket.destroy());
  const until = async (pattern: RegExp) => {
    while (!pattern.test(heard)) {
      if (socket.destroyed) throw new Error(`The server hung up after: ${heard.slice(-300)}`);
      await somethingHappens(socket);
    }
    const all = heard;
    heard = "";
    return all;
  };
  await until(/\r\n/);
  return { server, socket, until };
}

function somethingHappens(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("data", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("data", done);
    socket.on("close", done);
  });
}

async function signedIn(socket: Socket, until: (pattern: RegExp) => Promise<string>) {
  socket.write(`a0 AUTHENTICATE PLAIN ${Buffer.from(`\0${user}\0${pass}`).toString("base64")}\r\n`);
  await until(/a0 OK/);
}

test("A password with quotes and braces signs in as a literal, waiting or not", async () => {
  const { socket, until } = await rawClient();
  socket.write(`a1 LOGIN {${user.length}}\r\n`);
  await until(/^\+ /m);
  socket.write(`${user} {${pass.length}+}\r\n${pass}\r\n`);
  expect(await until(/a1 .*\r\n/)).toContain("a1 OK");
});

test("A literal of 50 MB is refused without being read", async () => {
  const { socket, until } = await rawClient();
  await signedIn(socket, until);
  socket.write("a2 APPEND INBOX {52428800}\r\n");
  expect(await until(/a2 .*\r\n/)).toContain("NO [TOOBIG]");
  socket.write("a3 NOOP\r\n");
  expect(await until(/a3 .*\r\n/)).toContain("a3 OK");
  socket.write("a4 APPEND INBOX {52428800+}\r\n");
  expect(await until(/BYE.*\r\n/)).toContain("[TOOBIG]");
});

test("A line without an end costs a bounded amount of memory and the connection", async () => {
  const { socket, until } = await rawClient();
  socket.write("a".repeat(200_000));
  expect(await until(/BYE.*\r\n/)).toContain("too long");
});

test("Nobody can guess passwords on one connection for ever", async () => {
  const { socket, until } = await rawClient();
  for (const n of [1, 2, 3]) {
    socket.write(`b${n} LOGIN ${user} guess\r\n`);
    expect(await until(new RegExp(`b${n} .*\r\n`))).toContain("AUTHENTICATIONFAILED");
  }
  await expect(until(/never/)).rejects.toThrow("hung up");
});

test("Lines that are no commands end the connection, and none of them is a fault of ours", async () => {
  const faults: unknown[] = [];
  const { server, socket, until } = await rawClient((err) => faults.push(err));
  await signedIn(socket, until);
  await server.deliver(Buffer.from("Subject: x\r\n\r\nx\r\n"));
  const hostile = [
    "c FETCH 1 BODY[",
    "c SELECT (((((((((((((((((((((((((((",
    'c SELECT "INBOX',
    "c UID SEARCH NOT",
    "c UID FETCH 99999999999999999999 FLAGS",
    "c SELECT INBOX",
    "c UID FETCH 1 BODY[999.999.1.1.MIME]",
    'c UID FETCH 1 BODY[HEADER.FIELDS ("a b" ())]',
    "c UID SEARCH HEADER",
    `c UID SEARCH ${"OR ".repeat(4_000)}ALL ALL`,
    "c STORE 1 FLAGS (\\Seen) INBOX) * OK",
    "c APPEND INBOX",
    "c FETCH 1 (FLAGS",
    "\u0000\u0000\u0001",
    'c LIST "" "%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*%*z"',
  ];
  for (const line of hostile) {
    socket.write(`${line}\r\n`);
    await until(/(?:^|\n)(?:c|\*) (?:OK|NO|BAD)[^\r]*\r\n/);
  }
  socket.write(`${Array.from({ length: 20 }, () => "?").join("\r\n")}\r\n`);
  await until(/BYE/);
  expect(faults).toEqual([]);
});

test("Two commands sent at once are answered one after the other", async () => {
  const { socket, until } = await rawClient();
  await signedIn(socket, until);
  socket.write("d1 SELECT INBOX\r\nd2 STATUS Sent (MESSAGES)\r\nd3 NOOP\r\n");
  const heard = await until(/d3 OK/);
  expect(heard.indexOf("d1 OK")).toBeGreaterThan(-1);
  expect(heard.indexOf("d2 OK")).toBeGreaterThan(heard.indexOf("d1 OK"));
});

test("A flag cannot carry a line of its own into an answer", async () => {
  const { server, socket, until } = await rawClient();
  await signedIn(socket, until);
  await server.deliver(Buffer.from("Subject: x\r\n\r\nx\r\n"));
  socket.write("e1 SELECT INBOX\r\n");
  await until(/e1 OK/);
  socket.write("e2 STORE 1 +FLAGS {14+}\r\nx)\r\n* 9 EXISTS\r\n");
  expect(await until(/e2 .*\r\n/)).toContain("BAD");
});

test("What changed since a mod-sequence is told, and a stale change is refused", async () => {
  const { server, socket, until } = await rawClient();
  await signedIn(socket, until);
  for (const n of [1, 2]) await server.deliver(Buffer.from(`Subject: ${n}\r\n\r\nx\r\n`));
  socket.write("f1 SELECT INBOX (CONDSTORE)\r\n");
  const modseq = Number(/HIGHESTMODSEQ (\d+)/.exec(await until(/f1 OK/))?.[1]);
  socket.write("f2 UID STORE 2 +FLAGS (\\Flagged)\r\n");
  expect(await until(/f2 OK/)).toMatch(
    new RegExp(`2 FETCH \\(UID 2 FLAGS \\(\\\\Flagged\\) MODSEQ \\(${modseq + 1}\\)\\)`),
  );
  socket.write(`f3 UID FETCH 1:* (FLAGS) (CHANGEDSINCE ${modseq})\r\n`);
  const changed = await until(/f3 OK/);
  expect(changed).toContain("* 2 FETCH");
  expect(changed).not.toContain("* 1 FETCH");
  socket.write(`f4 UID STORE 1:2 (UNCHANGEDSINCE ${modseq}) +FLAGS (\\Answered)\r\n`);
  expect(await until(/f4 OK.*\r\n/)).toContain("[MODIFIED 2]");
});
