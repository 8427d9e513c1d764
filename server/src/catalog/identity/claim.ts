import { audit } from "../../platform/audit/index.ts";
import { loadWorkspace, makeContext, newIdAt, permissionsOf } from "../../platform/context/index.ts";
import { type Database, inWorkspace, outsideWorkspaces } from "../../platform/db/index.ts";
import type { PublicContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { createSession } from "./create-session.ts";
import {
  findOwner,
  findUser,
  insertClaimLink,
  renameUser,
  spendClaimLink,
  workspaceOfSecret,
} from "./queries/people.ts";
import { hashSecret, makeToken } from "./secrets.ts";

const claimMs = 24 * 3_600_000;

export interface ClaimLink {
  /** Goes behind `/claim#` of the public URL: a fragment is sent to no server and stands in no log. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** A link that makes whoever opens it first the workspace's owner in this browser; once, within 24 hours. */
export function createClaimLink(db: Database, workspaceId: string, machineNow: Date): Promise<ClaimLink> {
  return inWorkspace(db, workspaceId, async (tx) => {
    const userId = await findOwner(tx);
    if (userId === null) throw new Error("This workspace does not exist or has no owner.");
    const { secret, hash } = makeToken();
    const expiresAt = new Date(machineNow.getTime() + claimMs);
    await insertClaimLink(tx, { id: newIdAt(machineNow), hash, userId, at: machineNow, expiresAt });
    return { token: secret, expiresAt };
  });
}

export interface Claimed {
  readonly workspaceId: string;
  /** The secret of the new session. */
  readonly session: string;
}

/**
 * Spends a claim link and signs its owner in.
 * @throws Problem `claim_spent` for a link that is unknown, used or too old: a guess learns nothing
 */
export async function claimWorkspace(
  db: Database,
  ctx: PublicContext,
  claim: { readonly token: string; readonly name?: string | undefined },
): Promise<Claimed> {
  const hash = hashSecret(claim.token);
  const workspaceId = await outsideWorkspaces(db, (tx) => workspaceOfSecret(tx, "claim", hash));
  if (workspaceId === null) throw new Problem("claim_spent");
  return inWorkspace(db, workspaceId, async (tx) => {
    const userId = await spendClaimLink(tx, hash, ctx.machineNow);
    const workspace = await loadWorkspace(tx);
    if (userId === null || workspace === null) throw new Problem("claim_spent");
    if (claim.name !== undefined) await renameUser(tx, userId, claim.name, ctx.machineNow);
    const user = await findUser(tx, userId);
    const work = makeContext({
      ...ctx,
      tx,
      workspace,
      actor: { kind: "user", id: userId, name: user?.name ?? "", role: "owner", permissions: permissionsOf("owner") },
      afterCommit: () => {},
    });
    await audit(work, "workspace.claimed", { kind: "workspace", id: workspaceId });
    return { workspaceId, session: await createSession(tx, userId, ctx.machineNow) };
  });
}
