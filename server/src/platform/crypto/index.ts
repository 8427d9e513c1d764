export { type CipherKey, keyIdOf, open, SealError, seal } from "./envelope.ts";
export { createKeyRing, type KeyRing, makeDataKey, type WorkspaceCipher, type WrappedKey } from "./key-ring.ts";
export { loadMasterKey, type MasterKey } from "./master-key.ts";
export {
  makeSigningKey,
  openSigningKeys,
  readToken,
  type SigningKeys,
  signToken,
  type TokenPurpose,
  type WrappedSigningKey,
} from "./tokens.ts";
