export { SealError } from "./envelope.ts";
export { createKeyRing, type KeyRing, keysKeptMs, makeDataKey, type WrappedKey } from "./key-ring.ts";
export { loadMasterKey, type MasterKey } from "./master-key.ts";
export { countUnder, resealBatch } from "./reseal.ts";
export type { ResealedValue, SealedColumn } from "./sealed-column.ts";
export {
  isOldToken,
  makeSigningKey,
  openSigningKeys,
  readToken,
  type SigningKeys,
  type StoredSigningKey,
  serveSigningKeys,
  signToken,
  type WrappedSigningKey,
} from "./tokens.ts";
