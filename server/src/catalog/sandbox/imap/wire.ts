/** Values as IMAP writes them (RFC 3501 §4). Everything is octets: answers are joined as buffers, never as text. */

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const longestQuoted = 1_000;

/** NIL, a quoted string where that is safe, a literal otherwise. */
export function nstring(value: string | Buffer | null): Buffer {
  if (value === null) return Buffer.from("NIL");
  const octets = typeof value === "string" ? Buffer.from(value, "utf8") : value;
  if (octets.length <= longestQuoted && plain.test(octets.toString("latin1"))) {
    return Buffer.from(`"${octets.toString("latin1")}"`);
  }
  return literal(octets);
}

function literal(octets: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{${octets.length}}\r\n`), octets]);
}

/** Joins values with spaces inside parentheses. */
export function parenthesized(values: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat([Buffer.from("("), joined(values), Buffer.from(")")]);
}

export function joined(values: readonly (Buffer | string)[]): Buffer {
  const pieces: Buffer[] = [];
  for (const value of values) {
    if (pieces.length > 0) pieces.push(Buffer.from(" "));
    pieces.push(typeof value === "string" ? Buffer.from(value, "latin1") : value);
  }
  return Buffer.concat(pieces);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `"22-Nov-2026 09:27:02 +0000"` (RFC 3501 date-time), in UTC. */
export function dateTime(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const day = String(at.getUTCDate()).padStart(2, " ");
  const month = months[at.getUTCMonth()] ?? "";
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  return `"${day}-${month}-${at.getUTCFullYear()} ${time} +0000"`;
}

/** Reads `22-Nov-2026` as the start of that day in UTC; null where it is not a date. */
export function parseDay(text: string): Date | null {
  const parts = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text.trim());
  const month = months.findIndex((name) => name.toLowerCase() === parts?.[2]?.toLowerCase());
  if (parts === null || month < 0) return null;
  return new Date(Date.UTC(Number(parts[3]), month, Number(parts[1])));
}

/** Reads a date-time with its zone; null where it is not one. */
export function parseDateTime(text: string): Date | null {
  const parts = /^\s?(\d{1,2}-[A-Za-z]{3}-\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/.exec(text);
  const day = parts === null ? null : parseDay(parts[1] ?? "");
  if (parts === null || day === null) return null;
  const [hours, minutes, seconds, zoneHours, zoneMinutes] = [2, 3, 4, 6, 7].map((group) => Number(parts[group]));
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (parts[5] === "-" ? -1 : 1);
  return new Date(day.getTime() + ((Number(hours) * 60 + Number(minutes) - zone) * 60 + Number(seconds)) * 1_000);
}
