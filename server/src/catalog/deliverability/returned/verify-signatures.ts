import type { Ask, HeaderField, Signature } from "@haste/engine/deliverability";

/** A mail of ours carries one or two; each makes us ask the DNS and hash the body. */
const mostSignatures = 8;

export interface MailToVerify {
  readonly source: Buffer;
  readonly fields: readonly HeaderField[];
  readonly now: Date;
}

/** Tries every DKIM signature (RFC 6376); null: there are more than anybody needs, or they cannot be read. */
export async function verifySignatures({ source, fields, now }: MailToVerify, ask: Ask): Promise<Signature[] | null> {
  const signed = fields.filter(({ name }) => name === "dkim-signature").length;
  if (signed === 0) return [];
  if (signed > mostSignatures) return null;
  // Loaded where it is needed: most processes never look at a mail that came back, and it costs some MB.
  const { dkimVerify } = await import("mailauth/lib/dkim/verify.js");
  const options = { resolver: resolverOf(ask), curTime: now, strict: true };
  const results = await dkimVerify(source, options).then(
    (verified) => verified.results,
    () => null,
  );
  if (results === null) return null;
  return results.flatMap((result) => {
    const { signingDomain, selector, status, signingHeaders } = result;
    if (!signingDomain || !selector || status.result === "none") return [];
    const covers = (signingHeaders?.keys ?? "").split(":").map((name) => name.trim().toLowerCase());
    const { state, reason } = readStatus(status.result, status.comment || null);
    return [{ domain: signingDomain.toLowerCase(), selector, state, reason, covers: [...new Set(covers)] }];
  });
}

function readStatus(result: string, comment: string | null): Pick<Signature, "state" | "reason"> {
  if (result === "pass") return { state: "passed", reason: null };
  if (result === "temperror") return { state: "unknown", reason: null };
  // The key was found, so it is the mail that is another.
  if (result === "fail") return { state: "altered", reason: comment === null ? null : sentence(comment) };
  if (result === "policy") return { state: "failed", reason: "Its key or its algorithm is too weak." };
  return { state: "failed", reason: comment === null ? null : sentence(comment) };
}

/** The verifier's word, which begins small and ends without a point. */
function sentence(comment: string): string {
  const text = comment.slice(0, 200);
  return `Its signature does not hold: ${text}${/[.!?]$/.test(text) ? "" : "."}`;
}

type Resolver = (name: string, type: string) => Promise<string[][]>;

/** Our bounded name server in the shape the verifier asks; silence stays silence. */
function resolverOf(ask: Ask): Resolver {
  return async (name, type) => {
    if (type !== "TXT") throw Object.assign(new Error("not asked"), { code: "ETIMEOUT" });
    const answer = await ask(name, "TXT");
    if (answer.kind === "found") return answer.values.map((value) => [value]);
    throw Object.assign(new Error(name), { code: answer.kind === "none" ? "ENOTFOUND" : "ETIMEOUT" });
  };
}
