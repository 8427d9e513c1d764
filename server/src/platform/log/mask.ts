/**
 * What must never stand in a log: people's addresses and anything that opens a door. One pass over the *finished* line,
 * so that a message, a nested object, a URL and an error stack are all covered, whoever wrote them and wherever.
 */

/** A JSON escape is matched first and kept, so that masking can never cut one in half and break the line. */
const jsonEscape = String.raw`\\(?:u[0-9a-fA-F]{4}|[^u])`;

/** `scheme://user:password@`: the password of a database or SMTP URL. */
const urlPassword = String.raw`(?<login>:\/\/[^\s"\\:@/]*):(?<password>[^\s"\\@/]+)(?=@)`;

/** API keys: `hc_test_…`, `hc_live_…`. The kind stays readable, the secret does not. */
const apiKey = String.raw`\b(?<key>hc_(?:[a-z]+_)?)[A-Za-z0-9_-]{8,}`;

/** Public links whose path is the proof: pixel, click, unsubscribe, visit script, provider hooks. */
const publicLink = String.raw`(?<road>\/(?:t\/[a-z]|u|hooks\/[a-z0-9-]+)\/)[A-Za-z0-9_.~-]{8,}`;

/** Credentials in headers and query strings. */
const credential = String.raw`(?<label>\b(?:bearer|basic) |[?&](?:token|code|key|secret|claim)=)[A-Za-z0-9+/=_.~%-]{8,}`;

/** Any `local@domain`, also percent-encoded and in every script; the first letter and the domain stay for support. */
const address = String.raw`(?<first>[^\s"'<>()[\]{},;:\\@/=?&%|])[^\s"'<>()[\]{},;:\\@/=?&%|]*(?<at>@|%40)(?=[\p{L}\p{N}[])`;

const secrets = new RegExp([jsonEscape, urlPassword, apiKey, publicLink, credential, address].join("|"), "giu");

/** Masks addresses and tokens anywhere in `text`; valid JSON stays valid JSON. */
export function maskSecrets(text: string): string {
  return text.replace(secrets, (match, ...rest) => {
    const found = rest.at(-1) as Record<string, string | undefined>;
    if (found.first !== undefined) return `${found.first}…${found.at}`;
    if (found.login !== undefined) return `${found.login}:…`;
    const kept = found.key ?? found.road ?? found.label;
    return kept === undefined ? match : `${kept}…`;
  });
}
