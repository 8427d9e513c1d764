import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { open, seal } from "./envelope.ts";
import type { MasterKey } from "./master-key.ts";

/**
 * Public tokens (pixel, click, unsubscribe …) carry their own proof, so answering one needs no look-up:
 *
 *     base64url( key id (1 byte) | payload | HMAC-SHA-256 of purpose, key id and payload, first 16 bytes )
 *
 * 128 bits of the MAC are what RFC 2104 §5 allows at the least. The purpose is inside the MAC: a pixel's token cannot
 * unsubscribe anybody. Old keys go on reading forever, the newest signs; keys are stored wrapped, so links in mails
 * that were sent before a restore stay alive.
 */
const macBytes = 16;
/** No payload of ours comes near; a longer token is refused before it is decoded. */
const longestToken = 512;

/** What a token is for; a word, part of its proof. */
export type TokenPurpose = string;

/** A signing key as it is stored. */
export interface WrappedSigningKey {
  /** 1–255, the first byte of every token. */
  readonly id: number;
  readonly wrapped: Uint8Array;
}

/** The same with when it was made: how long the one before it has been replaced. */
export interface StoredSigningKey extends WrappedSigningKey {
  readonly createdAt: Date;
}

/** All signing keys of the installation, unwrapped. */
export interface SigningKeys {
  /** The one that signs. */
  readonly newest: number;
  readonly byId: ReadonlyMap<number, KeyObject>;
  /** Keys replaced so long ago that mails of theirs are old: what comes back of them is answered and no longer counted. */
  readonly old?: ReadonlySet<number>;
}

/** A new key signs only once every process has read it. */
const signingKeySettlesMs = 2 * 60_000;
/** Longer than anybody's sequence, and than a mail is opened for any other reason than looking for something. */
const signingKeyServesMs = 400 * 86_400_000;

/** A new signing key, ready to be stored under `id`. */
export function makeSigningKey(master: MasterKey, id: number): WrappedSigningKey {
  if (!Number.isInteger(id) || id < 1 || id > 255) throw new RangeError(`A signing key id is 1 to 255, not ${id}.`);
  return { id, wrapped: seal(master, randomBytes(32), placeOf(id)) };
}

/** Unwraps the stored keys; the highest id signs. */
export function openSigningKeys(master: MasterKey, stored: readonly WrappedSigningKey[]): SigningKeys {
  if (stored.length === 0) throw new Error("There is no signing key yet.");
  const byId = new Map(stored.map(({ id, wrapped }) => [id, createSecretKey(open(master, wrapped, placeOf(id)))]));
  return { newest: Math.max(...byId.keys()), byId };
}

/** What each stored key is good for at an instant. */
export function serveSigningKeys(master: MasterKey, stored: readonly StoredSigningKey[], now: Date): SigningKeys {
  const { byId } = openSigningKeys(master, stored);
  const inOrder = stored.toSorted((a, b) => a.id - b.id);
  const ageOf = (key: StoredSigningKey) => now.getTime() - key.createdAt.getTime();
  const settled = inOrder.filter((key) => ageOf(key) >= signingKeySettlesMs);
  const old = inOrder.filter((_, place) => {
    const next = inOrder[place + 1];
    return next !== undefined && ageOf(next) > signingKeyServesMs;
  });
  return { byId, newest: (settled.at(-1) ?? inOrder[0])?.id ?? 0, old: new Set(old.map(({ id }) => id)) };
}

/** Signs `payload` for one purpose. */
export function signToken(keys: SigningKeys, purpose: TokenPurpose, payload: Uint8Array): string {
  const body = Buffer.concat([Buffer.of(keys.newest), payload]);
  return Buffer.concat([body, macOf(keys, purpose, body)]).toString("base64url");
}

/**
 * The payload of a token signed here for this purpose, or null for anything else, in equal time for equal lengths: a
 * token of a key that never was is proved against another one, so that nobody learns which keys there are.
 */
export function readToken(keys: SigningKeys, purpose: TokenPurpose, token: string): Buffer | null {
  if (token.length > longestToken) return null;
  const bytes = Buffer.from(token, "base64url");
  // Base64 has spare bits at its end: without this, changed tokens would still read as the same bytes.
  if (bytes.length <= macBytes || bytes.toString("base64url") !== token) return null;
  const body = bytes.subarray(0, -macBytes);
  const isKnown = keys.byId.has(body[0] ?? 0);
  const isProved = timingSafeEqual(macOf(keys, purpose, body), bytes.subarray(-macBytes));
  return isKnown && isProved ? body.subarray(1) : null;
}

/** Whether a token that was proved is of a key whose mails are old. */
export function isOldToken({ old }: SigningKeys, token: string): boolean {
  return old !== undefined && old.size > 0 && old.has(Buffer.from(token.slice(0, 4), "base64url")[0] ?? 0);
}

function macOf(keys: SigningKeys, purpose: TokenPurpose, body: Buffer): Buffer {
  const key = (keys.byId.get(body[0] ?? 0) ?? keys.byId.get(keys.newest)) as KeyObject;
  return createHmac("sha256", key).update(`${purpose}\0`).update(body).digest().subarray(0, macBytes);
}

function placeOf(id: number): string {
  return `signing key ${id}`;
}
