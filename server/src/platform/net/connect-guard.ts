import { lookup } from "node:dns/promises";
import { isIP, type Socket } from "node:net";
import type { HostPolicy } from "./host-policy.ts";

/** All addresses of a name, as the system resolves it; an address is its own. Injected, so that tests need no network. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

const resolveHost: ResolveHost = async (host) => {
  const bare = bareHost(host);
  if (isIP(bare) !== 0) return [bare];
  return (await lookup(bare, { all: true })).map(({ address }) => address);
};

/** Without the brackets that IPv6 addresses wear in URLs. */
function bareHost(host: string): string {
  return host.trim().replace(/^\[(.*)\]$/, "$1");
}

/** The host leads to a network that may not be connected. */
export class HostNotAllowed extends Error {
  override readonly name = "HostNotAllowed";
  readonly host: string;

  constructor(host: string) {
    super(`${host} leads into a private network that was not allowed with --allow-private-hosts.`);
    this.host = host;
  }
}

export type HostVerdict = "allowed" | "inside" | "private" | "unresolved";

/**
 * What is known of a host before anything is connected; `inside` = all of it lies in the operator's named networks. A
 * name that does not resolve now may later: the guard at connect time decides then.
 */
export async function checkHost(host: string, policy: HostPolicy, resolve = resolveHost): Promise<HostVerdict> {
  const addresses = await resolve(host).catch(() => []);
  if (addresses.length === 0) return "unresolved";
  if (addresses.every(policy.isInside)) return "inside";
  return addresses.every(policy.isAllowed) ? "allowed" : "private";
}

/** An address that may be connected, to be used instead of the name: no second look-up can answer otherwise. */
export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** The name for TLS (SNI and certificate); null where the host was an address. */
  readonly servername: string | null;
  readonly isInside: boolean;
}

/**
 * Resolves a host once, for connecting. Fails closed: one private address among public ones refuses the host.
 * @throws HostNotAllowed, or what the resolver throws
 */
export async function resolveChecked(host: string, policy: HostPolicy, resolve = resolveHost): Promise<CheckedAddress> {
  const addresses = await resolve(host);
  const [address] = addresses;
  if (address === undefined || !addresses.every(policy.isAllowed)) throw new HostNotAllowed(host);
  return {
    address,
    family: isIP(address) === 6 ? 6 : 4,
    servername: isIP(bareHost(host)) === 0 ? bareHost(host) : null,
    isInside: policy.isInside(address),
  };
}

/**
 * The last look, on the address that really answered: ends a socket that is connected to a place it must not be, for
 * clients that resolve names themselves. Call it in `connect`, before a byte is written.
 * @throws HostNotAllowed after the socket was destroyed
 */
export function connectGuard(socket: Socket, policy: HostPolicy): void {
  const address = socket.remoteAddress;
  if (address !== undefined && policy.isAllowed(address)) return;
  socket.destroy();
  throw new HostNotAllowed(address ?? "a closed connection");
}
