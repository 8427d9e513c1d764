import { createHash } from "node:crypto";
import { Problem } from "../problem/index.ts";

/** What `If-Match` is held against: the row's version. */
export function etagOf(version: number): string {
  return `"v${version}"`;
}

/**
 * The ETag of an answer: the row's version and a hash of the body, because an answer may carry more than the row (today's
 * usage, statistics) and must not be called unchanged when only that moved.
 */
export function etagOfBody(etag: string, json: string): string {
  return `${etag.slice(0, -1)}.${createHash("sha256").update(json).digest("base64url").slice(0, 10)}"`;
}

function names(header: string, etag: string): boolean {
  return header.split(",").some((part) => {
    const tag = part.trim().replace(/^W\//, "");
    return tag === "*" || tag === etag;
  });
}

/** RFC 9110 §13.1.2: the caller has this version already. */
export function isNotModified(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && names(ifNoneMatch, etag);
}

/** A writer is held to the version alone: statistics that moved meanwhile are no conflict. */
function withoutHashes(header: string): string {
  return header.replace(/"(v\d+)\.[\w-]+"/g, '"$1"');
}

/** The version a caller saw, where its tag is one of ours. */
function versionIn(ifMatch: string): number | null {
  const seen = /"v(\d+)/.exec(ifMatch)?.[1];
  return seen === undefined ? null : Number(seen);
}

/** RFC 9110 §13.1.1. @throws Problem `precondition_failed` */
export function checkIfMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || names(withoutHashes(ifMatch), etagOf(version))) return;
  throw new Problem("precondition_failed", {
    detail: `The request is for ${ifMatch}, but the present version is ${etagOf(version)}.`,
    currentVersion: version,
    yours: { version: versionIn(ifMatch) },
  });
}
