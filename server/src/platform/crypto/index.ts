export { SealError } from "./envelope.ts";
export { createKeyRing, type KeyRing, makeDataKey, type WrappedKey } from "./key-ring.ts";
export { loadMasterKey, type MasterKey } from "./master-key.ts";
export {
  makeSigningKey,
  openSigningKeys,
  readToken,
  type SigningKeys,
  signToken,
  type WrappedSigningKey,
} from "./tokens.ts";
