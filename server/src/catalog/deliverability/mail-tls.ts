import { createHash, X509Certificate } from "node:crypto";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import type { ChainLink, SeeMailTls, SeenMailTls } from "@haste/engine/deliverability";
import { HostNotAllowed, type HostPolicy, type ResolveHost, resolveChecked } from "../../platform/net/index.ts";

/** Connection, greeting, two commands and handshake together. Some servers let strangers wait some seconds first. */
const withinMs = 15_000;
/** No greeting and no list of extensions is longer. */
const mostSigns = 16_384;
/** An address literal is right everywhere (RFC 5321 §4.1.3). */
const hello = "EHLO [127.0.0.1]\r\n";

export interface MailTlsPorts {
  readonly policy: HostPolicy;
  readonly resolve?: ResolveHost;
  /** Connects to an address that was checked. */
  readonly open?: (address: string) => Socket;
  readonly timeLimitMs?: number;
}

/**
 * Looks at the encryption of a mail server: greeting, EHLO, STARTTLS, handshake, and goodbye; no mail is begun. Its name
 * is whatever somebody wrote into the DNS, so it is looked up once, checked, and that address is connected.
 */
export function createMailTls({
  policy,
  resolve,
  open = openPort25,
  timeLimitMs = withinMs,
}: MailTlsPorts): SeeMailTls {
  return async (server) => {
    let dialogue: Dialogue | null = null;
    try {
      const { address } = await resolveChecked(server, policy, resolve);
      dialogue = new Dialogue(open(address), timeLimitMs);
      return await look(server, dialogue);
    } catch (error) {
      return { kind: "unknown", reason: reasonOf(server, error) };
    } finally {
      dialogue?.drop();
    }
  };
}

const openPort25 = (address: string): Socket => connect({ host: address, port: 25 });

async function look(server: string, dialogue: Dialogue): Promise<SeenMailTls> {
  const greeting = await dialogue.reply();
  if (!greeting.startsWith("220")) return { kind: "unknown", reason: `${server} does not greet us: ${greeting}.` };
  const offers = await dialogue.say(hello);
  if (!offers.startsWith("250")) return { kind: "unknown", reason: `${server} does not talk to us: ${offers}.` };
  if (!/^250[ -]STARTTLS\s*$/im.test(offers)) {
    await dialogue.quit();
    return { kind: "plain" };
  }
  const ready = await dialogue.say("STARTTLS\r\n");
  if (!ready.startsWith("220")) return { kind: "broken", reason: `it answers ${ready}.` };
  // What came in the clear behind the 220 is not the server's word (CVE-2011-0411).
  if (dialogue.isMidway()) return { kind: "broken", reason: "somebody spoke before the encryption began." };
  return dialogue.shakeHands(server);
}

/** Half a dialogue of SMTP, bounded in time and length. */
class Dialogue {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #heard = "";
  #fault: Error | null = null;
  #wake: () => void = () => {};

  constructor(socket: Socket, limitMs: number) {
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.destroy(new Error("it did not answer in time")), limitMs);
    socket.on("data", (chunk: Buffer) => {
      this.#heard += chunk.toString("latin1");
      this.#wake();
    });
    socket.on("error", (error) => this.#end(error));
    socket.on("close", () => this.#end(new Error("it closed the connection")));
  }

  isMidway(): boolean {
    return this.#heard !== "";
  }

  say(line: string): Promise<string> {
    this.#socket.write(line);
    return this.reply();
  }

  /** A whole reply, which ends with the line that has no hyphen (RFC 5321 §4.2.1). @throws Error */
  async reply(): Promise<string> {
    for (;;) {
      const end = /^\d{3}(?: .*)?\r?\n/m.exec(this.#heard);
      if (end !== null) {
        const length = end.index + end[0].length;
        const reply = this.#heard.slice(0, length);
        this.#heard = this.#heard.slice(length);
        return reply.trim().slice(0, mostSigns);
      }
      if (this.#heard.length > mostSigns) throw new Error("it talks without end");
      if (this.#fault !== null) throw this.#fault;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async quit(): Promise<void> {
    await this.say("QUIT\r\n").catch(() => {});
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#socket.destroy();
  }

  /** Every certificate and every protocol is taken: how good they are is what is asked, and nothing is said after. */
  shakeHands(servername: string): Promise<SeenMailTls> {
    this.#socket.removeAllListeners("data");
    return new Promise((resolve) => {
      const broken = ({ code, message }: NodeJS.ErrnoException) =>
        resolve({ kind: "broken", reason: `the handshake fails (${this.#fault?.message ?? code ?? message}).` });
      const socket = connectTls({
        ...{ socket: this.#socket, servername, rejectUnauthorized: false },
        ...{ minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" },
      });
      socket.once("secureConnect", () => resolve(seenOf(socket)));
      socket.on("error", broken);
      socket.once("close", () => broken(new Error("it closed the connection")));
    });
  }

  /** The first fault stays: what follows it is its echo. */
  #end(error: Error): void {
    this.#fault ??= error;
    this.#wake();
  }
}

function seenOf(socket: TLSSocket): SeenMailTls {
  const own = socket.getPeerCertificate(true);
  const { subjectaltname = "", valid_to } = own;
  const until = new Date(valid_to);
  const trouble = socket.authorized ? null : String(socket.authorizationError);
  return {
    kind: "secure",
    protocol: socket.getProtocol() ?? "unknown",
    certificate: {
      names: subjectaltname.split(", ").flatMap((name) => (name.startsWith("DNS:") ? [name.slice(4)] : [])),
      until: Number.isNaN(until.getTime()) ? null : until.toISOString().slice(0, 10),
      // Whether the name is right is told by the names.
      distrust: trouble === "ERR_TLS_CERT_ALTNAME_INVALID" ? null : trouble,
      chain: chainOf(own),
    },
  };
}

/** Longer chains are nobody's. */
const mostLinks = 6;

/**
 * As far as each is signed by the next: whoever shows another's certificate behind its own is not of its house. Node adds a
 * trusted authority that the server did not show.
 */
function chainOf(own: DetailedPeerCertificate): ChainLink[] {
  const chain: X509Certificate[] = [];
  for (
    let shown: DetailedPeerCertificate | undefined = own;
    shown?.raw !== undefined;
    shown = shown.issuerCertificate
  ) {
    const next = new X509Certificate(shown.raw);
    const last = chain.at(-1);
    const isEnd = last !== undefined && (last.raw.equals(next.raw) || !last.verify(next.publicKey));
    if (isEnd || chain.length === mostLinks) break;
    chain.push(next);
  }
  return chain.map(({ raw, publicKey }) => ({
    certificate: digestsOf(raw),
    key: digestsOf(publicKey.export({ type: "spki", format: "der" })),
  }));
}

function digestsOf(bytes: Buffer): ChainLink["key"] {
  const by = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  return { full: bytes.toString("hex"), sha256: by("sha256"), sha512: by("sha512") };
}

function reasonOf(server: string, error: unknown): string {
  if (error instanceof HostNotAllowed) return `${server} leads into a private network, so it was not tried.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return `${server} was not reached (${code ?? message}).`;
}
