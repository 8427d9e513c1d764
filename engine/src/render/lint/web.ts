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
