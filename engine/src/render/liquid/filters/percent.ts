/** Percent signs of an address as bytes. */
export function percentDecoded(text: string): Uint8Array {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const hex = text[at] === "%" ? /^%([0-9a-f]{2})/i.exec(text.slice(at, at + 3)) : null;
    if (hex !== null) {
      bytes.push(Number.parseInt(hex[1] as string, 16));
      at += 3;
      continue;
    }
    const next = text.indexOf("%", at + 1);
    const end = next === -1 ? text.length : next;
    for (const byte of encoder.encode(text.slice(at, end))) bytes.push(byte);
    at = end;
  }
  return Uint8Array.from(bytes);
}

export function isWellFormedUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
