/** Identities. Bytes and time are arguments: the server draws real randomness, the simulator seeded. */
import { asInstant, END_OF_TIME, type Instant } from "./instants.ts";
import { ok, type Result, refuse } from "./result.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Any UUID in its usual text form (RFC 9562 §4), either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits, so ids of later rows sort later, as text too.
 * @param randomBytes exactly 10 bytes; 6 of their 80 bits give way to version and variant.
 * @throws RangeError for another number of bytes.
 */
export function uuidv7(epochMs: Instant, randomBytes: Uint8Array): string {
  if (randomBytes.length !== 10) throw new RangeError(`A UUIDv7 takes 10 random bytes, not ${randomBytes.length}`);
  let hex = "";
  for (const byte of randomBytes) hex += hexOf[byte];
  const time = epochMs.toString(16).padStart(12, "0");
  const variant = (0x8 | (((randomBytes[2] as number) >> 4) & 0x3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`;
}

export type IdRefusal = { readonly code: "id_has_no_time"; readonly id: string };

/** The instant at which a UUIDv7 was made; other ids carry none. */
export function timeOfId(id: string): Result<Instant, IdRefusal> {
  if (!isUuid(id) || id[14] !== "7") return refuse({ code: "id_has_no_time", id });
  const epochMs = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  // 48 bits reach the year 10889, instants 9999.
  return epochMs <= END_OF_TIME ? ok(asInstant(epochMs)) : refuse({ code: "id_has_no_time", id });
}
