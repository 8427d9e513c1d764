import { isOldToken, readToken, type SigningKeys, signToken } from "../../../platform/crypto/index.ts";
import type { LinkRef } from "../../render/index.ts";

const purposes = { script: "visit script", visitor: "visitor" } as const;

/** The signed part of a workspace's script. */
export function scriptToken(keys: SigningKeys, workspaceId: string): string {
  return signToken(keys, purposes.script, bytesOf(workspaceId));
}

/** Whose script it is; null for anything that was not signed here. */
export function readScriptToken(keys: SigningKeys, token: string): string | null {
  const payload = readToken(keys, purposes.script, token);
  return payload?.length === 16 ? uuidOf(payload) : null;
}

/** What a click hands to the page it leads to. A purpose of its own: who reads the address can click for nobody. */
export function visitorToken(keys: SigningKeys, { workspaceId, emailId, link }: LinkRef): string {
  const payload = Buffer.concat([bytesOf(workspaceId), bytesOf(emailId), Buffer.of(link >> 8, link & 255)]);
  return signToken(keys, purposes.visitor, payload);
}

/** null for anything that was not signed here, and for what is too old to count. */
export function readVisitorToken(keys: SigningKeys, token: string): LinkRef | null {
  const payload = readToken(keys, purposes.visitor, token);
  if (payload?.length !== 34 || isOldToken(keys, token)) return null;
  const [workspaceId, emailId] = [uuidOf(payload.subarray(0, 16)), uuidOf(payload.subarray(16, 32))];
  return { workspaceId, emailId, link: payload.readUInt16BE(32) };
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
