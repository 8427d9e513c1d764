/** Base64 (RFC 4648) without the helpers that only one of browser and server has. */
const common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const signs = { plain: `${common}+/`, urlSafe: `${common}-_` } as const;

export function toBase64(text: string, isUrlSafe: boolean): string {
  const bytes = new TextEncoder().encode(text);
  const letters = isUrlSafe ? signs.urlSafe : signs.plain;
  let coded = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const word = (a << 16) | (b << 8) | c;
    const left = bytes.length - at;
    coded += letters[word >> 18];
    coded += letters[(word >> 12) & 63];
    coded += left > 1 ? letters[(word >> 6) & 63] : "=";
    coded += left > 2 ? letters[word & 63] : "=";
  }
  return coded;
}

/** Null for what is no base64. */
export function bytesOfBase64(coded: string, isUrlSafe: boolean): Uint8Array | null {
  const letters = isUrlSafe ? signs.urlSafe : signs.plain;
  const bare = coded.replace(/={0,2}$/, "");
  if (bare.length % 4 === 1 || (!isUrlSafe && coded.length % 4 !== 0)) return null;
  const bytes: number[] = [];
  let word = 0;
  let bits = 0;
  for (const sign of bare) {
    const value = letters.indexOf(sign);
    if (value === -1) return null;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((word >> bits) & 255);
    }
  }
  return Uint8Array.from(bytes);
}

export function textOfBytes(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
