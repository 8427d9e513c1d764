import type { ListQuery } from "@haste/contract/endpoint";
import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { readMail } from "./acts/read-mail.ts";
import { actsOfMails, type MailAct } from "./queries/acts.ts";
import { type CaughtRow, countCaught, listCaught } from "./queries/mails.ts";
import { mailToWire } from "./to-wire.ts";

type Query = z.output<typeof ListQuery> & { readonly to?: string | undefined };

/** Caught mails, newest first. Each is read as its recipient would see it: links, both parts, what was done to it. */
export async function listMails(ctx: WorkContext, query: Query): Promise<Page<SandboxEmail>> {
  const [before = null] = readCursor(query.cursor, z.tuple([z.uuid()])) ?? [];
  const rows = await listCaught(ctx.tx, {
    to: query.to?.trim().toLowerCase() ?? null,
    q: query.q?.trim().toLowerCase() ?? null,
    before,
    limit: query.limit,
  });
  const shown = await showMails(ctx, rows.slice(0, query.limit));
  const total = includes(query.include, "total") ? await countCaught(ctx.tx) : undefined;
  return page(rows, {
    limit: query.limit,
    cursor: (row) => [row.id],
    wire: (row) => shown.get(row.id) as SandboxEmail,
    total,
  });
}

/** Mails as the API shows them, by id. */
export async function showMails(ctx: WorkContext, rows: readonly CaughtRow[]): Promise<Map<string, SandboxEmail>> {
  const acts = await actsOfMails(
    ctx.tx,
    rows.map((row) => row.id),
  );
  const actsOf = Map.groupBy(acts, (act: MailAct) => act.mailId);
  const shown = await Promise.all(
    rows.map(async (row) => [row.id, mailToWire(row, await readMail(row.raw), actsOf.get(row.id) ?? [])] as const),
  );
  return new Map(shown);
}
