import { createHash, randomBytes, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * Secrets that open a workspace. They are random and long, so a fast hash is enough to keep them by (a slow one protects
 * passwords that people choose); whoever reads the database can check a secret but not make one.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 32;
const checkLength = 6;
/** How much of a key is kept in clear, to recognize it by: `hc_test_` and four characters, which give nothing away. */
const prefixLength = 12;

export interface KeySecret {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

/**
 * A new API key: `hc_test_` or `hc_live_`, 32 characters of base 62 (190 bits), and six of a CRC-32 over all before
 * them. The check tells a mistyped key from a revoked one without the database, and scanners a key from noise.
 */
export function makeKeySecret(mode: "sandbox" | "live"): KeySecret {
  const body = `hc_${mode === "sandbox" ? "test" : "live"}_${Array.from({ length: randomLength }, () => alphabet[randomInt(62)]).join("")}`;
  const secret = body + checkOf(body);
  return { secret, prefix: secret.slice(0, prefixLength), hash: hashSecret(secret) };
}

function checkOf(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let place = 0; place < checkLength; place += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** Whether a text can be one of our keys at all. */
export function isWellFormedKey(secret: string): boolean {
  if (!/^hc_(test|live)_[0-9A-Za-z]{38}$/.test(secret)) return false;
  return checkOf(secret.slice(0, -checkLength)) === secret.slice(-checkLength);
}

/** The secret of a session or a claim link: 256 random bits. */
export function makeToken(): { readonly secret: string; readonly hash: Buffer } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, hash: hashSecret(secret) };
}

export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
