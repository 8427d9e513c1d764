import type { DialogueTrace, MailConnection, Outcome, OutgoingMail, Permit } from "../provider.ts";
import { commandLine } from "./commands.ts";
import { envelopeOf, type Step } from "./envelope.ts";
import type { TimeLimits } from "./limits.ts";
import { wireText } from "./mail-text.ts";
import type { Opened } from "./open.ts";
import { type RawReply, wordsOf } from "./reply-reader.ts";
import { WireFault } from "./wire.ts";

/**
 * Up to here a text waits with its dot and goes in one write: the server cannot have all of it before the dot. A longer
 * one goes ahead, so that only the dot is left when the mark is written.
 */
const shortText = 64 * 1_024;

/**
 * One dialogue, mail after mail. The final dot is the one byte after which the server may have the mail; it leaves only
 * once the mark is committed, and everything before it is `unsent`, everything after it without an answer `uncertain`.
 */
export class SmtpConnection implements MailConnection {
  readonly #opened: Opened;
  readonly #limits: TimeLimits;
  /** The last mail was refused half-way: its envelope is taken back in one breath with the next one. */
  #needsReset = false;
  /** The server said that it hangs up (RFC 5321 §3.8). */
  #isOver = false;

  constructor(opened: Opened, limits: TimeLimits) {
    this.#opened = opened;
    this.#limits = limits;
  }

  isUsable(): boolean {
    return !this.#isOver && this.#opened.wire.isUsable();
  }

  close(): void {
    this.#isOver = true;
    this.#opened.wire.quit();
  }

  trace(): DialogueTrace {
    return this.#opened.wire.transcript.trace();
  }

  async send(mail: OutgoingMail, permit: Permit): Promise<Outcome> {
    const envelope = envelopeOf(mail, this.#opened.extensions, this.#limits);
    if (!envelope.ok) return { kind: "refused", reply: envelope.reply, stage: envelope.stage };
    this.#opened.wire.transcript.beginMail();
    try {
      return (await this.#introduce(envelope.steps)) ?? (await this.#handOver(mail, permit));
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      this.#drop();
      return { kind: "unsent", reason: oneLine(error.message), reply: null };
    }
  }

  /** The envelope, as far as 354; null when the server waits for the text. @throws WireFault */
  async #introduce(steps: readonly Step[]): Promise<Outcome | null> {
    const { wire, extensions } = this.#opened;
    const said: readonly Step[] = this.#needsReset ? [this.#reset(), ...steps] : steps;
    this.#needsReset = false;
    if (extensions.pipelining) {
      const lines = said.map(({ line }) => line).join("");
      wire.write(lines, said.length, lines);
    }
    let refusal: { reply: RawReply; step: Step } | null = null;
    let last = 0;
    for (const step of said) {
      const isWanted: boolean = refusal === null || (extensions.pipelining && refusal.reply.code !== 421);
      if (!isWanted) break;
      if (!extensions.pipelining) wire.write(step.line, 1, step.line);
      const reply: RawReply | null = await this.#replyTo(step, refusal !== null);
      if (reply === null) break;
      last = reply.code;
      if (refusal === null && !isAgreed(reply, step)) refusal = { reply, step };
    }
    if (refusal === null) return null;
    return this.#afterRefusal(refusal.reply, refusal.step, last === 354);
  }

  /** null: the server was heard saying no, and then broke off. @throws WireFault */
  async #replyTo(step: Step, isRefused: boolean): Promise<RawReply | null> {
    try {
      const reply = await this.#opened.wire.reply(step.limitMs);
      const isOutOfTurn = reply.code < 400 && !isAgreed(reply, step);
      if (isOutOfTurn && !isRefused) throw new WireFault(`The server answered out of turn: ${reply.text}`);
      return reply;
    } catch (error) {
      if (!isRefused || !(error instanceof WireFault)) throw error;
      this.#drop();
      return null;
    }
  }

  #afterRefusal(reply: RawReply, { stage }: Step, waitsForText: boolean): Outcome {
    // 354 to nobody (RFC 2920 §3.1 allows it): a lone dot could become somebody's empty mail if replies are misaligned.
    if (waitsForText) this.#drop();
    if (stage === null) {
      this.#drop();
      return { kind: "unsent", reason: `The server cannot begin anew: ${oneLine(reply.text)}`, reply: null };
    }
    if (reply.code === 421) this.close();
    this.#needsReset = true;
    return { kind: "refused", reply: wordsOf(reply), stage };
  }

  /** @throws WireFault while the server cannot have the whole mail */
  async #handOver(mail: OutgoingMail, permit: Permit): Promise<Outcome> {
    const { wire } = this.#opened;
    const { text, end } = wireText(mail.raw);
    const goesAhead = text.length > shortText;
    if (goesAhead) {
      wire.write(text, 0, `(${text.length} bytes of the email)`);
      await wire.drained(this.#limits.blockMs);
    }
    const permission = await permit();
    if (permission !== "go") {
      // There is no way back inside DATA: RSET would be text.
      this.#drop();
      return { kind: "withheld", permission };
    }
    if (!wire.isUsable()) throw new WireFault("The server hung up before the mail was complete");
    if (goesAhead) wire.write(end, 1, ".");
    else wire.write(Buffer.concat([text, Buffer.from(end)]), 1, `(${text.length} bytes of the email)\r\n.`);
    return this.#answerToDot();
  }

  async #answerToDot(): Promise<Outcome> {
    let reply: RawReply;
    try {
      reply = await this.#opened.wire.reply(this.#limits.dotMs);
    } catch (error) {
      this.#drop();
      const why = oneLine(error instanceof Error ? error.message : String(error));
      return { kind: "uncertain", reason: `no answer came after the final dot: ${why}.` };
    }
    if (reply.code < 300) return { kind: "accepted", reply: wordsOf(reply), providerMessageId: null };
    if (reply.code < 400) {
      this.#drop();
      return { kind: "uncertain", reason: `The server's answer says neither yes nor no: ${oneLine(reply.text)}` };
    }
    if (reply.code === 421) this.close();
    return { kind: "refused", reply: wordsOf(reply), stage: "content" };
  }

  #reset(): Step {
    return { line: commandLine("RSET"), stage: null, limitMs: this.#limits.commandMs };
  }

  #drop(): void {
    this.#isOver = true;
    this.#opened.wire.drop();
  }
}

/** 354 is the only word that asks for the text; a 2xx to DATA answers something else. */
function isAgreed({ code }: RawReply, { stage }: Step): boolean {
  return stage === "content" ? code === 354 : code < 300;
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 300);
}
