import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { created, defineRoutes, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { changeAccount, noSuchAccount, removeAccount } from "./change-account.ts";
import { createAccount } from "./create-account.ts";
import { finishConsent } from "./oauth/finish-consent.ts";
import type { ConsentPorts } from "./oauth/ports.ts";
import { startConsent } from "./oauth/start-consent.ts";
import { sendingPaceRoutes } from "./pace/routes.ts";
import { type AccountRow, countAccounts, findAccount, listAccounts } from "./queries.ts";
import { type HostPorts, showHosts } from "./show-hosts.ts";
import { showHours } from "./show-hours.ts";
import { toWire } from "./to-wire.ts";
import { loadUsage, type Usage } from "./usage.ts";

export function sendingAccountRoutes(ports: ConsentPorts & HostPorts) {
  return defineRoutes({
    "GET /sending-accounts/hosts": (_ctx, { query }) => showHosts(ports, query.email ?? null),
    "GET /sending-accounts/hours": (ctx) => showHours(ctx),
    "POST /sending-accounts/connect": async (ctx, { body }) => {
      const { provider, accountId = null } = body;
      return { url: (await startConsent(ctx, ports, { provider, accountId })).href };
    },
    "POST /sending-accounts/connect/finish": async (ctx, { body }) =>
      show(ctx, await finishConsent(ctx, ports, body.query)),
    ...sendingPaceRoutes(ports),
    "GET /sending-accounts": (ctx, { query }) => showAccounts(ctx, query),
    "POST /sending-accounts": async (ctx, { body }) => {
      const account = await createAccount(ctx, ports, body);
      return created(`/sending-accounts/${account.id}`, await show(ctx, account));
    },
    "GET /sending-accounts/:id": async (ctx, { params }) => {
      const account = await findAccount(ctx.tx, params.id);
      if (account === null) throw noSuchAccount();
      return show(ctx, account);
    },
    "PUT /sending-accounts/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      return show(ctx, await changeAccount(ctx, ports, what, body));
    },
    "DELETE /sending-accounts/:id": async (ctx, { params }) => {
      await removeAccount(ctx, params.id);
    },
  });
}

async function show(ctx: WorkContext, account: AccountRow): Promise<SendingAccount> {
  return toWire(account, (await loadUsage(ctx, [account])).get(account.id) as Usage);
}

interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
}

/** Newest first; ids sort as accounts were made. */
async function showAccounts(ctx: WorkContext, input: ListInput): Promise<Page<SendingAccount>> {
  if (input.sort !== undefined && input.sort !== "-createdAt") {
    const detail = "Sending accounts are sorted by -createdAt only.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
  }
  const q = input.q === undefined || input.q.trim() === "" ? null : input.q.trim();
  const before = readCursor(input.cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listAccounts(ctx.tx, { q, before, limit: input.limit + 1 });
  const usage = await loadUsage(ctx, rows);
  return page(rows, {
    limit: input.limit,
    cursor: (row) => [row.id],
    wire: (row) => toWire(row, usage.get(row.id) as Usage),
    total: includes(input.include, "total") ? await countAccounts(ctx.tx, { q }) : undefined,
  });
}
