/** What a server says it can do, from its answer to EHLO (RFC 5321 §4.1.1.1). */
export interface Extensions {
  readonly pipelining: boolean;
  readonly starttls: boolean;
  readonly eightBit: boolean;
  readonly utf8: boolean;
  readonly dsn: boolean;
  /** Announces SIZE (RFC 1870), so MAIL may say it. */
  readonly size: boolean;
  /** Most bytes it takes; null: it does not say. */
  readonly mostBytes: number | null;
  /** Upper case. */
  readonly auth: ReadonlySet<string>;
}

/** After HELO: nothing. */
export const noExtensions: Extensions = readExtensions("");

export function readExtensions(text: string): Extensions {
  const words = new Map<string, string[]>();
  for (const line of text.split("\n").slice(1)) {
    // Old servers write "AUTH=LOGIN".
    const [name = "", ...rest] = line
      .slice(4)
      .trim()
      .toUpperCase()
      .replace(/^AUTH=/, "AUTH ")
      .split(/\s+/);
    words.set(name, [...(words.get(name) ?? []), ...rest]);
  }
  const size = Number(words.get("SIZE")?.[0] ?? 0);
  return {
    pipelining: words.has("PIPELINING"),
    starttls: words.has("STARTTLS"),
    eightBit: words.has("8BITMIME"),
    utf8: words.has("SMTPUTF8"),
    dsn: words.has("DSN"),
    size: words.has("SIZE"),
    mostBytes: Number.isSafeInteger(size) && size > 0 ? size : null,
    auth: new Set(words.get("AUTH") ?? []),
  };
}
