export { checkHost, connectGuard, HostNotAllowed, type ResolveHost, resolveChecked } from "./connect-guard.ts";
export { createHostPolicy, type HostPolicy } from "./host-policy.ts";
export { isWithoutMx, type ResolveMx, systemMx } from "./resolve-mx.ts";
