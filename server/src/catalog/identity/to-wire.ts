import type { ApiKey, Me, Settings, Workspace } from "@haste/contract/nouns/identity";
import type { z } from "zod";
import type { KeyRow } from "./queries/keys.ts";
import type { WorkspaceRow } from "./queries/people.ts";

const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

export function workspaceToWire(row: WorkspaceRow): z.input<typeof Workspace> {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    timezone: row.timezone,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function settingsToWire(row: WorkspaceRow): z.input<typeof Settings> {
  return {
    name: row.name,
    timezone: row.timezone,
    postalAddress: row.postalAddress,
    costs: row.costs,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function keyToWire(row: KeyRow): z.input<typeof ApiKey> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scopes: row.scopes,
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    revokedAt: isoOrNull(row.revokedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

export type MeParts = Omit<Me, "workspace" | "now" | "permissions"> & {
  readonly row: WorkspaceRow;
  readonly permissions: ReadonlySet<string>;
  readonly now: Date;
};

export function meToWire(parts: MeParts): z.input<typeof Me> {
  return {
    workspace: workspaceToWire(parts.row),
    user: parts.user,
    role: parts.role,
    signedInBy: parts.signedInBy,
    permissions: [...parts.permissions],
    now: parts.now.toISOString(),
  };
}
