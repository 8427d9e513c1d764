import { request } from "node:http";
import type { Visit } from "./act.ts";

/** Where the product is reached by the world, and where this process reaches it. */
export interface ProductSite {
  /** What links in mail begin with; verified tracking domains count too. */
  readonly publicUrls: readonly string[];
  /** An http address on this machine. */
  readonly listenUrl: string;
}

const visitTimeoutMs = 10_000;

/**
 * Makes one request to the product itself, over a real connection, with the Host of the link. An address of anybody
 * else is left alone: nothing in a sandbox reaches the outside. Redirects are not followed, for the same reason.
 * @returns the status, or null where the address is not the product's
 * @throws Error when the product did not answer, or answered that it cannot now (429, 5xx)
 */
export async function visitProduct(visit: Visit, site: ProductSite): Promise<number | null> {
  const target = URL.parse(visit.url);
  if (target === null || !site.publicUrls.some((url) => URL.parse(url)?.origin === target.origin)) return null;
  const listen = new URL(site.listenUrl);
  const status = await new Promise<number>((resolve, reject) => {
    const outgoing = request(
      {
        host: listen.hostname.replace(/^\[|\]$/g, ""),
        port: listen.port,
        path: `${target.pathname}${target.search}`,
        method: visit.method,
        headers: { "user-agent": visit.userAgent, ...visit.headers, host: target.host },
        agent: false,
        timeout: visitTimeoutMs,
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", reject);
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("The product did not answer in time.")));
    outgoing.on("error", reject);
    outgoing.end(visit.body);
  });
  if (status === 429 || status >= 500) throw new Error(`The product answered ${status} to ${visit.method}.`);
  return status;
}
