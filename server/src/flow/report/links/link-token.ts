import { readToken, type SigningKeys, signToken } from "../../../platform/crypto/index.ts";

/** Whose link it is; bound to the workspace, and says nothing to whoever reads it. */
interface LinkRef {
  readonly workspaceId: string;
  readonly linkId: string;
}

const purpose = "share";
const idBytes = 16;

export function linkToken(keys: SigningKeys, { workspaceId, linkId }: LinkRef): string {
  return signToken(keys, purpose, Buffer.from((workspaceId + linkId).replaceAll("-", ""), "hex"));
}

/** null for anything that was not signed here for this purpose. */
export function readLinkToken(keys: SigningKeys, token: string): LinkRef | null {
  const payload = readToken(keys, purpose, token);
  if (payload === null || payload.length !== 2 * idBytes) return null;
  return { workspaceId: uuidOf(payload.subarray(0, idBytes)), linkId: uuidOf(payload.subarray(idBytes)) };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
