import type { FastifyRequest } from "fastify";
import type { Credential, IdentityPort } from "../context/index.ts";
import { Problem } from "../problem/index.ts";
import type { Addresses } from "./addresses.ts";
import { isLoopbackAddress, isLoopbackName, parseHost } from "./hosts.ts";

/** A credential whose workspace is known; whether it is still valid is read inside the request's transaction. */
export interface SignIn {
  readonly credential: Credential;
  readonly workspaceId: string;
  /** True when the session was made just now, so that its cookie must be sent. */
  readonly isNew: boolean;
}

/**
 * Makes a session of the demo workspace's owner and returns its secret. Present only where the product listens on
 * loopback with a demo workspace: nobody else can reach it, and nothing but the demo can be reached.
 */
export type AutoSignIn = () => Promise<string>;

/** A proxy speaks for somebody else, and its own address says nothing about them. */
const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Whether a session may be made without proof: the product listens on loopback only and is known by no other name, and
 * the request comes from this machine by a loopback name, not through a proxy.
 */
export function isFromHere(request: FastifyRequest, addresses: Addresses): boolean {
  if (!addresses.isOnLoopback() || !isLoopbackName(addresses.publicUrl().hostname)) return false;
  if (proxyHeaders.some((name) => request.headers[name] !== undefined)) return false;
  const host = parseHost(request.headers.host);
  return host !== null && isLoopbackName(host.hostname) && isLoopbackAddress(request.socket.remoteAddress);
}

export async function findSignIn(identity: IdentityPort, credential: Credential | null): Promise<SignIn | null> {
  if (credential === null) return null;
  const workspaceId = await identity.workspaceOf(credential);
  return workspaceId === null ? null : { credential, workspaceId, isNew: false };
}

export async function newSignIn(identity: IdentityPort, autoSignIn: AutoSignIn): Promise<SignIn> {
  const found = await findSignIn(identity, { kind: "session", secret: await autoSignIn() });
  if (found === null) throw new Error("A session made just now opens no workspace.");
  return { ...found, isNew: true };
}

/** Why nobody is signed in: nothing was sent, or what was sent is not ours. */
export function notSignedIn(credential: Credential | null): Problem {
  if (credential?.kind === "api-key") return new Problem("invalid_key");
  return new Problem("unauthenticated", credential === null ? {} : { detail: "This session has ended." });
}
