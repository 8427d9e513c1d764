import { performance } from "node:perf_hooks";
import type { DialogueTrace, Speaker, TraceLine } from "../provider.ts";

/** A talkative server costs no more than this: a trace is kept for every mail. */
const longestSaid = 500;
const mostLines = 40;

/**
 * What was said on one connection, and when: its opening once, then mail by mail. Whoever writes says how it reads here,
 * so neither a secret nor a mail's text gets in by itself.
 */
export class Transcript {
  #began = performance.now();
  #opening: TraceLine[] = [];
  #lines: TraceLine[] = [];
  #isOpen = false;
  readonly #host: string;
  readonly #port: number;
  tls: string | null = null;

  constructor({ host, port }: { readonly host: string; readonly port: number }) {
    this.#host = host;
    this.#port = port;
  }

  note(by: Speaker, said: string): void {
    if (this.#lines.length >= mostLines) return;
    const ms = Math.round(performance.now() - this.#began);
    this.#lines.push([ms, by, said.length > longestSaid ? `${said.slice(0, longestSaid)}…` : said.trimEnd()]);
  }

  /** From here on it is about another mail. */
  beginMail(): void {
    if (!this.#isOpen) this.#opening = this.#lines;
    this.#isOpen = true;
    this.#began = performance.now();
    this.#lines = [];
  }

  /** As far as it has come with the mail under way. */
  trace(): DialogueTrace {
    return {
      agoMs: Math.round(performance.now() - this.#began),
      ...{ host: this.#host, port: this.#port, tls: this.tls },
      opening: this.#opening,
      lines: this.#lines,
    };
  }
}
