import { once } from "node:events";
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { ApiServer } from "../provider.ts";
import { type ApiLimits, idleSocketMs, longestAnswer } from "./limits.ts";

export interface ApiRequest {
  readonly method: "GET" | "POST";
  /** With its query, behind the base's path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** What `body` was made of. */
  readonly bytes: Buffer;
  /** `too long`: only its beginning was read. `cut`: the connection broke before its end. */
  readonly end: "whole" | "too long" | "cut";
}

/** No answer came. `mayBeTaken`: the server could have had the whole request. */
export class ExchangeFault extends Error {
  readonly mayBeTaken: boolean;

  constructor(message: string, mayBeTaken: boolean) {
    super(message);
    this.mayBeTaken = mayBeTaken;
  }
}

/** A request that is ready to go: connected, but not a byte of it written. */
export interface Ready {
  /** @param mostOctets of the answer; more is not read. @throws ExchangeFault */
  go(mostOctets?: number): Promise<Answer>;
  drop(): void;
}

/**
 * One server's HTTP connection, kept open between requests. It goes to the address that was checked, follows no
 * redirect, and separates connecting from asking, so that what fails before a mail leaves is known to have failed before.
 */
export class ApiWire {
  readonly #server: ApiServer;
  readonly #limits: ApiLimits;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(server: ApiServer, limits: ApiLimits) {
    this.#server = server;
    this.#limits = limits;
    const options = { keepAlive: true, maxSockets: 1, timeout: idleSocketMs };
    this.#agent = server.url.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Asks at once. @throws ExchangeFault */
  async ask(request: ApiRequest, mostOctets?: number): Promise<Answer> {
    return (await this.prepare(request)).go(mostOctets);
  }

  /** @throws ExchangeFault where no connection comes about */
  async prepare(asked: ApiRequest): Promise<Ready> {
    const request = this.#begin(asked);
    let fault: Error | null = null;
    // Whoever waits hears of it; without a listener it would end the process.
    request.on("error", (error) => {
      fault ??= error;
    });
    const late = setTimeout(() => request.destroy(new Error("The server cannot be reached")), this.#limits.connectMs);
    try {
      const [socket] = (await once(request, "socket")) as [Socket];
      if (socket.connecting || isHandshaking(socket)) await once(socket, isTls(socket) ? "secureConnect" : "connect");
      return {
        go: (mostOctets = longestAnswer) =>
          this.#go(request, socket, { body: asked.body, fault: () => fault, mostOctets }),
        drop: () => request.destroy(),
      };
    } catch (error) {
      request.destroy();
      throw new ExchangeFault(wordsOf(error), false);
    } finally {
      clearTimeout(late);
    }
  }

  /** A header with characters that no header may hold is refused by Node itself. @throws ExchangeFault */
  #begin(asked: ApiRequest): ClientRequest {
    try {
      return this.#request(asked);
    } catch (error) {
      throw new ExchangeFault(wordsOf(error), false);
    }
  }

  #request({ method, path, headers, body }: ApiRequest): ClientRequest {
    const { url, address, servername } = this.#server;
    const isHttps = url.protocol === "https:";
    const common = {
      agent: this.#agent,
      host: address,
      port: url.port === "" ? defaultPort(isHttps) : Number(url.port),
      method,
      path: `${url.pathname.replace(/\/$/, "")}${path}`,
      setHost: false,
      headers: {
        host: url.host,
        accept: "application/json",
        "user-agent": "hasteCRM-Outreach",
        ...headers,
        ...(body === null ? {} : { "content-length": String(body.length) }),
      },
    };
    if (!isHttps) return httpRequest(common);
    return httpsRequest({ ...common, ...(servername === null ? {} : { servername }), minVersion: "TLSv1.2" });
  }

  async #go(
    request: ClientRequest,
    socket: Socket,
    { body, fault, mostOctets }: { body: Buffer | null; fault: () => Error | null; mostOctets: number },
  ): Promise<Answer> {
    // It hung up while the mark was written: it cannot have a request that never left.
    if (fault() !== null || socket.destroyed || !socket.writable || socket.readableEnded) {
      request.destroy();
      throw new ExchangeFault("The server closed the connection", false);
    }
    const late = setTimeout(
      () => request.destroy(new Error("The server did not answer in time")),
      this.#limits.answerMs,
    );
    try {
      const answered = once(request, "response") as Promise<[IncomingMessage]>;
      request.end(body ?? undefined);
      const [response] = await answered;
      return await readAnswer(response, mostOctets);
    } catch (error) {
      request.destroy();
      throw new ExchangeFault(wordsOf(error), true);
    } finally {
      clearTimeout(late);
    }
  }
}

/** Its status is the server's word, even where the rest of the answer is cut or endless. */
async function readAnswer(response: IncomingMessage, mostOctets: number): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  let end: Answer["end"] = "whole";
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostOctets) {
        end = "too long";
        chunks.push(chunk.subarray(0, chunk.length - (length - mostOctets)));
        break;
      }
      chunks.push(chunk);
    }
  } catch {
    end = "cut";
    response.destroy();
  }
  const bytes = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    bytes,
    end,
    // Made only where somebody reads words: a mail of 25 MB is read as bytes.
    get body() {
      return bytes.toString();
    },
  };
}

function defaultPort(isHttps: boolean): number {
  return isHttps ? 443 : 80;
}

function isTls(socket: Socket): boolean {
  return "encrypted" in socket;
}

/** A TLS socket says `connecting: false` as soon as TCP stands. */
function isHandshaking(socket: Socket): boolean {
  return (
    isTls(socket) && "getProtocol" in socket && (socket as unknown as { secureConnecting: boolean }).secureConnecting
  );
}

function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 300);
}
