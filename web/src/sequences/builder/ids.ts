import { asInstant, uuidv7 } from "@haste/engine/base";

/** An id for what is made here; the server keeps it, so that undo and a second save mean the same step. */
export function newId(): string {
  return uuidv7(asInstant(Date.now()), crypto.getRandomValues(new Uint8Array(10)));
}
