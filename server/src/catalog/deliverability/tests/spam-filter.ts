/** A spam filter of the operator: SpamAssassin's spamd by its protocol 1.5, or Rspamd over HTTP. */
import { connect } from "node:net";

export interface FilterVerdict {
  /** null: nobody judged it, for the reason in `note`. */
  readonly by: "spamassassin" | "rspamd" | null;
  readonly points: number;
  readonly spamFrom: number;
  readonly rules: readonly { readonly name: string; readonly points: number | null; readonly detail: string | null }[];
  readonly note: string | null;
}

/** Filters ask lists and names themselves, so some seconds are usual. */
const answerWithinMs = 30_000;
const mostBytes = 1_000_000;
const mostRules = 200;

export type AskFilter = (mail: Buffer) => Promise<FilterVerdict>;

export function nobody(note: string): FilterVerdict {
  return { by: null, points: 0, spamFrom: 0, rules: [], note };
}

/** @param address `spamd://host:783`, or `http://host:11333` of Rspamd; null: there is none */
export function createSpamFilter(address: string | null): AskFilter {
  if (address === null)
    return async () => nobody("No spam filter is set up (--spam-filter), so only our own rules judged it.");
  const url = new URL(address);
  const ask =
    url.protocol === "spamd:" ? (mail: Buffer) => askSpamd(url, mail) : (mail: Buffer) => askRspamd(url, mail);
  return (mail) =>
    ask(mail).catch((err: unknown) => {
      const { code, message } = err as { code?: string; message: string };
      return nobody(
        `The spam filter at ${url.host} did not answer (${code ?? message}), so only our own rules judged it.`,
      );
    });
}

async function askSpamd(url: URL, mail: Buffer): Promise<FilterVerdict> {
  const head = `SYMBOLS SPAMC/1.5\r\nContent-length: ${mail.length}\r\n\r\n`;
  return readSpamd(await converse(url, Buffer.concat([Buffer.from(head), mail])));
}

/** Says everything, closes its side, and hears the other to its end. */
function converse(url: URL, said: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 783) });
    const heard: Buffer[] = [];
    let size = 0;
    const late = setTimeout(() => socket.destroy(new Error("it took too long")), answerWithinMs);
    socket.on("data", (chunk: Buffer) => {
      heard.push(chunk);
      size += chunk.length;
      if (size > mostBytes) socket.destroy(new Error("it said too much"));
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(late);
      resolve(Buffer.concat(heard).toString());
    });
    socket.end(said);
  });
}

/** `SPAMD/1.1 0 EX_OK`, headers, an empty line, and the names of the rules. */
export function readSpamd(answer: string): FilterVerdict {
  const [head = "", ...rest] = answer.split(/\r?\n\r?\n/);
  const score = /^Spam:\s*\S+\s*;\s*(-?[\d.]+)\s*\/\s*(-?[\d.]+)/im.exec(head);
  if (!/^SPAMD\/\S+ 0 /.test(head) || score === null) throw new Error("it answered something else");
  const names = rest
    .join(",")
    .split(/[\s,]+/)
    .filter((name) => name !== "");
  return {
    by: "spamassassin",
    points: Number(score[1]),
    spamFrom: Number(score[2]),
    rules: names.slice(0, mostRules).map((name) => ({ name: name.slice(0, 100), points: null, detail: null })),
    note: null,
  };
}

async function askRspamd(url: URL, mail: Buffer): Promise<FilterVerdict> {
  const response = await fetch(new URL("/checkv2", url), {
    ...{ method: "POST", redirect: "error", body: new Uint8Array(mail) },
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return readRspamd(await response.json());
}

interface RspamdAnswer {
  readonly score?: unknown;
  readonly required_score?: unknown;
  readonly symbols?: Readonly<Record<string, { readonly score?: unknown; readonly description?: unknown }>>;
}

export function readRspamd(answer: unknown): FilterVerdict {
  const { score, required_score: required, symbols } = (answer ?? {}) as RspamdAnswer;
  if (typeof score !== "number" || typeof required !== "number") throw new Error("it answered something else");
  const rules = Object.entries(symbols ?? {}).map(([name, symbol]) => ({
    name: name.slice(0, 100),
    points: typeof symbol.score === "number" ? symbol.score : null,
    detail: typeof symbol.description === "string" ? symbol.description.slice(0, 300) : null,
  }));
  const gravest = rules.filter(({ points }) => points !== 0).sort((a, b) => (b.points ?? 0) - (a.points ?? 0));
  return { by: "rspamd", points: score, spamFrom: required, rules: gravest.slice(0, mostRules), note: null };
}
