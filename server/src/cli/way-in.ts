import type { Config } from "../platform/config/index.ts";
import { asSweep, inWorkspace } from "../platform/db/index.ts";
import { isLoopback, type Running } from "../up.ts";
import { listWorkspaceIds } from "../wiring/queries.ts";
import { makeClaim, type PrintedClaim } from "./claim-link.ts";
import { makeWorkspace } from "./make-workspace.ts";
import { wasClaimed } from "./queries.ts";

/** How the first person gets in. */
export interface WayIn {
  readonly claim: PrintedClaim | null;
  readonly workspaceId: string | null;
  /** A remark beside it; empty: nobody needs one. */
  readonly words: string;
}

/**
 * On loopback with the demo everybody on this machine is in. Elsewhere the first start prints a one-time link; once
 * somebody has claimed the workspace no start prints another one: an owner's link in every log would be a key under the
 * mat. Without a demo and without any workspace, a first live one is made to be claimed.
 */
export async function wayIn(config: Config, { app, demo }: Running, baseUrl: string): Promise<WayIn> {
  const { database, master } = app;
  if (demo !== null && isLoopback(config.host)) return { claim: null, workspaceId: demo.workspaceId, words: "" };
  const workspaceId =
    demo?.workspaceId ??
    (await asSweep(database, listWorkspaceIds))[0] ??
    (await makeWorkspace({ database, master }, { name: "First workspace", mode: "live" })).workspaceId;
  if (await inWorkspace(database, workspaceId, wasClaimed)) {
    return { claim: null, workspaceId, words: "as before; npm run -s haste -- claim prints a new one-time link" };
  }
  const claim = await makeClaim(database, workspaceId, baseUrl);
  return { claim, workspaceId, words: "Works once, within 24 hours, and makes whoever opens it the owner." };
}
