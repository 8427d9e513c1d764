export { checkHost, connectGuard, HostNotAllowed, type ResolveHost, resolveChecked } from "./connect-guard.ts";
export { createHostPolicy, type HostPolicy } from "./host-policy.ts";
