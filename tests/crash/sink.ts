/**
 * A mail server of its own, for counting: `node sink.ts LOG-FILE [ANSWER-AFTER-MS]` prints its port and appends one JSON
 * line to LOG-FILE for each mail it accepts, in the turn in which it decides to answer 250 after the final dot. It
 * shares no code with the product. The first word of a recipient's address (before its first dash) says how it behaves:
 *
 * - `later`: 451 to RCPT.
 * - `never`: 550 to RCPT.
 * - `cut`: hangs up after the final dot; the mail is not accepted.
 * - `silent`: accepts the mail and hangs up without a word, as when a network breaks at the worst moment.
 * - anything else: 250, ANSWER-AFTER-MS after it was accepted.
 */
import { openSync, writeSync } from "node:fs";
import { createServer, type Socket } from "node:net";

const [file = "", answerAfter = "0"] = process.argv.slice(2);
const log = openSync(file, "a");
const answerAfterMs = Number(answerAfter);

const server = createServer({ noDelay: true }, (socket) => new Dialogue(socket));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : null }));
});
// Whoever started it ends with its standard input.
process.stdin.resume().on("end", () => process.exit(0));

class Dialogue {
  readonly #socket: Socket;
  #pending = "";
  #inMail = false;
  #recipient = "";

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("error", () => socket.destroy());
    socket.on("data", (text: string) => this.#read(text));
    this.#say("220 sink");
  }

  #say(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
  }

  #read(text: string): void {
    this.#pending += text;
    for (;;) {
      const end = this.#inMail ? this.#pending.indexOf("\r\n.\r\n") : this.#pending.indexOf("\r\n");
      if (end === -1) return;
      const unit = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + (this.#inMail ? 5 : 2));
      if (this.#inMail) this.#accept(unit);
      else this.#obey(unit);
    }
  }

  #obey(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") this.#say("250-sink\r\n250-PIPELINING\r\n250 8BITMIME");
    else if (verb === "RCPT") this.#receive(line);
    else if (verb === "DATA") {
      this.#inMail = this.#recipient !== "";
      this.#say(this.#inMail ? "354 go on" : "503 no recipient");
    } else if (verb === "QUIT") this.#socket.end("221 bye\r\n");
    else {
      if (verb === "MAIL" || verb === "RSET") this.#recipient = "";
      this.#say("250 ok");
    }
  }

  #receive(line: string): void {
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    const manner = address.split("-")[0];
    if (manner === "later") this.#say("451 4.3.2 not now");
    else if (manner === "never") this.#say("550 5.1.1 nobody here");
    else {
      this.#recipient = address;
      this.#say("250 ok");
    }
  }

  #accept(mail: string): void {
    this.#inMail = false;
    const recipient = this.#recipient;
    this.#recipient = "";
    const manner = recipient.split("-")[0];
    if (manner === "cut") {
      this.#socket.destroy();
      return;
    }
    const [head = ""] = mail.split("\r\n\r\n", 1);
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
    const accepted = { at: Date.now(), messageId: header("Message-ID"), subject: header("Subject"), recipient };
    writeSync(log, `${JSON.stringify(accepted)}\n`);
    if (manner === "silent") this.#socket.destroy();
    else if (answerAfterMs === 0) this.#say("250 2.0.0 taken");
    else setTimeout(() => this.#say("250 2.0.0 taken"), answerAfterMs);
  }
}
