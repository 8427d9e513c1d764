import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mailParts } from "./mail-parts.fixture.ts";
import { nodemailer } from "./nodemailer.ts";
import type { MailConnection, Outcome } from "./provider.ts";

/** A server that refuses whoever is called `nobody`, and whose RSET takes its time. */
let server: Server;
const greeted = "250-PIPELINING\r\n250 ok";

beforeEach(async () => {
  server = createServer((socket) => {
    let inMail = false;
    let isRefused = false;
    socket.on("error", () => socket.destroy());
    socket.write("220 here\r\n");
    createInterface({ input: socket }).on("line", (line) => {
      const say = (reply: string) => socket.write(`${reply}\r\n`);
      if (inMail) {
        inMail = line !== ".";
        if (!inMail) say("250 taken");
      } else if (line.startsWith("EHLO")) say(greeted);
      else if (line.startsWith("RCPT")) {
        isRefused = line.includes("nobody");
        say(isRefused ? "550 5.1.1 nobody here" : "250 ok");
      } else if (line === "DATA") {
        inMail = !isRefused;
        say(isRefused ? "503 no recipient" : "354 go on");
      } else if (line === "RSET") setTimeout(() => say("250 ok"), 20);
      else say("250 ok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => void server.close());

async function connect(): Promise<MailConnection> {
  const { port } = server.address() as AddressInfo;
  const plain = { tls: "none", servername: null, credentials: null } as const;
  const opened = await nodemailer.open({ host: "127.0.0.1", port, ...plain });
  if (!opened.ok) throw new Error(opened.error.reason);
  return opened.connection;
}

function send(connection: MailConnection, to: string): Promise<Outcome> {
  const raw = Buffer.from(`Message-ID: <${to}>\r\n\r\nHello.\r\n`);
  return connection.send(
    { envelope: { id: to, from: "ada@example.com", to }, parts: mailParts, files: [], raw },
    async () => "go",
  );
}

test("a mail given over right behind a refused one waits until the server is back at the beginning", async () => {
  const connection = await connect();
  const outcomes: string[] = [];
  for (const to of ["nobody@example.com", "grace@example.com", "nobody@example.com", "joan@example.com"])
    outcomes.push((await send(connection, to)).kind);
  connection.close();
  expect(outcomes).toEqual(["refused", "accepted", "refused", "accepted"]);
});
