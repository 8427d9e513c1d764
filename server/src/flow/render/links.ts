import { readToken, type SigningKeys, signToken } from "../../platform/crypto/index.ts";

/** What a public address of an email names. Bound to workspace and email; says nothing to whoever reads it. */
export interface EmailRef {
  readonly workspaceId: string;
  readonly emailId: string;
}

export interface LinkRef extends EmailRef {
  /** Position of the link in the email's link table. */
  readonly link: number;
}

const purposes = { open: "open", click: "click", unsubscribe: "unsubscribe" } as const;

/** The signed addresses of one email under `publicUrl` (contract: `/t/o`, `/t/c`, `/u`). */
export function publicLinksOf(keys: SigningKeys, publicUrl: string, ref: EmailRef) {
  const email = Buffer.concat([bytesOf(ref.workspaceId), bytesOf(ref.emailId)]);
  return {
    openUrl: `${publicUrl}/t/o/${signToken(keys, purposes.open, email)}`,
    clickUrl: (link: number) =>
      `${publicUrl}/t/c/${signToken(keys, purposes.click, Buffer.concat([email, Buffer.of(link >> 8, link & 255)]))}`,
    unsubscribeUrl: `${publicUrl}/u/${signToken(keys, purposes.unsubscribe, email)}`,
  };
}

/** null for anything that was not signed here for this purpose. */
export function readEmailToken(keys: SigningKeys, purpose: "open" | "unsubscribe", token: string): EmailRef | null {
  const payload = readToken(keys, purposes[purpose], token);
  return payload === null || payload.length !== 32 ? null : refOf(payload);
}

export function readClickToken(keys: SigningKeys, token: string): LinkRef | null {
  const payload = readToken(keys, purposes.click, token);
  return payload === null || payload.length !== 34 ? null : { ...refOf(payload), link: payload.readUInt16BE(32) };
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function refOf(payload: Buffer): EmailRef {
  return { workspaceId: uuidOf(payload.subarray(0, 16)), emailId: uuidOf(payload.subarray(16, 32)) };
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
