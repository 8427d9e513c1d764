import type { Credential } from "../context/index.ts";
import { Problem } from "../problem/index.ts";
import { parseHost } from "./hosts.ts";

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Browsers keep one cookie jar per host name, whatever the port: without the port in the name, two products on one
 * machine would sign each other out.
 */
function cookieName(host: string | undefined, isSecure: boolean): string {
  const port = parseHost(host)?.port ?? "";
  const name = port === "" ? "haste_session" : `haste_session_${port}`;
  return isSecure ? `__Host-${name}` : name;
}

/** Thirty days, renewed by use. */
const sessionSeconds = 30 * 24 * 3600;

export interface CookiePlace {
  readonly host: string | undefined;
  readonly isSecure: boolean;
}

/** `Set-Cookie` for a session; null ends it. Not readable by scripts, not sent along by other sites' forms. */
export function sessionCookie(secret: string | null, place: CookiePlace): string {
  const name = cookieName(place.host, place.isSecure);
  const seconds = secret === null ? 0 : sessionSeconds;
  return `${name}=${secret ?? ""}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${place.isSecure ? "; Secure" : ""}`;
}

/** One cookie of a `Cookie` header (RFC 6265 §4.2.1); our values hold nothing that needs decoding. */
function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

const bearerShape = /^bearer +([A-Za-z0-9_\-.~+/]{1,300}=*)$/i;

/**
 * The credential of a request: a bearer key wins over a cookie, because it was sent on purpose.
 * @throws Problem `invalid_key` for an Authorization header that is no bearer key
 */
export function readCredential(headers: Headers, isSecure: boolean): Credential | null {
  const { authorization, cookie, host } = headers;
  if (authorization !== undefined) {
    const secret = bearerShape.exec(String(authorization))?.[1];
    if (secret === undefined) {
      throw new Problem("invalid_key", { detail: "The Authorization header is not of the form `Bearer <key>`." });
    }
    return { kind: "api-key", secret };
  }
  if (typeof cookie !== "string") return null;
  const secret = readCookie(cookie, cookieName(typeof host === "string" ? host : undefined, isSecure));
  return secret === undefined || secret === "" ? null : { kind: "session", secret };
}

/**
 * Refuses a writing request that a foreign page may have caused: the browser sends our cookie along, but it also says
 * where the request comes from. `Origin` decides where present; some browsers leave it out of same-site requests, then
 * `Sec-Fetch-Site` must say so. A proxy may have rewritten Host, so the public URL counts too. Programs send neither header
 * and use a key.
 * @throws Problem `csrf_refused`
 */
export function checkOrigin(headers: Headers, publicUrl: URL): void {
  const { origin, host } = headers;
  const site = headers["sec-fetch-site"];
  if (typeof origin === "string") {
    if (URL.parse(origin)?.host === String(host).toLowerCase() || origin === publicUrl.origin) return;
  } else if (site === "same-origin" || site === "none") return;
  throw new Problem("csrf_refused", {
    detail:
      typeof origin === "string"
        ? `The request comes from ${origin}.`
        : "The request does not say where it comes from.",
  });
}
