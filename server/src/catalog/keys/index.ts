export { hasSigningKeys, loadSigningKeys } from "./load-signing-keys.ts";
