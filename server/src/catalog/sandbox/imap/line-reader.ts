import type { Readable } from "node:stream";
import { imapLimits } from "./limits.ts";

/** The peer sent a line longer than allowed: nothing after it can be trusted to be a command. */
export class LineTooLong extends Error {}

/**
 * Pulls lines and counted octets out of a socket. Pull, not push: while a command runs nothing is parsed, and a socket
 * that sends faster than it is read gets paused, so a hostile client holds at most `inputBacklog` octets of memory.
 */
export class LineReader {
  readonly #socket: Readable;
  #chunks: Buffer[] = [];
  #held = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(socket: Readable) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      if (this.#held > imapLimits.inputBacklog) socket.pause();
      this.#wake?.();
    });
    const end = () => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on("end", end);
    socket.on("close", end);
    socket.on("error", end);
  }

  /** The next line without its CRLF (a bare LF is taken too), or null at the end of the stream. */
  async readLine(limit: number): Promise<Buffer | null> {
    let searched = 0;
    for (;;) {
      const pending = this.#pending();
      const newline = pending.indexOf(0x0a, searched);
      if (newline > limit || (newline < 0 && pending.length > limit)) throw new LineTooLong();
      if (newline >= 0) {
        this.#keep(pending.subarray(newline + 1));
        const end = newline > 0 && pending[newline - 1] === 0x0d ? newline - 1 : newline;
        return pending.subarray(0, end);
      }
      searched = pending.length;
      if (!(await this.#more())) return null;
    }
  }

  /** Exactly `count` octets, or null when the stream ends before them. */
  async readOctets(count: number): Promise<Buffer | null> {
    const taken: Buffer[] = [];
    const complete = await this.#take(count, (piece) => taken.push(piece));
    return complete ? Buffer.concat(taken, count) : null;
  }

  /** Reads `count` octets and forgets them; false when the stream ends before them. */
  skipOctets(count: number): Promise<boolean> {
    return this.#take(count, () => {});
  }

  async #take(count: number, each: (piece: Buffer) => void): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      const chunk = this.#chunks.shift();
      if (chunk === undefined) {
        if (!(await this.#more())) return false;
        continue;
      }
      const piece = chunk.subarray(0, missing);
      if (chunk.length > missing) this.#chunks.unshift(chunk.subarray(missing));
      this.#held -= piece.length;
      missing -= piece.length;
      each(piece);
    }
    return true;
  }

  #pending(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
  }

  /** Waits for input beyond what is held; false at the end. */
  async #more(): Promise<boolean> {
    const before = this.#held;
    while (this.#held === before && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#socket.resume();
      });
    }
    this.#wake = undefined;
    return this.#held > before;
  }
}
