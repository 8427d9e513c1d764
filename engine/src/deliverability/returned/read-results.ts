/** Authentication-Results, RFC 8601: what a receiver wrote about a mail when it took it. */

export interface MethodResult {
  /** `spf`, `dkim`, `dmarc`, lower case. */
  readonly method: string;
  /** `pass`, `fail`, `softfail`, `none`, …, lower case. */
  readonly result: string;
  /** `smtp.mailfrom` → `ada@acme.example`, names in lower case. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface AuthenticationResults {
  /** The host that speaks; null: it does not say, as Exchange Online does not. */
  readonly by: string | null;
  readonly results: readonly MethodResult[];
}

/** Longer ones are not written by receivers. */
const longest = 8_192;
const mostResults = 30;

/** Reads the value of one field, its lines unfolded. What cannot be read is left out, so it proves nothing. */
export function readResults(value: string): AuthenticationResults | null {
  if (value.length > longest) return null;
  const clauses = clausesOf(value);
  const first = clauses[0]?.trim() ?? "";
  const isNamed = !first.includes("=");
  // A version may stand behind the name (RFC 8601 §2.2).
  const by = isNamed ? (/^[\w.:-]+/.exec(first)?.[0].toLowerCase() ?? null) : null;
  if (isNamed && by === null) return null;
  const results = clauses.slice(isNamed ? 1 : 0, mostResults).flatMap((clause) => resultOf(clause));
  return { by, results };
}

/** Cut at semicolons, without comments, which may stand in each other and hold anything. */
function clausesOf(value: string): string[] {
  const clauses: string[] = [];
  let clause = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] as string;
    if (sign === "\\" && (isQuoted || depth > 0)) {
      if (depth === 0) clause += value[at + 1] ?? "";
      at += 1;
    } else if (depth === 0 && sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === "(") depth += 1;
    else if (!isQuoted && depth > 0 && sign === ")") depth -= 1;
    else if (depth === 0 && !isQuoted && sign === ";") {
      clauses.push(clause);
      clause = "";
    } else if (depth === 0) clause += sign;
  }
  return [...clauses, clause];
}

function resultOf(clause: string): MethodResult[] {
  const [head = "", ...rest] = clause
    .trim()
    .replace(/\s*=\s*/g, "=")
    .split(/\s+/);
  const [, method, result] = /^([a-z][\w-]*)(?:\/\d+)?=([a-z]+)$/i.exec(head) ?? [];
  if (method === undefined || result === undefined) return [];
  const properties = new Map<string, string>();
  for (const word of rest) {
    const equals = word.indexOf("=");
    const name = word.slice(0, Math.max(0, equals)).toLowerCase();
    // The first is the receiver's; a name given twice was put there to confuse.
    if (name !== "" && !properties.has(name)) properties.set(name, word.slice(equals + 1));
  }
  return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties }];
}
