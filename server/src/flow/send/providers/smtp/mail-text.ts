const [cr, lf, dot] = [13, 10, 46];

/**
 * A mail as it travels after 354: dots that begin a line doubled (RFC 5321 §4.5.2), ended by the final dot. A CR or LF
 * on its own becomes CRLF, because servers disagree about whether it ends a line, and a mail could end in the middle of
 * itself (SMTP smuggling, 2023).
 */
export function wireText(raw: Buffer): { readonly text: Buffer; readonly end: string } {
  const changes = changesOf(raw);
  const text = changes.length === 0 ? raw : applied(raw, changes);
  const endsLine = text.length >= 2 && text[text.length - 2] === cr && text[text.length - 1] === lf;
  return { text, end: endsLine ? ".\r\n" : "\r\n.\r\n" };
}

interface Change {
  readonly at: number;
  /** How many bytes of the mail it replaces. */
  readonly over: number;
  readonly by: string;
}

/** One pass; a mail of ours has none, or a doubled dot. */
function changesOf(raw: Buffer): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at];
    if (byte === dot) {
      if (at === 0 || raw[at - 1] === lf || raw[at - 1] === cr) changes.push({ at, over: 0, by: "." });
    } else if (byte === lf) {
      if (raw[at - 1] !== cr) changes.push({ at, over: 1, by: "\r\n" });
    } else if (byte === cr && raw[at + 1] !== lf) changes.push({ at, over: 1, by: "\r\n" });
  }
  return changes;
}

function applied(raw: Buffer, changes: readonly Change[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { at, over, by } of changes) {
    parts.push(raw.subarray(from, at), Buffer.from(by));
    from = at + over;
  }
  parts.push(raw.subarray(from));
  return Buffer.concat(parts);
}
