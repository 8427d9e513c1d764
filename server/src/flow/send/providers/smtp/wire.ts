import { connect, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import { type RawReply, ReplyFault, ReplyReader } from "./reply-reader.ts";
import { Transcript } from "./transcript.ts";

/** The connection failed or cannot be trusted any more; what that means depends on which side of the final dot. */
export class WireFault extends Error {}

export interface Place {
  /** An address, already checked. */
  readonly host: string;
  readonly servername: string | null;
  readonly port: number;
}

const closeWithinMs = 2_000;

/**
 * The bytes of one dialogue. It knows how many replies the server owes, so whatever comes besides (a second answer to
 * one command, a farewell) spoils the connection instead of being taken for the answer to the next command.
 */
export class Wire {
  #socket: Socket;
  #reader = new ReplyReader();
  #owed = 0;
  readonly #replies: RawReply[] = [];
  #fault: WireFault | null = null;
  /** Who waits for a reply. */
  #wake: (() => void) | null = null;
  /** Who waits for something else than a reply. */
  #failed: (() => void) | null = null;
  readonly #place: Place;
  readonly transcript: Transcript;

  private constructor(socket: Socket, place: Place) {
    this.#socket = socket;
    this.#place = place;
    this.transcript = new Transcript(place);
    this.#listen(socket);
  }

  /** @throws WireFault */
  static async open(place: Place, tls: "implicit" | "plain", limitMs: number): Promise<Wire> {
    const { host, port } = place;
    const socket =
      tls === "plain" ? connect({ host, port, noDelay: true }) : connectTls({ ...tlsOptions(place), host, port });
    const wire = new Wire(socket, place);
    wire.#owed = 1;
    await wire.#until(socket, tls === "plain" ? "connect" : "secureConnect", limitMs);
    socket.setNoDelay(true);
    wire.#noteTls();
    return wire;
  }

  /** Whether the next command would be heard by a server that has said no more than it was asked. */
  isUsable(): boolean {
    return this.#fault === null;
  }

  /** Sends bytes to which the server owes so many replies. @param said how they read in the transcript; no secret, no text */
  write(bytes: string | Uint8Array, owes: number, said: string): void {
    this.#owed += owes;
    this.transcript.note("us", said);
    if (this.#fault === null) this.#socket.write(bytes);
  }

  /** The next reply that is owed. @throws WireFault */
  async reply(limitMs: number): Promise<RawReply> {
    const known = this.#replies.shift();
    if (known !== undefined) return known;
    await this.#wait(limitMs);
    const reply = this.#replies.shift();
    if (reply === undefined) throw this.#fault ?? new WireFault("The server did not answer");
    return reply;
  }

  /** Resolves when the kernel has all that was written. @throws WireFault */
  async drained(limitMs: number): Promise<void> {
    if (this.#fault === null && this.#socket.writableNeedDrain) await this.#until(this.#socket, "drain", limitMs);
    if (this.#fault !== null) throw this.#fault;
  }

  /**
   * From here on under TLS (RFC 3207). Whatever came before it in the clear, also behind the 220, is not the server's
   * word (CVE-2011-0411). @throws WireFault
   */
  async startTls(limitMs: number): Promise<void> {
    if (this.#reader.isMidway() || this.#replies.length > 0) this.#spoil("Somebody spoke before the encryption began");
    if (this.#fault !== null) throw this.#fault;
    const plain = this.#socket;
    plain.removeAllListeners("data").removeAllListeners("end").removeAllListeners("close");
    const socket = connectTls({ ...tlsOptions(this.#place), host: this.#place.host, socket: plain });
    this.#socket = socket;
    this.#reader = new ReplyReader();
    this.#listen(socket);
    await this.#until(socket, "secureConnect", limitMs);
    this.#noteTls();
  }

  /** Says goodbye; only between mails, because within DATA it would be text. */
  quit(): void {
    if (this.#fault === null) {
      this.#socket.end("QUIT\r\n");
      setTimeout(() => this.#socket.destroy(), closeWithinMs).unref();
    }
    this.#spoil("The connection was closed");
  }

  /** Drops the connection without another word. */
  drop(): void {
    this.#spoil("The connection was closed");
    this.#socket.destroy();
  }

  #noteTls(): void {
    this.transcript.tls = this.#socket instanceof TLSSocket ? this.#socket.getProtocol() : null;
  }

  #listen(socket: Socket): void {
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", (error) => this.#spoil(error.message));
    socket.on("end", () => this.#spoil("The server closed the connection"));
    socket.on("close", () => this.#spoil("The connection was closed"));
  }

  #read(chunk: Buffer): void {
    if (this.#fault !== null) return;
    try {
      for (const reply of this.#reader.push(chunk)) {
        this.transcript.note("server", reply.text);
        if (this.#owed === 0) {
          this.#spoil(`The server spoke without being asked: ${reply.text.slice(0, 200)}`);
          return;
        }
        this.#owed -= 1;
        this.#replies.push(reply);
      }
    } catch (error) {
      if (!(error instanceof ReplyFault)) throw error;
      this.#giveUp(error.message);
      return;
    }
    if (this.#replies.length > 0) this.#wake?.();
  }

  /** The first fault stays: what follows it is its echo. */
  #spoil(reason: string): void {
    if (this.#fault === null) this.transcript.note("fault", reason);
    this.#fault ??= new WireFault(reason);
    this.#wake?.();
    this.#failed?.();
  }

  #giveUp(reason: string): void {
    this.#spoil(reason);
    this.#socket.destroy();
  }

  /** Until something was said or the connection is spoiled. */
  #wait(limitMs: number): Promise<void> {
    if (this.#fault !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#giveUp("The server did not answer in time"), limitMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  #until(socket: Socket, event: "connect" | "secureConnect" | "drain", limitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp("The server did not take it in time"), limitMs);
      const settle = () => {
        clearTimeout(timer);
        socket.off(event, settle);
        this.#failed = null;
        if (this.#fault === null) resolve();
        else reject(this.#fault);
      };
      this.#failed = settle;
      socket.once(event, settle);
    });
  }
}

/** 1.2 is the least that is taken; the certificate is checked against the name, or the address where none was given. */
function tlsOptions({ servername }: Place) {
  return { ...(servername === null ? {} : { servername }), minVersion: "TLSv1.2" as const, rejectUnauthorized: true };
}
