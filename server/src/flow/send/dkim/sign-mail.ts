import { createHash, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { relaxedBody, relaxedField, splitMail } from "./canonical.ts";

/** A key that signs, parsed once: from PEM each mail it costs three times as much. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: "rsa" | "ed25519";
  readonly privateKey: KeyObject;
}

/** Runs in libuv's threads: the event loop hands over the hash and goes on (`docs/results/bench.md`). */
const signAside = promisify(sign) as (algorithm: string | null, content: Buffer, key: KeyObject) => Promise<Buffer>;

/** Where they are present; `from` stands twice, so that nobody can put a second one before it. */
const signedFields: readonly string[] = [
  "from",
  "to",
  "cc",
  "subject",
  "date",
  "message-id",
  "reply-to",
  "in-reply-to",
  "references",
  "mime-version",
  "content-type",
  "list-unsubscribe",
  "list-unsubscribe-post",
];

/**
 * A mail with a signature of each key before it (RFC 6376, 8301, 8463): relaxed/relaxed, the whole body, both headers of
 * one-click unsubscribing, which mailbox providers ask to be signed (RFC 8058 §4).
 */
export async function signMail(raw: Buffer, keys: readonly DkimKey[], now: Date): Promise<Buffer> {
  if (keys.length === 0) return raw;
  const { fields, body } = splitMail(raw);
  const present = signedFields.flatMap((name) => fields.findLast((field) => field.name === name) ?? []);
  const names = [...present.map((field) => field.name), "from"];
  const head = present.map((field) => `${relaxedField(field)}\r\n`).join("");
  const bodyHash = createHash("sha256").update(relaxedBody(body), "latin1").digest("base64");
  const signatures = await Promise.all(
    keys.map(async (key) => {
      const field = fieldWithout(key, { names, bodyHash, at: Math.floor(now.getTime() / 1_000) });
      const own = relaxedField({ name: "dkim-signature", text: field });
      const signature = await signText(Buffer.from(head + own, "latin1"), key);
      return `${field}${folded(signature.toString("base64"))}\r\n`;
    }),
  );
  return Buffer.concat([Buffer.from(signatures.join("")), raw]);
}

function signText(content: Buffer, { algorithm, privateKey }: DkimKey): Promise<Buffer> {
  if (algorithm === "rsa") return signAside("RSA-SHA256", content, privateKey);
  // RFC 8463 §3: PureEdDSA over the hash.
  return signAside(null, createHash("sha256").update(content).digest(), privateKey);
}

/** The field up to its signature, which is what the signature covers. */
function fieldWithout(
  { algorithm, domain, selector }: DkimKey,
  { names, bodyHash, at }: { names: readonly string[]; bodyHash: string; at: number },
): string {
  return [
    `DKIM-Signature: v=1; a=${algorithm}-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};`,
    ` t=${at}; h=${names.join(":\r\n  ")};`,
    ` bh=${bodyHash};`,
    " b=",
  ].join("\r\n");
}

function folded(signature: string): string {
  return (signature.match(/.{1,72}/g) ?? []).join("\r\n  ");
}
