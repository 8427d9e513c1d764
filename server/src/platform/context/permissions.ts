import { type Permission, type Resource, type Role, resources, roles } from "@haste/contract/endpoint";
import type { Actor } from "./context.ts";

/** What each role may read and write beyond the role before it. Whoever reads this table knows who may do what. */
const added: Record<Role, { readonly read: readonly Resource[]; readonly write: readonly Resource[] }> = {
  viewer: {
    read: [
      "workspaces",
      "members",
      "settings",
      "sequences",
      "templates",
      "enrollments",
      "contacts",
      "companies",
      "tasks",
      "imports",
      "sending-accounts",
      "suppressions",
      "jobs",
      "events",
      "reports",
      "sandbox",
    ],
    write: [],
  },
  rep: {
    read: [],
    write: [
      "sequences",
      "templates",
      "enrollments",
      "contacts",
      "companies",
      "tasks",
      "imports",
      "suppressions",
      "jobs",
      "sandbox",
    ],
  },
  admin: {
    read: ["api-keys", "audit-log"],
    write: ["members", "api-keys", "settings", "sending-accounts", "reports", "events"],
  },
  owner: { read: [], write: ["workspaces", "audit-log"] },
};

const permissionsByRole = new Map<Role, ReadonlySet<Permission>>();
{
  const held = new Set<Permission>();
  for (const role of roles) {
    for (const resource of added[role].read) held.add(`${resource}:read`);
    for (const resource of added[role].write) held.add(`${resource}:write`);
    permissionsByRole.set(role, new Set(held));
  }
}

/** Every permission there is, in the order of the resources. */
export const allPermissions: readonly Permission[] = resources.flatMap((resource): Permission[] => [
  `${resource}:read`,
  `${resource}:write`,
]);

/**
 * What a role may do, narrowed to `scopes` where a key has some: a scope can take away, never add. Unknown scopes are
 * ignored, so that a key outlives a renamed permission without gaining anything.
 */
export function permissionsOf(role: Role, scopes: readonly string[] | null = null): ReadonlySet<Permission> {
  const held = permissionsByRole.get(role) ?? new Set<Permission>();
  return scopes === null ? held : new Set([...held].filter((permission) => scopes.includes(permission)));
}

/** The product itself: seeds, personas' keepers, housekeeping. */
export function systemActor(name: string): Actor {
  return { kind: "system", id: null, name, role: "owner", permissions: permissionsOf("owner") };
}
