import { z } from "zod";
import { audit } from "../../platform/audit/index.ts";
import { workspaceTime } from "../../platform/clock/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import {
  created,
  defineRoutes,
  includes,
  page,
  Reply,
  type RequestContext,
  readCursor,
} from "../../platform/http/index.ts";
import { createKey, endKey, rotateKey } from "./api-keys.ts";
import { changeSettings } from "./change-settings.ts";
import { claimWorkspace } from "./claim.ts";
import { identify } from "./identify.ts";
import { countKeys, listKeys } from "./queries/keys.ts";
import { deleteSession, findUser, getWorkspace, listWorkspacesOf } from "./queries/people.ts";
import { keyToWire, meToWire, settingsToWire, workspaceToWire } from "./to-wire.ts";

/** A place in a list that is ordered by id. */
const ById = z.tuple([z.uuid()]);

/** Who is here, what they may do, the workspace's settings, its keys and its audit log. */
export function identityRoutes(ports: { readonly db: Database }) {
  return defineRoutes({
    "GET /me": (ctx) => readMe(ctx),
    "POST /auth/claim": async (ctx, { body }) => {
      const { workspaceId, session } = await claimWorkspace(ports.db, ctx, body);
      const me = await inWorkspace(ports.db, workspaceId, async (tx) => {
        const caller = await identify(tx, { kind: "session", secret: session }, ctx.machineNow);
        return readMe({ ...caller, tx, now: workspaceTime(ctx.machineNow, caller.workspace) });
      });
      return new Reply(me, { session });
    },
    "POST /auth/sign-out": async (ctx) => {
      if (ctx.signIn.by === "session") await deleteSession(ctx.tx, ctx.signIn.id);
      await audit(ctx, "session.ended", { kind: "session", id: ctx.signIn.id });
      return new Reply(undefined, { session: null });
    },
    "GET /workspaces": async (ctx, { query }) => {
      const list = { limit: query.limit + 1, before: readCursor(query.cursor, ById)?.[0] ?? null };
      // A key belongs to one workspace; a person may belong to several.
      const rows =
        ctx.actor.kind === "user" && ctx.actor.id !== null
          ? await listWorkspacesOf(ctx.tx, ctx.actor.id, list)
          : [await getWorkspace(ctx.tx)];
      return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: workspaceToWire });
    },
    "GET /settings": async (ctx) => settingsToWire(await getWorkspace(ctx.tx)),
    "PUT /settings": async (ctx, { body }) => settingsToWire(await changeSettings(ctx, body)),
    "GET /api-keys": async (ctx, { query }) => {
      const list = { limit: query.limit + 1, before: readCursor(query.cursor, ById)?.[0] ?? null };
      const total = includes(query.include, "total") ? await countKeys(ctx.tx) : undefined;
      const rows = await listKeys(ctx.tx, list);
      return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire: keyToWire, total });
    },
    "POST /api-keys": async (ctx, { body }) => {
      const { key, secret } = await createKey(ctx, {
        name: body.name,
        role: body.role,
        scopes: body.scopes ?? null,
        expiresAt: body.expiresAt == null ? null : new Date(body.expiresAt),
      });
      return created(`/api-keys/${key.id}`, { ...keyToWire(key), secret });
    },
    "POST /api-keys/:id/rotate": async (ctx, { params }) => {
      const { key, secret } = await rotateKey(ctx, params.id);
      return { ...keyToWire(key), secret };
    },
    "DELETE /api-keys/:id": async (ctx, { params }) => {
      await endKey(ctx, params.id);
    },
  });
}

async function readMe(ctx: Pick<RequestContext, "tx" | "actor" | "signIn" | "now">) {
  const user = ctx.actor.kind === "user" && ctx.actor.id !== null ? await findUser(ctx.tx, ctx.actor.id) : null;
  const { role, permissions } = ctx.actor;
  const row = await getWorkspace(ctx.tx);
  return meToWire({ row, user, role, permissions, signedInBy: ctx.signIn.by, now: ctx.now });
}
