import { isOldToken, readToken, type SigningKeys, signToken } from "../../platform/crypto/index.ts";

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

/** What a token says that was proved, and whether its mail is too old for what comes back of it to count. */
type Read<Ref> = { readonly ref: Ref; readonly isOld: boolean };

/** null for anything that was not signed here for this purpose. A wish to get no more mail never grows old. */
export function readUnsubscribeToken(keys: SigningKeys, token: string): EmailRef | null {
  return readRef(keys, "unsubscribe", token);
}

export function readOpenToken(keys: SigningKeys, token: string): Read<EmailRef> | null {
  const ref = readRef(keys, "open", token);
  return ref === null ? null : { ref, isOld: isOldToken(keys, token) };
}

export function readClickToken(keys: SigningKeys, token: string): Read<LinkRef> | null {
  const payload = readToken(keys, purposes.click, token);
  if (payload === null || payload.length !== 34) return null;
  return { ref: { ...refOf(payload), link: payload.readUInt16BE(32) }, isOld: isOldToken(keys, token) };
}

function readRef(keys: SigningKeys, purpose: "open" | "unsubscribe", token: string): EmailRef | null {
  const payload = readToken(keys, purposes[purpose], token);
  return payload === null || payload.length !== 32 ? null : refOf(payload);
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
