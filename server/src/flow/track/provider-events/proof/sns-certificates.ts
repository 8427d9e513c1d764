import { type KeyObject, X509Certificate } from "node:crypto";
import type { Refusal } from "./proof.ts";
import { type AskAmazon, snsUrl } from "./sns-address.ts";

type Found =
  | { readonly ok: true; readonly key: KeyObject }
  | { readonly ok: false; readonly why: Refusal; readonly detail: string };

/** One region signs with one or two; a name that is asked for must be one of Amazon's, so few are ever kept. */
const mostKept = 64;

/** The certificates SNS signs with, each fetched once while it is valid. */
export class SnsCertificates {
  readonly #askAmazon: AskAmazon;
  readonly #kept = new Map<string, X509Certificate>();

  constructor(askAmazon: AskAmazon) {
    this.#askAmazon = askAmazon;
  }

  async keyAt(address: string, region: string, now: Date): Promise<Found> {
    const url = snsUrl(address, region);
    if (url === null || url.search !== "" || !/^\/SimpleNotificationService-[0-9a-f]{1,64}\.pem$/.test(url.pathname)) {
      return { ok: false, why: "foreign", detail: "Its certificate does not lie at Amazon SNS of the topic's region." };
    }
    const found = this.#kept.get(url.href) ?? (await this.#fetch(url));
    if (found === null) return { ok: false, why: "unreachable", detail: "Amazon's certificate could not be fetched." };
    if (found.validFromDate > now || found.validToDate < now) {
      this.#kept.delete(url.href);
      return { ok: false, why: "unsigned", detail: "Amazon's certificate is not valid now." };
    }
    return { ok: true, key: found.publicKey };
  }

  async #fetch(url: URL): Promise<X509Certificate | null> {
    try {
      const { status, text } = await this.#askAmazon(url);
      if (status !== 200) return null;
      const certificate = new X509Certificate(text);
      if (this.#kept.size >= mostKept) this.#kept.clear();
      this.#kept.set(url.href, certificate);
      return certificate;
    } catch {
      return null;
    }
  }
}
