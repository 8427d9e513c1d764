/** Addresses as the checks of links compare them. */

/** The host of a web address; null for every other one and for what Liquid decides. */
export function hostOf(address: string): string | null {
  const match = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:@{}\s]+)/i.exec(address.trim());
  return match === null ? null : (match[1] as string).toLowerCase().replace(/\.$/, "");
}

/** Country domains under which names are sold one level deeper. */
const secondLevel = /(?:^|\.)(?:co|com|org|net|ac|gov|edu|gob|or|ne)\.[a-z]{2}$/;

/** The part of a host that somebody registered, as far as common rules tell (no list of public suffixes). */
function ownedPart(host: string): string {
  const labels = host.split(".");
  const deep = secondLevel.test(labels.slice(-2).join(".")) ? 3 : 2;
  return labels.slice(-deep).join(".");
}

export function isSameOwner(one: string, other: string): boolean {
  return ownedPart(one) === ownedPart(other);
}

const shorteners = new Set(
  (
    "bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy tiny.cc lnkd.in t.ly " +
    "v.gd bl.ink soo.gd s.id shorte.st adf.ly trib.al dlvr.it snip.ly linktr.ee qr.ae yourls.org clck.ru u.to 1url.com"
  ).split(" "),
);

/** The host of an address that hides where it leads; null for every other one. */
export function shortenerOf(address: string): string | null {
  const host = hostOf(address)?.replace(/^www\./, "");
  return host !== undefined && shorteners.has(host) ? host : null;
}
