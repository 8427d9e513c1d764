import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The password of a sending account at the sandbox's own mail servers. Derived, not stored: every account of a sandbox
 * workspace has a mailbox the moment it exists, and there is no secret to leak from the database.
 * @param key 32 octets or more that only this installation knows
 */
export function sandboxMailPassword(key: Buffer, workspaceId: string, address: string): string {
  return createHmac("sha256", key).update(`sandbox mail\n${workspaceId}\n${address.toLowerCase()}`).digest("base64url");
}

export function isSandboxMailPassword(password: string, expected: string): boolean {
  const [given, right] = [Buffer.from(password), Buffer.from(expected)];
  return given.length === right.length && timingSafeEqual(given, right);
}
