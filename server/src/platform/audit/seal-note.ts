import { hash, randomBytes } from "node:crypto";
import type { AuditNote } from "../context/index.ts";

const saltBytes = 16;

/** A note whose detail lies apart, and the hash of it that stays in the log. */
export interface SealedNote extends AuditNote {
  readonly salt: Buffer;
  /** JSON, exactly as it was hashed. */
  readonly text: string;
  readonly commitment: Buffer;
}

export function sealNote(note: AuditNote): SealedNote {
  const salt = randomBytes(saltBytes);
  const text = JSON.stringify(note.detail);
  return { ...note, salt, text, commitment: commitTo(salt, text) };
}

/**
 * The hash of a detail that stays in the log for ever. Salted, because details are short and guessable: once salt and
 * detail are erased, the hash tells nobody whether a guess is right.
 */
export function commitTo(salt: Uint8Array, text: string): Buffer {
  return hash("sha256", Buffer.concat([salt, Buffer.from(text)]), "buffer");
}
