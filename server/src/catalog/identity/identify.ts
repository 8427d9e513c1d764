import { type Caller, type Credential, permissionsOf, type Workspace } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findKeyCaller, findSessionCaller, type WorkspaceColumns } from "./queries/people.ts";
import { hashSecret } from "./secrets.ts";

/**
 * The caller behind a credential, read in the request's own transaction, so that a revoked key is refused at once.
 * @throws Problem `invalid_key` with the reason, or `unauthenticated` for a session that has ended
 */
export function identify(tx: Tx, credential: Credential, machineNow: Date): Promise<Caller> {
  return credential.kind === "api-key"
    ? identifyKey(tx, credential.secret, machineNow)
    : identifySession(tx, credential.secret, machineNow);
}

async function identifyKey(tx: Tx, secret: string, machineNow: Date): Promise<Caller> {
  const row = await findKeyCaller(tx, hashSecret(secret));
  if (row === null) throw new Problem("invalid_key");
  if (row.revokedAt !== null) throw new Problem("invalid_key", { detail: `The key "${row.name}" was revoked.` });
  if (hasPassed(row.expiresAt, machineNow))
    throw new Problem("invalid_key", { detail: `The key "${row.name}" has expired.` });
  if (hasPassed(row.secretExpiresAt, machineNow)) {
    throw new Problem("invalid_key", { detail: `The key "${row.name}" was rotated; this is its old secret.` });
  }
  return {
    workspace: workspaceFrom(row),
    actor: {
      kind: "api-key",
      id: row.id,
      name: row.name,
      role: row.role,
      permissions: permissionsOf(row.role, row.scopes),
    },
    signIn: { by: "api-key", id: row.id },
  };
}

async function identifySession(tx: Tx, secret: string, machineNow: Date): Promise<Caller> {
  const row = await findSessionCaller(tx, hashSecret(secret));
  if (row === null || hasPassed(row.expiresAt, machineNow)) {
    throw new Problem("unauthenticated", { detail: "This session has ended." });
  }
  return {
    workspace: workspaceFrom(row),
    actor: { kind: "user", id: row.userId, name: row.userName, role: row.role, permissions: permissionsOf(row.role) },
    signIn: { by: "session", id: row.id },
  };
}

function hasPassed(at: Date | null, now: Date): boolean {
  return at !== null && at.getTime() <= now.getTime();
}

function workspaceFrom(row: WorkspaceColumns): Workspace {
  return {
    id: row.workspaceId,
    mode: row.mode,
    name: row.workspaceName,
    timezone: row.timezone,
    clockOffsetMs: row.clockOffsetMs,
    clockRate: row.clockRate,
  };
}
