import type { Socket } from "node:net";
import { capabilities, commands } from "./commands/registry.ts";
import { imapLimits } from "./limits.ts";
import { LineReader, LineTooLong } from "./line-reader.ts";
import type { AccountMail, MailStore } from "./mail-store.ts";
import { tellChanges } from "./refresh.ts";
import { type Completion, type ImapSession, Refusal, type Selected, type SessionState } from "./session.ts";
import { type CommandPieces, ImapSyntax, tokenize } from "./tokens.ts";

export interface ConnectionPorts {
  readonly store: MailStore;
  /** Told about faults of ours; the client only hears NO. */
  readonly onFault: (err: unknown) => void;
}

/** Serves one client until it leaves, breaks the limits or loses its connection. Never rejects. */
export async function serveConnection(socket: Socket, ports: ConnectionPorts): Promise<void> {
  const connection = new Connection(socket, ports);
  try {
    await connection.serve();
  } catch (err) {
    if (err instanceof LineTooLong) socket.write("* BYE The line is too long.\r\n");
    else if (!socket.destroyed) ports.onFault(err);
  } finally {
    socket.destroySoon();
  }
}

class Connection implements ImapSession {
  readonly store: MailStore;
  readonly reader: LineReader;
  readonly socket: Socket;
  state: SessionState = "greeted";
  mail: AccountMail | null = null;
  selected: Selected | null = null;
  failedLogins = 0;
  condstore = false;
  #badCommands = 0;
  readonly #onFault: (err: unknown) => void;

  constructor(socket: Socket, { store, onFault }: ConnectionPorts) {
    this.socket = socket;
    this.store = store;
    this.reader = new LineReader(socket);
    this.#onFault = onFault;
    socket.setNoDelay(true);
    socket.setTimeout(imapLimits.greetingMs, () => {
      socket.write("* BYE Nothing was heard for too long.\r\n");
      socket.destroySoon();
    });
  }

  async send(answer: string | Buffer): Promise<void> {
    if (this.socket.destroyed) return;
    const octets = typeof answer === "string" ? Buffer.from(answer, "latin1") : answer;
    this.socket.cork();
    this.socket.write(octets);
    const flowing = this.socket.write("\r\n");
    this.socket.uncork();
    if (!flowing) await drained(this.socket);
  }

  async serve(): Promise<void> {
    await this.send(`* OK [CAPABILITY ${capabilities}] hasteCRM sandbox mail is ready`);
    while (this.state !== "logged-out" && this.#badCommands < imapLimits.badCommands) {
      const line = await this.reader.readLine(imapLimits.commandLine);
      if (line === null) return;
      await this.#answer(line);
      if (this.state === "authenticated" || this.state === "selected") this.socket.setTimeout(imapLimits.idleMs);
    }
    if (this.state !== "logged-out") await this.send("* BYE Too many commands could not be read.");
  }

  async #answer(line: Buffer): Promise<void> {
    const start = /^([^\s(){%*"\\+]{1,64}) (UID )?([A-Za-z]{1,30})(?= |$)/i.exec(line.toString("latin1"));
    if (start === null) {
      this.#badCommands += 1;
      await this.send("* BAD This is not a command.");
      return;
    }
    const [head, tag = "*", uid, verb = ""] = start;
    const name = verb.toUpperCase();
    const pieces = await this.#readPieces(line.subarray(head.length), name, tag);
    if (pieces === null) return;
    const completion = await this.#run(name, pieces, uid !== undefined);
    this.#badCommands = completion.status === "BAD" ? this.#badCommands + 1 : 0;
    await this.send(`${tag} ${completion.status} ${completion.text}`);
  }

  async #run(name: string, pieces: CommandPieces, uid: boolean): Promise<Completion> {
    const command = commands.get(uid ? `UID ${name}` : name);
    if (command === undefined) return { status: "BAD", text: "This command is not known." };
    if (!command.states.includes(this.state)) return { status: "BAD", text: "Not in this state." };
    try {
      const completion = await command.run(this, tokenize(pieces), { uid });
      if (uid || name === "NOOP" || name === "CHECK") await tellChanges(this);
      return completion;
    } catch (err) {
      if (err instanceof ImapSyntax) return { status: "BAD", text: err.message };
      if (err instanceof Refusal) return { status: "NO", text: err.message };
      if (err instanceof LineTooLong) throw err;
      this.#onFault(err);
      return { status: "NO", text: "[SERVERBUG] Something broke on our side; nothing was changed." };
    }
  }

  /**
   * The rest of the first line, and while a line ends with `{n}` or `{n+}` (RFC 7888) the literal and the line after it.
   * Null when the command was refused here or the client left.
   */
  async #readPieces(firstLine: Buffer, name: string, tag: string): Promise<CommandPieces | null> {
    const pieces: (string | Buffer)[] = [];
    let line = firstLine.toString("latin1");
    let length = 0;
    for (;;) {
      const marker = /\{(\d{1,10})(\+)?\}$/.exec(line);
      pieces.push(marker === null ? line : line.slice(0, marker.index));
      if (marker === null) return pieces;
      const size = Number(marker[1]);
      const waits = marker[2] === undefined;
      length += size;
      const mayAppend = name === "APPEND" && (this.state === "authenticated" || this.state === "selected");
      if (length > (mayAppend ? imapLimits.appendLiteral : imapLimits.literal)) {
        await this.#refuseLiteral({ tag, size, waits });
        return null;
      }
      if (waits) await this.send("+ Ready for the literal");
      const octets = await this.reader.readOctets(size);
      const next = octets === null ? null : await this.reader.readLine(imapLimits.commandLine);
      if (octets === null || next === null) return null;
      pieces.push(octets);
      line = next.toString("latin1");
    }
  }

  /** A waiting client can simply be told no; one that does not wait sends its octets anyway, so the line is cut. */
  async #refuseLiteral(literal: { tag: string; size: number; waits: boolean }): Promise<void> {
    this.#badCommands += 1;
    if (literal.waits) {
      await this.send(`${literal.tag} NO [TOOBIG] This literal is too large.`);
      return;
    }
    await this.send("* BYE [TOOBIG] This literal is too large.");
    this.state = "logged-out";
  }
}

/** Resolves when the client has read on, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}
