import { Readable } from "node:stream";
import { readSmtpReply, type SmtpReply } from "@haste/engine/send";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type {
  ConnectionRefusal,
  Credentials,
  MailConnection,
  Outcome,
  OutgoingMail,
  Permit,
  Provider,
} from "./provider.ts";

/** Times a server may take, at least what RFC 5321 §4.5.3.2 asks for: greeting 5 minutes, silence (the final dot) 10. */
const connectTimeoutMs = 30_000;
const greetingTimeoutMs = 5 * 60_000;
const silenceTimeoutMs = 10 * 60_000;

/**
 * SMTP submission over nodemailer's connection, for servers with which our own client does not get along. It cannot hold
 * back the final dot, so the mark is written before the dialogue.
 */
export const nodemailer: Provider = {
  name: "nodemailer",
  connections: 5,
  open(server) {
    return new Promise((resolve) => {
      const connection = new SMTPConnection({
        host: server.host,
        ...(server.servername === null ? {} : { servername: server.servername }),
        port: server.port,
        secure: server.tls === "implicit",
        requireTLS: server.tls === "starttls",
        ignoreTLS: server.tls === "none",
        opportunisticTLS: server.tls === "opportunistic",
        connectionTimeout: connectTimeoutMs,
        greetingTimeout: greetingTimeoutMs,
        socketTimeout: silenceTimeoutMs,
        allowInternalNetworkInterfaces: true,
        tls: { minVersion: "TLSv1.2" },
        name: "localhost",
      });
      const wire = new SmtpWire(connection);
      const fail = (error: SmtpFault, credentials: boolean) => {
        connection.close();
        resolve({ ok: false, error: refusalOf(error, credentials) });
      };
      wire.onFault((error) => fail(error, false));
      connection.connect((error) => {
        if (error) return fail(error, false);
        if (server.credentials === null) return resolve({ ok: true, connection: wire });
        connection.login(loginOf(server.credentials), (loginError) => {
          // 4xx to AUTH is a passing fault of the server; anything else needs the account's owner.
          if (loginError)
            return fail(loginError, (loginError.responseCode ?? 535) >= 500 && loginError.code === "EAUTH");
          resolve({ ok: true, connection: wire });
        });
      });
    });
  },
};

/** What nodemailer adds to an error. */
type SmtpFault = Error & {
  code?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
  command?: string | undefined;
};

class SmtpWire implements MailConnection {
  readonly #connection: SMTPConnection;
  #usable = true;
  #fault: (error: SmtpFault) => void = () => {};
  /** Settled once the server is back at the beginning of its dialogue. */
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: SMTPConnection) {
    this.#connection = connection;
    connection.on("error", (error: SmtpFault) => {
      this.#usable = false;
      this.#fault(error);
    });
    connection.on("end", () => {
      this.#usable = false;
      this.#fault(Object.assign(new Error("The server closed the connection"), { code: "ECONNECTION" }));
    });
  }

  /** Who hears of a fault that belongs to no command: the dialogue under way. */
  onFault(fn: (error: SmtpFault) => void): void {
    this.#fault = fn;
  }

  isUsable(): boolean {
    return this.#usable;
  }

  close(): void {
    this.#usable = false;
    this.#fault = () => {};
    this.#connection.quit();
    this.#connection.close();
  }

  async send(mail: OutgoingMail, permit: Permit): Promise<Outcome> {
    await this.#ready;
    const permission = this.#usable ? await permit() : "go";
    if (permission !== "go") return { kind: "withheld", permission };
    if (!this.#usable) return { kind: "unsent", reason: "The server closed the connection", reply: null };
    return this.#handOver(mail);
  }

  #handOver(mail: OutgoingMail): Promise<Outcome> {
    return new Promise((resolve) => {
      // The source is asked for its first byte only after 354, and its end is what lets the final dot out.
      const body = new Readable({
        read() {
          this.push(mail.raw);
          this.push(null);
        },
      });
      let handedOver = false;
      body.on("end", () => {
        handedOver = true;
      });
      let settled = false;
      const settle = (outcome: Outcome) => {
        if (settled) return;
        settled = true;
        this.onFault(() => {});
        resolve(outcome);
      };
      const lost = (error: SmtpFault) => {
        const reason = oneLine(error.message);
        settle(handedOver ? { kind: "uncertain", reason } : { kind: "unsent", reason, reply: replyOf(error) });
      };
      this.onFault(lost);
      this.#connection.send(
        { from: mail.envelope.from, to: [mail.envelope.to], size: mail.raw.length },
        body,
        (error, info) => {
          if (!error) return settle(acceptedAs(info.response));
          const reply = replyOf(error);
          const isAnswer = reply !== null && error.code !== "ECONNECTION" && error.code !== "ETIMEDOUT";
          if (!isAnswer) {
            this.#usable = false;
            return lost(error);
          }
          settle({ kind: "refused", reply, stage: stageOf(error.command) });
          this.#afterRefusal(reply);
        },
      );
    });
  }

  /**
   * 421 means that the server is about to hang up (RFC 5321 §3.8); else the session is put back to its beginning. The
   * next mail waits for the answer: nodemailer forgets the envelope when it comes, whichever mail that is by then.
   */
  #afterRefusal(reply: SmtpReply): void {
    if (reply.code === 421) {
      this.#usable = false;
      return;
    }
    this.#ready = new Promise((resolve) => {
      const end = (error: Error | null) => {
        if (error) this.#usable = false;
        resolve();
      };
      this.onFault(end);
      this.#connection.reset((error) => end(error ?? null));
    });
  }
}

function loginOf({ kind, username, secret }: Credentials) {
  return kind === "password"
    ? { user: username, pass: secret }
    : { type: "oauth2" as const, user: username, accessToken: secret };
}

function acceptedAs(response: string): Outcome {
  const reply = readSmtpReply(response) ?? { code: 250, enhanced: null, text: oneLine(response) };
  return { kind: "accepted", reply, providerMessageId: null };
}

function stageOf(command: string | undefined): "connection" | "sender" | "recipient" | "content" {
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO") return "recipient";
  return command === "DATA" ? "content" : "connection";
}

function replyOf(error: SmtpFault): SmtpReply | null {
  return error.response === undefined ? null : readSmtpReply(error.response);
}

function refusalOf(error: SmtpFault, credentials: boolean): ConnectionRefusal {
  return { reason: oneLine(error.message), reply: replyOf(error), credentials };
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 300);
}
