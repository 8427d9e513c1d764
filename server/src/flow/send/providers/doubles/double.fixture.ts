import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A request as the double heard it. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A mail the double took; `raw` is empty at services that take parts. */
export interface Taken {
  readonly to: string;
  readonly messageId: string;
  readonly threadId: string;
}

/** What makes a double of one service: what it asks of a request, and what it answers to a good one. */
export interface Service {
  readonly name: string;
  /** Every fault of a request, by the service's description; written by hand, so that it holds without the description. */
  readonly faults: (heard: Heard) => string[];
  readonly isSend: (heard: Heard) => boolean;
  /** The mail of a good request that sends. */
  readonly take: (heard: Heard) => Taken;
  readonly answer: (heard: Heard, taken: readonly Taken[]) => Said;
}

/** What happens to the next request that sends instead of an answer. */
export type Mishap = Said | "hangs after taking" | "cuts after taking" | "cuts before reading";

/** One service on loopback: strict on what it is asked, obedient in what goes wrong. */
export class Double {
  readonly taken: Taken[] = [];
  readonly heard: Heard[] = [];
  /** Faults of all requests so far; every test ends with none. */
  readonly faults: string[] = [];
  readonly mishaps: Mishap[] = [];
  /** What the next questions that send nothing are answered instead. */
  readonly refusals: Said[] = [];
  /** Keys that are refused with 401. */
  readonly refusedSecrets = new Set<string>();
  readonly #service: Service;
  readonly #server: Server;

  /** @param certificate left out: it speaks in the clear */
  constructor(service: Service, certificate?: { readonly cert: string; readonly key: string }) {
    this.#service = service;
    const meet = (request: IncomingMessage, response: ServerResponse) => void this.#meet(request, response);
    this.#server = certificate === undefined ? createServer(meet) : createTlsServer(certificate, meet);
  }

  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends connections nobody uses just now, as these services do with silent ones. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isSend = request.method === "POST";
    const mishap = isSend ? this.mishaps.shift() : undefined;
    if (mishap === "cuts before reading") return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://double");
    const { method = "", headers } = request;
    const heard = { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(chunks) };
    this.heard.push(heard);
    this.faults.push(...this.#service.faults(heard));
    if (typeof mishap === "object") return say(response, mishap);
    const secret = [...this.refusedSecrets].find((one) => headers.authorization?.includes(one));
    if (secret !== undefined)
      return say(response, { status: 401, body: { error: { message: "Invalid Credentials" } } });
    const refusal = isSend ? undefined : this.refusals.shift();
    if (refusal !== undefined) return say(response, refusal);
    if (this.#service.isSend(heard)) this.taken.push(this.#service.take(heard));
    if (mishap === "hangs after taking") return;
    if (mishap === "cuts after taking") return void request.socket.destroy();
    say(response, this.#service.answer(heard, this.taken));
  }
}

function say(response: ServerResponse, { status, headers = {}, body }: Said): void {
  const text = typeof body === "string" || Buffer.isBuffer(body) ? body : (JSON.stringify(body) ?? "");
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

/** A header of a mail, unfolded; empty where it has none. */
export function headerOf(raw: Buffer, name: string): string {
  const head =
    raw
      .toString("latin1")
      .split("\r\n\r\n")[0]
      ?.replaceAll(/\r\n[ \t]+/g, " ") ?? "";
  return new RegExp(`^${name}: *(.*)$`, "im").exec(head)?.[1] ?? "";
}

/** What is wrong with an object: an unknown field, a field of another type. `?` at its end: may be missing. */
export function shapeFaults(value: unknown, shape: Readonly<Record<string, string>>, at: string): string[] {
  if (typeof value !== "object" || value === null) return [`${at} is no object`];
  const fields = value as Record<string, unknown>;
  const known = new Map(Object.entries(shape).map(([name, type]) => [name.replace(/\?$/, ""), { name, type }]));
  const unknown = Object.keys(fields).filter((name) => !known.has(name));
  const wrong = [...known].flatMap(([name, { name: written, type }]) => {
    if (fields[name] === undefined) return written.endsWith("?") ? [] : [`${at}.${name} is missing`];
    const is = Array.isArray(fields[name]) ? "array" : typeof fields[name];
    return is === type ? [] : [`${at}.${name} is ${is}, not ${type}`];
  });
  return [...unknown.map((name) => `${at}.${name} is unknown`), ...wrong];
}

export function jsonBody({ body }: Heard): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

/** What a request has to carry whatever it asks. */
export function headFaults({ headers }: Heard, wanted: { type: RegExp | null; authorization: RegExp }): string[] {
  const { type, authorization } = wanted;
  const faults: string[] = [];
  if (type !== null && !type.test(headers["content-type"] ?? ""))
    faults.push(`content-type ${headers["content-type"]}`);
  if (!authorization.test(headers.authorization ?? "")) faults.push("authorization is malformed");
  return faults;
}

/** What is wrong with the bytes of a mail as all of them take it. */
export function mailFaults(raw: Buffer): string[] {
  const needed = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Unsubscribe"];
  return needed.filter((name) => headerOf(raw, name) === "").map((name) => `the mail has no ${name}`);
}
