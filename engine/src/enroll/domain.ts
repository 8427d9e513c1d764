/** Domain names as text: written one way, so that they can be compared by `=`. */

const mostCharacters = 253;
/** RFC 1123 §2.1: letters, digits and inner hyphens, at most 63; the last label is not all digits (that is an IP). */
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it asks for
const ascii = /^[\x00-\x7F]*$/;

/**
 * A domain as it is stored: lower-case ASCII, international names by IDNA as browsers do it (UTS 46, non-transitional:
 * `faß.de` stays another domain than `fass.de`), without the root's trailing dot. Null where it is not a name with a
 * dot.
 */
export function normalizeDomain(text: string): string | null {
  const name = text.trim().toLowerCase().replace(/\.$/, "");
  const host = ascii.test(name) ? name : asciiOf(name);
  return host !== null && host.length <= mostCharacters && hostName.test(host) ? host : null;
}

/** The URL parser is the one IDNA every runtime has; it would also take percent signs, ports and logins. */
function asciiOf(name: string): string | null {
  return /[\s%/\\?#@:[\]<>^|]/.test(name) ? null : hostOf(`http://${name}/`);
}

/** The domain of what people write into a "website" column: `https://www.acme.com/en?x=1` is `acme.com`. */
export function domainOfWebsite(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return null;
  const host = hostOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  return host === null ? null : normalizeDomain(host.replace(/^www\./, ""));
}

function hostOf(url: string): string | null {
  const hostname = URL.parse(url)?.hostname;
  return hostname === undefined || hostname === "" ? null : hostname;
}

/** Where anybody can have a mailbox: sharing one of these says nothing about sharing an employer. */
const freeMailDomains = new Set(
  `126.com 163.com aol.com bluewin.ch btinternet.com comcast.net fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch
  gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it
  icloud.com laposte.net libero.it live.co.uk live.com live.de live.fr live.nl mac.com mail.com mail.ru mailbox.org me.com
  msn.com naver.com o2.pl online.de orange.fr outlook.com outlook.de outlook.es outlook.fr pm.me posteo.de proton.me
  protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com seznam.cz sfr.fr t-online.de tutanota.com uol.com.br
  verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br
  yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com`.split(/\s+/),
);

/** @param domain as {@link normalizeDomain} writes it */
export function isFreeMailDomain(domain: string): boolean {
  return freeMailDomains.has(domain);
}
