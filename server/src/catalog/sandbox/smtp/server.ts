import { once } from "node:events";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Log } from "../../../platform/log/index.ts";
import type { MailboxOwner } from "../sandbox-login.ts";
import type { Intake } from "./intake.ts";
import type { SmtpReply } from "./reply.ts";
import { createSmtpScript, type SmtpFault, type SmtpScript } from "./script.ts";

export interface SmtpServerParts {
  readonly intake: Intake;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Log;
  /** The mailbox a name and password open. */
  readonly openMailbox: (credentials: { username: string; password: string }) => Promise<MailboxOwner | null>;
  /** The mailbox that mail from outside reaches by this address. */
  readonly findMailbox: (address: string) => Promise<MailboxOwner | null>;
  /** Why this recipient refuses mail of this workspace, or null. */
  readonly refusalOf: (workspaceId: string, recipient: string) => Promise<SmtpReply | null>;
  readonly script?: SmtpScript;
}

export interface SandboxSmtpServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const host = "127.0.0.1";
const largestMail = 25 * 1024 * 1024;

/**
 * The SMTP server at which every mail of a sandbox ends. Loopback and plain, because nothing leaves the machine. Who
 * signs in as a sending account may write to anybody, and it is caught; who does not may only write to a sandbox
 * mailbox, as a stranger's server would. 250 is answered after the commit, never before.
 */
export async function startSmtpServer(parts: SmtpServerParts): Promise<SandboxSmtpServer> {
  const sessions = new SmtpSessions(parts);
  const server = new SMTPServer({
    name: "sandbox.haste.test",
    banner: "hasteCRM sandbox",
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    size: largestMail,
    rejectOversized: true,
    maxRecipients: 100,
    maxClients: 500,
    // Strangers may bring many mails over one connection, as a real server does.
    maxAllowedUnauthenticatedCommands: false,
    closeTimeout: 1_000,
    lenientAddressParsing: true,
    logger: false,
    onAuth: (auth, _session, callback) =>
      void answer(sessions.signIn(auth.username ?? "", auth.password ?? ""), (err, user) =>
        callback(err, user === undefined ? undefined : { user }),
      ),
    onMailFrom: (_address, session, callback) => void answer(sessions.mailFrom(session), (err) => callback(err)),
    onRcptTo: ({ address }, session, callback) =>
      void answer(sessions.rcptTo(address, session), (err) => callback(err)),
    onData: (stream, session, callback) =>
      void answer(sessions.take(stream, session), (err, text) => callback(err, text ?? "2.0.0 Caught")),
  });
  sessions.hangUp = (session) => {
    for (const connection of server.connections) if (connection.id === session.id) connection.close();
  };
  server.on("error", (err) => parts.log.debug({ err }, "a sandbox SMTP connection failed"));
  const listener = server.listen(parts.port, host);
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox SMTP server has no port.");
  return {
    host,
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A refusal as smtp-server sends it. */
class SmtpRefusal extends Error {
  readonly responseCode: number;

  constructor({ code, text }: SmtpReply) {
    super(text);
    this.responseCode = code;
  }
}

/** The connection was closed on purpose; nothing is answered. */
class HungUp extends Error {}

class SmtpSessions {
  hangUp: (session: SMTPServerSession) => void = () => {};
  readonly #parts: SmtpServerParts;
  readonly #script: SmtpScript;

  constructor(parts: SmtpServerParts) {
    this.#parts = parts;
    this.#script = parts.script ?? createSmtpScript();
  }

  async signIn(username: string, password: string): Promise<MailboxOwner> {
    const owner = await this.#parts.openMailbox({ username, password });
    if (owner === null) throw new SmtpRefusal({ code: 535, text: "5.7.8 This name and password open no mailbox" });
    return owner;
  }

  async mailFrom(session: SMTPServerSession): Promise<void> {
    this.#misbehave(this.#script.take("mail", []), session);
  }

  async rcptTo(address: string, session: SMTPServerSession): Promise<void> {
    const recipient = address.toLowerCase();
    this.#misbehave(this.#script.take("rcpt", [recipient]), session);
    const sender = senderOf(session);
    if (sender === null) {
      const owner = await this.#parts.findMailbox(recipient);
      if (owner === null)
        throw new SmtpRefusal({ code: 550, text: "5.7.1 Sign in first: no mailbox here has this address" });
      return;
    }
    const refusal = await this.#parts.refusalOf(sender.workspaceId, recipient);
    if (refusal !== null) throw new SmtpRefusal(refusal);
  }

  async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
    const { mailFrom, rcptTo } = session.envelope;
    const recipients = rcptTo.map(({ address }) => address.toLowerCase());
    const fault = this.#script.take("data", recipients);
    if (fault !== "drop-after-store") this.#misbehave(fault, session);
    const mail = {
      from: mailFrom === false ? "" : mailFrom.address.toLowerCase(),
      recipients,
      raw: Buffer.concat(chunks),
    };
    await this.#store(mail, session);
    if (fault === "drop-after-store") this.#misbehave("drop", session);
    return "2.0.0 Caught";
  }

  async #store(mail: { from: string; recipients: string[]; raw: Buffer }, session: SMTPServerSession): Promise<void> {
    const sender = senderOf(session);
    try {
      if (sender !== null) {
        await this.#parts.intake.accept(sender.workspaceId, { ...mail, account: sender.address });
        return;
      }
      for (const recipient of mail.recipients) {
        const owner = await this.#parts.findMailbox(recipient);
        if (owner === null) continue;
        await this.#parts.intake.accept(owner.workspaceId, { ...mail, recipients: [recipient], account: null });
      }
    } catch (err) {
      this.#parts.log.error({ err }, "the sandbox could not store a mail");
      throw new SmtpRefusal({ code: 451, text: "4.3.0 The mail could not be stored; try again" });
    }
  }

  #misbehave(fault: SmtpFault["answer"] | null, session: SMTPServerSession): void {
    if (fault === null || fault === "drop-after-store") return;
    if (fault !== "drop") throw new SmtpRefusal(fault);
    this.hangUp(session);
    throw new HungUp("Hung up on purpose.");
  }
}

function senderOf(session: SMTPServerSession): MailboxOwner | null {
  return (session.user as MailboxOwner | undefined) ?? null;
}

async function answer<T>(work: Promise<T>, callback: (err: Error | null, value?: T) => void): Promise<void> {
  try {
    callback(null, await work);
  } catch (err) {
    if (err instanceof HungUp) return;
    callback(
      err instanceof SmtpRefusal ? err : new SmtpRefusal({ code: 451, text: "4.3.0 Something broke on our side" }),
    );
  }
}
