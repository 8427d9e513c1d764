import { Problem } from "../problem/index.ts";

/** The ETag of a row's version. Strong: equal versions have equal bodies. */
export function etagOf(version: number): string {
  return `"v${version}"`;
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

/** RFC 9110 §13.1.1. @throws Problem `precondition_failed` */
export function checkIfMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || names(ifMatch, etagOf(version))) return;
  throw new Problem("precondition_failed", {
    detail: `The request is for ${ifMatch}, but the present version is ${etagOf(version)}.`,
    currentVersion: version,
  });
}
