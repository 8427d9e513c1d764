/**
 * Email addresses as text: is this one that can be mailed, and how is it written and compared? Syntax only, never DNS:
 * a name that does not resolve today may tomorrow, and reserved top-level domains are somebody's test network.
 *
 * RFC 5321 §4.1.2 allows more than any mail provider hands out. What people really have is a dot-atom before the `@`
 * and a host name with a dot behind it; the rest is refused with a reason, because on a list it is nearly always a
 * typing mistake, and mail to a mistake costs reputation.
 */
import { ok, type Result, refuse } from "@haste/engine/base";
import { normalizeDomain } from "./domain.ts";

export interface Address {
  /** As it is stored and written into `To:`: the local part as given, the domain in lower-case ASCII (RFC 5890). */
  readonly address: string;
  /** As it is compared: lower case throughout. Case-sensitive local parts exist in RFC 5321 §2.4 and nowhere else. */
  readonly key: string;
  /** Lower-case ASCII. */
  readonly domain: string;
}

const addressFaults = {
  address_missing: "There is no address.",
  address_without_at: "An address has one @ between name and domain.",
  address_several: "There is more than one address here.",
  address_too_long: "An address has at most 254 characters (RFC 5321 §4.5.3.1.3).",
  local_quoted: "Names in quotes before the @ are not supported.",
  local_not_ascii: "Letters with accents or of other scripts before the @ reach few mail servers (RFC 6531).",
  local_too_long: "At most 64 characters may stand before the @ (RFC 5321 §4.5.3.1.1).",
  local_malformed: "Before the @ only letters, digits, inner single dots and !#$%&'*+/=?^_`{|}~- are allowed.",
  domain_literal: "An IP address in brackets is not a domain.",
  domain_without_dot: "The domain has no dot, such as in example.com.",
  domain_malformed: "What follows the @ is not a domain name.",
} as const;

type AddressFault = keyof typeof addressFaults;
export type AddressRefusal = { readonly code: AddressFault; readonly detail: string };

const mostCharacters = 254;
const mostLocalCharacters = 64;

/** RFC 5322 §3.2.3 dot-atom. */
const dotAtom = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** Zero-width characters and soft hyphens ride along when addresses are copied from web pages and documents. */
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g;

/**
 * Reads one address as people write it: surrounding space, `mailto:`, angle brackets and a display name before them
 * are taken off.
 */
export function readAddress(text: string): Result<Address, AddressRefusal> {
  const bare = withoutDecoration(text);
  if (bare === "") return refused("address_missing");
  const at = bare.lastIndexOf("@");
  if (at === -1) return refused("address_without_at");
  const local = bare.slice(0, at);
  const host = bare.slice(at + 1);
  const fault = localFault(local) ?? hostFault(host);
  if (fault !== undefined) return refused(fault);
  const domain = normalizeDomain(host);
  if (domain === null) return refused("domain_malformed");
  const address = `${local}@${domain}`;
  if (address.length > mostCharacters) return refused("address_too_long");
  return ok({ address, key: address.toLowerCase(), domain });
}

/** Whether the address is well-formed; for stored ones, which were read by {@link readAddress} long ago. */
export function isAddress(text: string): boolean {
  return readAddress(text).ok;
}

function withoutDecoration(text: string): string {
  const plain = text.replace(invisible, "").trim();
  // "Ada Lovelace <ada@example.com>"; indexOf instead of a pattern, so that a hostile cell costs linear time.
  const open = plain.endsWith(">") ? plain.lastIndexOf("<") : -1;
  const inner = open === -1 ? plain : plain.slice(open + 1, -1).trim();
  return /^mailto:/i.test(inner) ? inner.slice("mailto:".length) : inner;
}

function localFault(local: string): AddressFault | undefined {
  if (local === "") return "address_without_at";
  if (local.startsWith('"')) return "local_quoted";
  if (/[,;\s]/.test(local) && local.includes("@")) return "address_several";
  if (local.length > mostLocalCharacters) return "local_too_long";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it asks for
  if (/[^\x00-\x7F]/.test(local)) return "local_not_ascii";
  return dotAtom.test(local) ? undefined : "local_malformed";
}

function hostFault(host: string): AddressFault | undefined {
  if (host === "") return "address_without_at";
  if (host.startsWith("[")) return "domain_literal";
  // Ideographic full stops are dots in a domain (UTS 46 §2.3).
  return /[.\u3002\uFF0E\uFF61]/.test(host) ? undefined : "domain_without_dot";
}

function refused(code: AddressFault): Result<never, AddressRefusal> {
  return refuse({ code, detail: addressFaults[code] });
}

/** Mailboxes of a function instead of a person, in the languages lists come in; nobody in particular reads them. */
const roleNames = new Set(
  `abuse accounting accounts administrator administration admin all anfrage assistance atendimento ayuda billing
  bookings booking buchhaltung bewerbung bureau careers comercial compras compta comptabilite contabilidad contact
  contacto contactus contacts contato customercare customerservice datenschutz devnull dpo empfang einkauf enquiries
  enquiry everyone facturacion facturation feedback finance ftp hello help helpdesk hola hostmaster hr impressum info
  information informacion informatique inquiries inquiry it jobs karriere kontakt kundenservice legal mail mailer-daemon
  marketing media news newsletter no-reply noreply office orders personal post postmaster praxis presse press privacy
  pr purchasing rechnung recepcion reception recruiting recruitment redaktion reservations root sales security sekretariat
  service servicio soporte spam staff subscribe support team tech undisclosed-recipients unsubscribe usenet vendas ventas
  verkauf vertrieb verwaltung web webmaster www zentrale`.split(/\s+/),
);

/** Is this `info@…`, `vertrieb@…` or the like? Tags (`sales+eu@…`) and separators are ignored. */
export function isRoleAddress(address: string): boolean {
  const at = address.lastIndexOf("@");
  const local = address
    .slice(0, at === -1 ? address.length : at)
    .toLowerCase()
    .split("+", 1)[0] as string;
  return roleNames.has(local) || roleNames.has(local.replace(/[._-]/g, ""));
}
