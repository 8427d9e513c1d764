/**
 * What must never stand in a log: people's addresses and anything that opens a door. Two passes over the *finished*
 * line, so that a message, a nested object, a URL and an error stack are all covered, whoever wrote them and wherever.
 * Both take time in proportion to the line: what strangers send ends up here.
 */

/** A JSON escape is matched first and kept, so that masking can never cut one in half and break the line. */
const jsonEscape = String.raw`\\(?:u[0-9a-fA-F]{4}|[^u])`;

/** `scheme://user:password@`: the password of a database or SMTP URL. */
const urlPassword = String.raw`(?<login>:\/\/[^\s"\\:@/]{0,256}):(?<password>[^\s"\\@/]{1,256})(?=@)`;

/** API keys: `hc_test_…`, `hc_live_…`. The kind stays readable, the secret does not. */
const apiKey = String.raw`\b(?<key>hc_(?:[a-z]+_)?)[A-Za-z0-9_-]{8,}`;

/** Public links whose path is the proof: pixel, click, unsubscribe, visit script, provider hooks. */
const publicLink = String.raw`(?<road>\/(?:t\/[a-z]|u|hooks\/[a-z0-9-]+)\/)[A-Za-z0-9_.~-]{8,}`;

/** Credentials in headers and query strings. */
const credential = String.raw`(?<label>\b(?:bearer|basic) |[?&](?:token|code|key|secret|claim)=)[A-Za-z0-9+/=_.~%-]{8,}`;

const secrets = new RegExp([jsonEscape, urlPassword, apiKey, publicLink, credential].join("|"), "giu");

/** The middle of an address, also percent-encoded, before a domain or an address literal in any script. */
const at = /(?:@|%40)(?=[\p{L}\p{N}[])/gu;

/** What ends a local part seen from its @. RFC 5322 allows `/ = ? &` inside too, but in a log they end a URL's piece. */
const notInLocalPart = /[\s"<>()[\],;:\\/=?&@\p{Cc}]/u;

/** Masks addresses and tokens anywhere in `text`; valid JSON stays valid JSON. */
export function maskSecrets(text: string): string {
  const masked = text.replace(secrets, (match, ...rest) => {
    const found = rest.at(-1) as Record<string, string | undefined>;
    if (found.login !== undefined) return `${found.login}:…`;
    const kept = found.key ?? found.road ?? found.label;
    return kept === undefined ? match : `${kept}…`;
  });
  return maskAddresses(masked);
}

/** `maria.lopez@example.com` → `m…@example.com`: the first letter and the domain stay, support can work with them. */
function maskAddresses(text: string): string {
  let masked = "";
  let done = 0;
  for (const { index } of text.matchAll(at)) {
    const start = startOfLocalPart(text, done, index);
    const first = text.codePointAt(start);
    // Nothing in front of the @, or a password that is masked already.
    if (start >= index || first === undefined || text.slice(start, index) === "…") continue;
    masked += `${text.slice(done, start)}${String.fromCodePoint(first)}…`;
    done = index;
  }
  return masked + text.slice(done);
}

/** Walks left from the @ at `end`, no further than `from`; the rest of a JSON escape belongs to what stands before. */
function startOfLocalPart(text: string, from: number, end: number): number {
  let start = end;
  while (start > from && !notInLocalPart.test(text.charAt(start - 1))) start -= 1;
  if (text.charAt(start - 1) !== "\\") return start;
  return start + (text.charAt(start) === "u" ? 5 : 1);
}
