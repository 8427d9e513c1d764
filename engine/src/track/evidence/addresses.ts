/**
 * Addresses as numbers, and what is kept of them: a /24 or a /48, which says where somebody is about as well as a town
 * does, and never which of its houses.
 */
interface Parsed {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

/** null for anything that is no address in full. IPv4 may come mapped into IPv6. */
export function parseAddress(text: string): Parsed | null {
  const plain = text.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  return plain.includes(":") ? parseV6(plain) : parseV4(plain);
}

const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseV4(text: string): Parsed | null {
  const octets = dotted.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return null;
  return { bits: BigInt(octets.reduce((bits, octet) => bits * 256 + octet, 0)), width: 32 };
}

function parseV6(text: string): Parsed | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return { bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n), width: 128 };
}

/** The prefix that is kept of an address (`203.0.113.0/24`, `2001:db8:1::/48`). */
export function networkOf(address: string): string | null {
  const parsed = parseAddress(address);
  if (parsed === null || isInside(parsed)) return null;
  if (parsed.width === 32) {
    const octet = (shift: bigint) => String((parsed.bits >> shift) & 255n);
    return `${octet(24n)}.${octet(16n)}.${octet(8n)}.0/24`;
  }
  const group = (shift: bigint) => ((parsed.bits >> shift) & 0xffffn).toString(16);
  return `${group(112n)}:${group(96n)}:${group(80n)}::/48`;
}

/** Addresses of machines beside us: a proxy's, which says nothing about who asked it (RFC 1918, 4193, 6598, 3927). */
const insideRanges = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "0.0.0.0/8",
  "::/127",
  "fc00::/7",
  "fe80::/10",
].map((text) => rangeOf(parsePrefix(text)));

/** Its first and last address: every request is looked up in all of them, and comparing makes no new numbers. */
function rangeOf({ bits, width, length }: Prefix) {
  return { width, first: bits, last: bits | ((1n << BigInt(width - length)) - 1n) };
}

/** Whether an address is this machine's or a private network's. */
export function isInsideAddress(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && isInside(parsed);
}

function isInside({ bits, width }: Parsed): boolean {
  return insideRanges.some((range) => range.width === width && bits >= range.first && bits <= range.last);
}

export interface Prefix extends Parsed {
  readonly length: number;
}

/** @throws RangeError for what is no prefix: tables are ours */
export function parsePrefix(text: string): Prefix {
  const slash = text.lastIndexOf("/");
  const parsed = parseAddress(text.slice(0, slash));
  const length = Number(text.slice(slash + 1));
  if (parsed === null || !(length >= 0 && length <= parsed.width)) throw new RangeError(`No prefix: ${text}`);
  return { ...parsed, length };
}

/** Whether the address, or the whole of a longer prefix that begins there, lies inside. */
export function holds(prefix: Prefix, { bits, width }: Parsed): boolean {
  if (width !== prefix.width) return false;
  const rest = BigInt(width - prefix.length);
  return bits >> rest === prefix.bits >> rest;
}
