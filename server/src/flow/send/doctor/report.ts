import type { Hop } from "@haste/contract/nouns/connecting";
import { type FailedHop, remedyOf } from "@haste/engine/send";
import type { Patient } from "./patient.ts";

type AnyHop = Pick<Hop, "protocol" | "step">;
/** A hop that is gone, where others only tell what was found. */
export type HopName = Pick<FailedHop, "protocol" | "step">;
export type ProofStep = Extract<Hop["step"], "dkim" | "spf" | "dmarc" | "one-click" | "handed-over">;

/** A hop that failed: what was said, and by whom. */
export class HopFault extends Error {
  readonly reply: FailedHop["reply"];
  /** Instead of what the engine would say. */
  readonly remedy: string | null;

  constructor(words: string, options: { reply?: FailedHop["reply"]; remedy?: string; cause?: unknown } = {}) {
    super(words, { cause: options.cause });
    this.reply = options.reply ?? null;
    this.remedy = options.remedy ?? null;
  }
}

/** What a hop found, and what the next one goes on with. */
export interface Found<T> {
  readonly detail: string;
  readonly value: T;
}

export type Place = Pick<FailedHop, "host" | "port" | "tls">;

const outgoing = ["dns", "tcp", "tls", "auth", "sender", "mail"] as const;
export const incoming = ["dns", "tcp", "tls", "auth", "seen"] as const;

const proven: readonly ProofStep[] = ["dkim", "spf", "dmarc", "one-click", "handed-over"];

type Ways = Pick<Patient, "smtp" | "imap" | "mailboxApi">;

function hopsOf(patient: Ways): AnyHop[] {
  const out: AnyHop[] =
    patient.smtp === null
      ? (["auth", "mail"] as const).map((step) => ({ protocol: "api", step }))
      : outgoing.map((step) => ({ protocol: "smtp", step }));
  return [...out, ...inOf(patient), ...proven.map((step): AnyHop => ({ protocol: "returned", step }))];
}

function inOf({ imap, mailboxApi }: Ways): AnyHop[] {
  if (imap === null && mailboxApi !== null) return [{ protocol: "api", step: "seen" }];
  return incoming.map((step) => ({ protocol: "imap", step }));
}

/** All hops of one check in their order; each change is told, so that whoever waits sees it come. */
export class CheckReport {
  #hops: readonly Hop[];
  readonly #save: (hops: readonly Hop[]) => Promise<void>;
  readonly #elapsed: () => number;

  /** @param elapsed milliseconds of a clock that never goes back */
  constructor(
    patient: Ways,
    { save, elapsed }: { save: (hops: readonly Hop[]) => Promise<void>; elapsed: () => number },
  ) {
    this.#hops = hopsOf(patient).map((name) => ({ ...name, state: "waiting", detail: "", remedy: null, ms: null }));
    this.#save = save;
    this.#elapsed = elapsed;
  }

  get hops(): readonly Hop[] {
    return this.#hops;
  }

  /** Takes one hop; null where it failed, with what was said and the remedy. */
  async take<T>(name: HopName, place: Place, work: () => Promise<Found<T>>): Promise<T | null> {
    await this.#set(name, { state: "running" });
    const began = this.#elapsed();
    const ms = () => Math.round((this.#elapsed() - began) * 10) / 10;
    try {
      const { detail, value } = await work();
      await this.#set(name, { state: "passed", detail, ms: ms() });
      return value;
    } catch (error) {
      const words = wordsOf(error);
      const reply = error instanceof HopFault ? error.reply : null;
      const own = error instanceof HopFault ? error.remedy : null;
      const remedy = own ?? remedyOf({ ...name, ...place, words: `${codeOf(error)} ${words}`, reply });
      await this.#set(name, { state: "failed", detail: words, remedy, ms: ms() });
      return null;
    }
  }

  skip(name: HopName, detail: string, remedy: string | null = null): Promise<void> {
    return this.#set(name, { state: "skipped", detail, remedy });
  }

  /** What the mail that came back proves. */
  prove(step: ProofStep, told: Pick<Hop, "state" | "detail" | "remedy">): Promise<void> {
    return this.#set({ protocol: "returned", step }, told);
  }

  /** What is left waiting was not reached. */
  async end(): Promise<void> {
    this.#hops = this.#hops.map((hop) =>
      hop.state === "waiting" ? { ...hop, state: "skipped", detail: "Not reached" } : hop,
    );
    await this.#save(this.#hops);
  }

  #set(name: AnyHop, change: Partial<Hop>): Promise<void> {
    this.#hops = this.#hops.map((hop) =>
      hop.protocol === name.protocol && hop.step === name.step ? { ...hop, ...change } : hop,
    );
    return this.#save(this.#hops);
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}

/** In words of people where the network speaks in codes. */
const networkWords: Readonly<Record<string, string>> = {
  ENOTFOUND: "This name does not exist.",
  EAI_AGAIN: "No name server answers.",
  ENODATA: "This name has no address.",
  ECONNREFUSED: "The connection was refused.",
  ECONNRESET: "The connection was reset.",
  ETIMEDOUT: "No answer in time.",
  EHOSTUNREACH: "There is no way to this address.",
  ENETUNREACH: "There is no way to this network.",
};

function wordsOf(error: unknown): string {
  const known = networkWords[codeOf(error)];
  if (known !== undefined) return known;
  const text = error instanceof Error ? error.message : String(error);
  return (
    text
      .replace(/[\p{Cc}]+/gu, " ")
      .trim()
      .slice(0, 300) || "It failed without a word."
  );
}
