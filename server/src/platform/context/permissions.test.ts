import { roles } from "@haste/contract/endpoint";
import { describe, expect, test } from "vitest";
import { allPermissions, permissionsOf, systemActor } from "./permissions.ts";

describe("a role", () => {
  test("holds all the permissions of the ones before it, and the owner holds every one", () => {
    for (const [index, role] of roles.entries()) {
      const before = roles[index - 1];
      if (before === undefined) continue;
      for (const permission of permissionsOf(before))
        expect([role, permissionsOf(role).has(permission)]).toEqual([role, true]);
      expect(permissionsOf(role).size).toBeGreaterThan(permissionsOf(before).size);
    }
    expect([...permissionsOf("owner")].sort()).toEqual([...allPermissions].sort());
    expect(systemActor("seed").permissions).toEqual(permissionsOf("owner"));
  });

  test("of a viewer writes nothing", () => {
    expect([...permissionsOf("viewer")].filter((permission) => permission.endsWith(":write"))).toEqual([]);
  });

  test("is narrowed by scopes and never widened", () => {
    expect([...permissionsOf("viewer", ["contacts:read", "settings:write", "no-such:thing"])]).toEqual([
      "contacts:read",
    ]);
    expect(permissionsOf("owner", []).size).toBe(0);
  });
});
