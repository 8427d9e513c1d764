export type { Caller, Credential, IdentityPort } from "./caller.ts";
export {
  type Actor,
  type AuditNote,
  makeContext,
  newIdAt,
  type WorkContext,
  type Workspace,
} from "./context.ts";
export { allPermissions, permissionsOf, systemActor } from "./permissions.ts";
export { loadWorkspace } from "./queries.ts";
