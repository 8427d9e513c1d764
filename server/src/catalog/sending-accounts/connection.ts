import type { ConnectionInput } from "@haste/contract/nouns/sending-accounts";
import type { Workspace } from "../../platform/context/index.ts";
import { HostNotAllowed, type HostPolicy, type ResolveHost, resolveChecked } from "../../platform/net/index.ts";
import type { StoredConnection } from "./queries.ts";

export type Protocol = "smtp" | "imap";

/** How a connection is kept from listeners; `starttls` goes no further where the server offers none. */
export type Tls = "implicit" | "starttls" | "none";

const implicitPorts = new Set([465, 993]);

/** What a connection asks for: `tls` decides, else `secure`, else its port (RFC 8314 §3). */
export function tlsOf({ tls, secure, port }: Pick<StoredConnection, "tls" | "secure" | "port">): Tls {
  if (tls !== null) return tls;
  return (secure ?? implicitPorts.has(port)) ? "implicit" : "starttls";
}

/** A connection as it will be stored, and the password it will have. */
export interface WrittenConnection {
  readonly stored: StoredConnection;
  readonly password: string | null;
}

/**
 * A connection after a change. A stored password stays only with the host and user it was given for: otherwise whoever
 * may change an account could send it to a host of their own.
 */
export function writeConnection(
  input: ConnectionInput,
  before: { readonly stored: StoredConnection | null; readonly password: string | null },
): WrittenConnection {
  const username = input.username ?? null;
  const isSame = before.stored?.host === input.host && before.stored.username === username;
  const kept = isSame ? before.password : null;
  const password = input.password === undefined ? kept : input.password || null;
  const client = input.client === undefined ? before.stored?.client : input.client;
  return {
    stored: {
      host: input.host,
      port: input.port,
      secure: input.secure ?? null,
      tls: input.tls ?? null,
      username,
      hasPassword: password !== null,
      ...(client == null ? {} : { client }),
    },
    password,
  };
}

/** Everything needed to connect, password included: never logged, never shown. */
export interface MailConnection {
  readonly host: string;
  readonly port: number;
  readonly tls: Tls;
  /** `secure: false` was asked for: inside the operator's networks a server without STARTTLS will do. */
  readonly isOptionalInside: boolean;
  readonly username: string | null;
  readonly password: string | null;
  /** Our own double in this process: connected as it stands, on loopback. */
  readonly isSandbox: boolean;
}

/** The sandbox's mail servers in this process. */
export interface SandboxMail {
  readonly host: string;
  readonly smtpPort: number;
  readonly imapPort: number;
  /** The password of an address's mailbox there. */
  readonly passwordOf: (workspaceId: string, address: string) => string;
}

export interface ConnectedAccount {
  readonly email: string;
  readonly smtp: MailConnection | null;
  readonly imap: MailConnection | null;
}

/**
 * The connection an account uses; null where it has none. In a sandbox workspace it is always the sandbox's own server,
 * whatever the settings say: nothing in there can reach the outside.
 */
export function connectionOf(
  account: ConnectedAccount,
  protocol: Protocol,
  workspace: Pick<Workspace, "id" | "mode">,
  sandbox: SandboxMail,
): MailConnection | null {
  if (workspace.mode === "live") return account[protocol];
  return {
    host: sandbox.host,
    port: protocol === "smtp" ? sandbox.smtpPort : sandbox.imapPort,
    tls: "none",
    isOptionalInside: false,
    username: account.email,
    password: sandbox.passwordOf(workspace.id, account.email),
    isSandbox: true,
  };
}

/** Where and how to connect, decided on the address that will really be connected. */
export interface Route {
  /** An IP address: connect to it, not to the name. */
  readonly address: string;
  /** For TLS; null where the host was given as an address. */
  readonly servername: string | null;
  readonly port: number;
  /** `opportunistic`: STARTTLS where offered. Whatever it is: no password leaves without TLS. */
  readonly tls: Tls | "opportunistic";
}

/**
 * Checks a connection at the instant it is made. Fails closed.
 * @throws HostNotAllowed for a private address that was not allowed, and for a plain connection to anywhere else than
 * the operator's own networks; and what the resolver throws
 */
export async function routeTo(connection: MailConnection, policy: HostPolicy, resolve?: ResolveHost): Promise<Route> {
  const { host, port, tls } = connection;
  if (connection.isSandbox) return { address: host, servername: null, port, tls };
  const { address, servername, isInside } = await resolveChecked(host, policy, resolve);
  if (tls === "none" && !isInside) throw new HostNotAllowed(host);
  const isOptional = tls === "starttls" && connection.isOptionalInside && isInside;
  return { address, servername, port, tls: isOptional ? "opportunistic" : tls };
}
