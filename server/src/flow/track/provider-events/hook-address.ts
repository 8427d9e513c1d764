import type { HookService } from "@haste/contract/nouns/provider-hooks";
import { readToken, type SigningKeys, signToken } from "../../../platform/crypto/index.ts";

/** Whose hook an address is. */
export interface HookRef {
  readonly workspaceId: string;
  readonly accountId: string;
}

const purpose = "provider hook";

/** The signed part of an account's address; the same for every service. */
export function hookToken(keys: SigningKeys, { workspaceId, accountId }: HookRef): string {
  return signToken(keys, purpose, Buffer.from((workspaceId + accountId).replaceAll("-", ""), "hex"));
}

export function hookUrl(publicUrl: string, service: HookService, token: string): string {
  return `${publicUrl}/hooks/${service}/${token}`;
}

/** null for anything that was not signed here. */
export function readHookToken(keys: SigningKeys, token: string): HookRef | null {
  const payload = readToken(keys, purpose, token);
  if (payload?.length !== 32) return null;
  return { workspaceId: uuidOf(payload.subarray(0, 16)), accountId: uuidOf(payload.subarray(16)) };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
