import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

/**
 * A sealed value, AES-256-GCM:
 *
 *     version (1 byte) | key id (16) | nonce (12) | ciphertext | tag (16)
 *
 * The key id stands in clear at a fixed place, so that the end of a rotation can be proved by looking at the column
 * (`substring(sealed from 2 for 16)`). Version and key id are authenticated together with the caller's place.
 */
const version = 1;
const nonceAt = 17;
const ciphertextAt = 29;
const tagBytes = 16;

/** A key of 256 bits and the UUID it is known by. */
export interface CipherKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** A value that cannot be opened. `unknown-key` may pass after the keys are read again, `damaged` never. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly reason: "unknown-key" | "unknown-format" | "damaged";

  constructor(reason: SealError["reason"], sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.reason = reason;
  }
}

/**
 * Seals `plaintext` for one `place`, such as `sending_accounts.secret <id>`: the value opens nowhere else, so a sealed
 * value copied into another row or workspace is worthless. Nonces are random: a key serves 2^32 values (NIST SP
 * 800-38D §8.3), which is more emails than a workspace sends before its next rotation.
 */
export function seal(key: CipherKey, plaintext: string | Uint8Array, place: string): Buffer {
  const nonce = randomBytes(ciphertextAt - nonceAt);
  const header = Buffer.concat([Buffer.of(version), idBytes(key.id)]);
  const cipher = createCipheriv("aes-256-gcm", key.key, nonce).setAAD(Buffer.concat([header, Buffer.from(place)]));
  const content = typeof plaintext === "string" ? Buffer.from(plaintext) : plaintext;
  return Buffer.concat([header, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with this key for this place; throws a `SealError` otherwise. */
export function open(key: CipherKey, sealed: Uint8Array, place: string): Buffer {
  if (keyIdOf(sealed) !== key.id.toLowerCase()) {
    throw new SealError("unknown-key", `The value was sealed with key ${keyIdOf(sealed)}, not with ${key.id}.`);
  }
  const value = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const tagAt = value.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key.key, value.subarray(nonceAt, ciphertextAt))
    .setAAD(Buffer.concat([value.subarray(0, nonceAt), Buffer.from(place)]))
    .setAuthTag(value.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(value.subarray(ciphertextAt, tagAt)), decipher.final()]);
  } catch (cause) {
    throw new SealError("damaged", `A sealed value is damaged or does not belong to this place: ${place}.`, { cause });
  }
}

/** The id of the key a value was sealed with. */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length < ciphertextAt + tagBytes || sealed[0] !== version) {
    throw new SealError("unknown-format", "A value that should be sealed has a format this version does not know.");
  }
  const hex = Buffer.from(sealed.buffer, sealed.byteOffset + 1, 16).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function idBytes(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll("-", ""), "hex");
  if (bytes.length !== 16) throw new TypeError(`Not a key id: ${JSON.stringify(id)}.`);
  return bytes;
}
