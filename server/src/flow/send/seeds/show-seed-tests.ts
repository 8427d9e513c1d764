import type { SeedTest } from "@haste/contract/nouns/seed-tests";
import { providerOfDomain } from "@haste/engine/pace";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type Page, page, readCursor } from "../../../platform/http/index.ts";
import { findSeedTest, listSeedMails, listSeedTests, type SeedMailRow, type SeedTestRow } from "./queries.ts";
import { noSuchTest } from "./start-seed-test.ts";

export async function showSeedTests(
  ctx: WorkContext,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<SeedTest>> {
  const before = readCursor(cursor, z.tuple([z.uuid()]))?.[0] ?? null;
  const rows = await listSeedTests(ctx.tx, { before, limit: limit + 1 });
  const mails = Map.groupBy(
    await listSeedMails(
      ctx.tx,
      rows.map(({ id }) => id),
    ),
    ({ testId }) => testId,
  );
  return page(rows, { limit, cursor: (row) => [row.id], wire: (row) => toWire(row, mails.get(row.id) ?? []) });
}

/** @throws Problem `not_found` */
export async function showSeedTest(ctx: WorkContext, id: string): Promise<SeedTest> {
  const row = await findSeedTest(ctx.tx, id);
  if (row === null) throw noSuchTest();
  return toWire(row, await listSeedMails(ctx.tx, [id]));
}

function toWire(row: SeedTestRow, mails: readonly SeedMailRow[]): SeedTest {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lookedAt: row.lookedAt?.toISOString() ?? null,
    seeds: mails.map((mail) => ({
      ...{ accountId: mail.accountId, email: mail.email, emailId: mail.emailId },
      provider: providerOfDomain(mail.email.slice(mail.email.lastIndexOf("@") + 1)),
      placement: placementOf(mail, row.lookedAt !== null),
      ...{ folder: mail.folder, tab: mail.tab, trouble: mail.trouble },
    })),
  };
}

function placementOf(mail: SeedMailRow, wasLookedFor: boolean): SeedTest["seeds"][number]["placement"] {
  if (mail.placement !== null) return mail.placement;
  if (mail.trouble !== null) return "unread";
  return mail.messageId !== null && wasLookedFor ? "missing" : "waiting";
}
