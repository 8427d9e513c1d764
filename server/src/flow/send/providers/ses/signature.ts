import { createHash, createHmac } from "node:crypto";

/** Who signs, for where and when. */
export interface Signer {
  readonly keyId: string;
  readonly secret: string;
  readonly region: string;
  readonly service: string;
  readonly now: Date;
}

interface Signed {
  readonly method: string;
  readonly host: string;
  /** Without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * AWS Signature Version 4 of a request without a query; the headers to send, all of them signed. Held to the example of
 * AWS' own documentation by a test.
 */
export function signedHeaders(
  request: Signed,
  { keyId, secret, region, service, now }: Signer,
): Record<string, string> {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = { ...request.headers, host: request.host, "x-amz-date": stamp };
  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    request.path,
    "",
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (last, part) => createHmac("sha256", last).update(part).digest(),
    `AWS4${secret}`,
  );
  const signature = createHmac("sha256", key).update(toSign).digest("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
