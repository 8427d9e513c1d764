import type { Role } from "@haste/contract/endpoint";
import { audit } from "../../platform/audit/index.ts";
import { allPermissions, permissionsOf, type WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  findKey,
  insertKey,
  insertKeySecret,
  type KeyRow,
  lockKey,
  retireKeySecrets,
  revokeKey,
} from "./queries/keys.ts";
import { makeKeySecret } from "./secrets.ts";

export interface NewKeyInput {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
}

export interface KeyWithSecret {
  readonly key: KeyRow;
  /** Shown this once; only its hash is kept. */
  readonly secret: string;
}

/** How long the old secret of a rotated key still works. */
const overlapMs = 24 * 3_600_000;

/** Makes a key for somebody who may do all that it may. @throws Problem `forbidden`, `invalid_request` */
export async function createKey(ctx: WorkContext, input: NewKeyInput): Promise<KeyWithSecret> {
  checkScopes(input);
  checkNotStronger(ctx, input.role, input.scopes);
  if (input.expiresAt !== null && input.expiresAt <= ctx.machineNow) {
    throw refusedField("/expiresAt", "in_the_past", "A key must expire in the future.");
  }
  const made = await issueKey(ctx, input);
  await audit(ctx, "api-key.created", { kind: "api-key", id: made.key.id }, { name: input.name, role: input.role });
  return made;
}

/** Stores a new key, without asking who makes it. */
export async function issueKey(ctx: WorkContext, input: NewKeyInput): Promise<KeyWithSecret> {
  const id = ctx.newId();
  const createdBy = ctx.actor.kind === "user" ? ctx.actor.id : null;
  await insertKey(ctx.tx, { ...input, id, createdBy, at: ctx.machineNow });
  return addSecret(ctx, id);
}

/** A second secret; the present one works for another day, so that callers can change one by one. */
export async function rotateKey(ctx: WorkContext, id: string): Promise<KeyWithSecret> {
  const key = await lockKey(ctx.tx, id);
  if (key === null || key.revokedAt !== null) throw new Problem("not_found");
  checkNotStronger(ctx, key.role, key.scopes);
  await retireKeySecrets(ctx.tx, id, new Date(ctx.machineNow.getTime() + overlapMs));
  const made = await addSecret(ctx, id);
  await audit(ctx, "api-key.rotated", { kind: "api-key", id }, { name: key.name });
  return made;
}

export async function endKey(ctx: WorkContext, id: string): Promise<void> {
  if (!(await revokeKey(ctx.tx, id, ctx.machineNow))) throw new Problem("not_found");
  await audit(ctx, "api-key.revoked", { kind: "api-key", id });
}

async function addSecret(ctx: WorkContext, keyId: string): Promise<KeyWithSecret> {
  const { secret, prefix, hash } = makeKeySecret(ctx.workspace.mode);
  await insertKeySecret(ctx.tx, { keyId, hash, prefix, at: ctx.machineNow });
  const key = await findKey(ctx.tx, keyId);
  if (key === null) throw new Error("The key is not there after it was written.");
  return { key, secret };
}

function checkScopes({ scopes }: NewKeyInput): void {
  const known = new Set<string>(allPermissions);
  const unknown = scopes?.findIndex((scope) => !known.has(scope)) ?? -1;
  if (unknown === -1) return;
  const detail = `A scope is a permission such as contacts:read; "${scopes?.[unknown]}" is none.`;
  throw refusedField(`/scopes/${unknown}`, "unknown_scope", detail);
}

/** Nobody gets through a key what they may not do themselves. */
function checkNotStronger(ctx: WorkContext, role: Role, scopes: readonly string[] | null): void {
  const beyond = [...permissionsOf(role, scopes)].find((permission) => !ctx.actor.permissions.has(permission));
  if (beyond === undefined) return;
  throw new Problem("forbidden", {
    detail: `The key could do what ${ctx.actor.name} may not: ${beyond}.`,
    fix: "Choose a lower role, or scopes that you hold yourself.",
    permission: beyond,
  });
}

function refusedField(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code, detail }] });
}
