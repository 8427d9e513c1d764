import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Log } from "../log/index.ts";
import type { Observe } from "./health.ts";

/** An address that answers everybody the same, and is asked for so often that it is answered before the framework. */
export interface Shortcut {
  /** Such as `/t/o/`; what follows it is the token. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What is done first. The answer waits for it, and is the same where it fails. */
  readonly before: (asked: Asked) => Promise<void>;
}

/** What is known of one request. */
export interface Asked {
  /** As it came in: unproven, of any length and form. */
  readonly token: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the peer; undefined once it is gone. */
  readonly address: string | undefined;
}

export interface ShortcutPorts {
  readonly isOurHost: (host: string | undefined) => Promise<boolean>;
  /** False once the server is closing. */
  readonly isListening: () => boolean;
  readonly observe: Observe;
  readonly log: Log;
}

/**
 * Answers the shortcut's GET and HEAD; every other request, and every host that is not ours, is the framework's. Without
 * an id, hooks and a header list of its own, a request costs 15 µs instead of 26; a bare server takes 10.
 */
export function withShortcut(shortcut: Shortcut, ports: ShortcutPorts, framework: RequestListener): RequestListener {
  const { prefix, body, before } = shortcut;
  const headers = Object.entries({ ...shortcut.headers, "content-length": String(body.length) }).flat();
  // Node writes a text in one piece with its headers, but bytes as a second one.
  const text = body.toString("latin1");

  async function answer(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
    const began = performance.now();
    const method = request.method ?? "GET";
    if (!(await isOurs(request))) return framework(request, response);
    try {
      await before({ token, method, headers: request.headers, address: request.socket.remoteAddress });
    } catch (err) {
      ports.log.error({ err, route: prefix }, "what comes before an answer failed; it is given all the same");
    }
    // A connection kept for the next request would hold up the end of a server that closes.
    if (!ports.isListening()) response.shouldKeepAlive = false;
    response.writeHead(200, headers).end(text, "latin1");
    ports.observe({ method, route: `${prefix}:token`, status: 200, ms: performance.now() - began });
  }

  /** Where that cannot be told now, the framework asks again and answers for it. */
  const isOurs = ({ headers: { host } }: IncomingMessage) => ports.isOurHost(host).catch(() => false);

  return (request, response) => {
    const token = request.method === "GET" || request.method === "HEAD" ? tokenIn(request.url, prefix) : null;
    if (token === null) framework(request, response);
    else void answer(request, response, token);
  };
}

/** What follows the prefix, up to the query; null for another path. */
function tokenIn(url = "", prefix: string): string | null {
  // A proxy may name the whole address (RFC 9112 §3.2.2).
  const path = url.startsWith("/") ? url : url.replace(/^https?:\/\/[^/]*/i, "");
  if (!path.startsWith(prefix)) return null;
  const query = path.indexOf("?");
  const token = path.slice(prefix.length, query === -1 ? path.length : query);
  return token.includes("%") ? decoded(token) : token;
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
