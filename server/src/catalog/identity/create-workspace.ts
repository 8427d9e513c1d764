import { audit } from "../../platform/audit/index.ts";
import { makeContext, newIdAt, systemActor, type WorkContext } from "../../platform/context/index.ts";
import { type MasterKey, makeDataKey } from "../../platform/crypto/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import { issueKey } from "./api-keys.ts";
import { addPerson, insertDataKey, insertMember, insertWorkspace } from "./queries/people.ts";

export interface NewWorkspaceInput {
  readonly name: string;
  readonly mode: "sandbox" | "live";
  /** IANA name; default UTC. */
  readonly timezone?: string;
  readonly postalAddress?: string;
  readonly owner: { readonly email: string; readonly name: string };
}

export interface CreatedWorkspace {
  readonly workspaceId: string;
  /** With owner rights; shown this once. */
  readonly apiKey: string;
  readonly ownerId: string;
}

export interface CreateWorkspacePorts {
  readonly db: Database;
  readonly master: MasterKey;
  readonly machineNow: Date;
  /**
   * What other slices put into every new workspace (the sandbox its sending account, the demo its people), in the same
   * transaction: a workspace that failed to fill does not exist.
   */
  readonly fill?: (ctx: WorkContext) => Promise<void>;
}

/** Sandbox mail carries a postal address like any other; nobody should have to invent one to try the product. */
const sandboxAddress = "1 Sandbox Street, 10115 Testville";

/** Makes a workspace with its owner, its data key and one API key. */
export async function createWorkspace(
  ports: CreateWorkspacePorts,
  input: NewWorkspaceInput,
): Promise<CreatedWorkspace> {
  const { db, machineNow } = ports;
  const workspaceId = newIdAt(machineNow);
  let hooks: (() => void)[] = [];
  const created = await inWorkspace(db, workspaceId, async (tx) => {
    hooks = [];
    const workspace = {
      id: workspaceId,
      name: input.name,
      mode: input.mode,
      timezone: input.timezone ?? "UTC",
      clockOffsetMs: 0,
      clockRate: 1,
    };
    const ctx = makeContext({
      tx,
      workspace,
      machineNow,
      actor: systemActor("setup"),
      requestId: workspaceId,
      log: db.log,
      afterCommit: (fn) => hooks.push(fn),
    });
    const postalAddress = input.postalAddress ?? (input.mode === "sandbox" ? sandboxAddress : "");
    await insertWorkspace(tx, { ...workspace, postalAddress, at: machineNow });
    await insertDataKey(tx, makeDataKey(ports.master, workspaceId, ctx.newId()), machineNow);
    const { email, name } = input.owner;
    const ownerId = await addPerson(tx, { id: ctx.newId(), email: email.toLowerCase(), name, at: machineNow });
    await insertMember(tx, { userId: ownerId, role: "owner", at: machineNow });
    const { secret } = await issueKey(ctx, { name: "First key", role: "owner", scopes: null, expiresAt: null });
    await audit(
      ctx,
      "workspace.created",
      { kind: "workspace", id: workspaceId },
      { name: input.name, mode: input.mode },
    );
    await ports.fill?.(ctx);
    return { workspaceId, apiKey: secret, ownerId };
  });
  for (const hook of hooks) hook();
  return created;
}
