export { hasSigningKeys, keepSigningKeys, loadSigningKeys, rotateSigningKeys } from "./load-signing-keys.ts";
