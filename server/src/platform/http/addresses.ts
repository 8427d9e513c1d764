import type { AddressInfo } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { isLoopbackAddress, isOurHost } from "./hosts.ts";

type HostHeader = { readonly host?: string | undefined };

/** Under which names the product answers, and how a request came in. */
export interface Addresses {
  /** Where people reach it: `--public-url`, else the address it listens on. */
  readonly publicUrl: () => URL;
  readonly isOurHost: (host: string | undefined) => Promise<boolean>;
  /** By https, as far as `--public-url` says: a proxy ends it, and no header of a stranger is believed. */
  readonly isSecure: (headers: HostHeader) => boolean;
  /** Whether only this machine can reach it. */
  readonly isOnLoopback: () => boolean;
  /** The origin a request came in by, for links in its answer. */
  readonly originOf: (request: FastifyRequest) => string;
}

export function addressesOf(
  app: FastifyInstance,
  options: {
    readonly publicUrl: string | null;
    readonly isTrackingDomain?: ((hostname: string) => Promise<boolean>) | undefined;
  },
): Addresses {
  const fixed = options.publicUrl === null ? null : new URL(options.publicUrl);
  const publicUrl = () => fixed ?? new URL(listeningUrl(app));
  const isSecure = (headers: HostHeader) => fixed?.protocol === "https:" && headers.host === fixed.host;
  const rule = { publicUrl, isTrackingDomain: options.isTrackingDomain ?? (async () => false) };
  return {
    publicUrl,
    isSecure,
    isOnLoopback: () => isLoopbackAddress((app.server.address() as AddressInfo | null)?.address),
    isOurHost: (host) => isOurHost(host, rule),
    originOf: ({ headers }) =>
      headers.host === undefined ? "" : `http${isSecure(headers) ? "s" : ""}://${headers.host}`,
  };
}

/** `http://127.0.0.1:8080`; an address that means "all" is reached as localhost. */
export function listeningUrl(app: FastifyInstance): string {
  const place = app.server.address() as AddressInfo | null;
  if (place === null) return "http://localhost";
  const isAll = place.address === "0.0.0.0" || place.address === "::";
  const bracketed = place.family === "IPv6" ? `[${place.address}]` : place.address;
  return `http://${isAll ? "localhost" : bracketed}:${place.port}`;
}
