export {
  type CheckedAddress,
  checkHost,
  connectGuard,
  HostNotAllowed,
  type HostVerdict,
  type ResolveHost,
  resolveChecked,
  resolveHost,
} from "./connect-guard.ts";
export { createHostPolicy, type HostPolicy } from "./host-policy.ts";
