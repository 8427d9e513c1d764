import { readSmtpReply, type SmtpReply } from "@haste/engine/send";
import { longestReply, longestReplyLine } from "./limits.ts";

/** One complete reply as it came, bytes as latin1; read further only where its words matter. */
export interface RawReply {
  readonly code: number;
  readonly text: string;
}

/** A server broke the grammar of replies: nothing it says after that can be matched to a command. */
export class ReplyFault extends Error {}

const lineShape = /^([2-5]\d\d)(?:([ -])|$)/;

/**
 * Cuts a server's bytes into replies (RFC 5321 §4.2.1). Lenient where nothing can be misread (a bare LF ends a line, a
 * line may consist of digits only), strict elsewhere: codes that differ within a reply, lines that are no reply and
 * whatever outgrows its limit are faults.
 */
export class ReplyReader {
  #pending = "";
  #code = 0;
  #lines = "";

  /** @throws ReplyFault */
  push(chunk: Buffer): RawReply[] {
    const text = this.#pending + chunk.toString("latin1");
    const replies: RawReply[] = [];
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      const line = text.slice(from, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
      from = end + 1;
      if (this.#take(line)) replies.push(this.#complete());
    }
    this.#pending = text.slice(from);
    if (this.#pending.length > longestReplyLine) throw new ReplyFault("The server's reply has a line without an end");
    return replies;
  }

  /** Whether something was begun that is no whole reply yet. */
  isMidway(): boolean {
    return this.#pending !== "" || this.#code !== 0;
  }

  /** True when the line ends its reply. */
  #take(line: string): boolean {
    const shape = lineShape.exec(line);
    if (shape === null || line.length > longestReplyLine) throw new ReplyFault("The server said what is no reply");
    const code = Number(shape[1]);
    if (this.#code !== 0 && this.#code !== code) throw new ReplyFault("The server's reply contradicts itself");
    this.#code = code;
    this.#lines = this.#lines === "" ? line : `${this.#lines}\n${line}`;
    if (this.#lines.length > longestReply) throw new ReplyFault("The server's reply does not end");
    return shape[2] !== "-";
  }

  #complete(): RawReply {
    const reply = { code: this.#code, text: this.#lines };
    this.#code = 0;
    this.#lines = "";
    return reply;
  }
}

/** The reply with its enhanced code and its words for people. */
export function wordsOf({ code, text }: RawReply): SmtpReply {
  return readSmtpReply(Buffer.from(text, "latin1").toString()) ?? { code, enhanced: null, text: "" };
}
