import type { Contact } from "@haste/contract/nouns/crm";
import { readAddress } from "@haste/engine/enroll";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import {
  type ContactFilter,
  type ContactHit,
  countContacts,
  countFound,
  listContactIds,
  searchArms,
  searchContacts,
} from "./queries/contact-lists.ts";
import { findContacts } from "./queries/contacts.ts";
import { invalid } from "./text.ts";
import { contactToWire } from "./to-wire.ts";

export interface ContactQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly q?: string | undefined;
  readonly include?: string | undefined;
  readonly sort?: string | undefined;
  readonly "filter[email]"?: string | undefined;
  readonly "filter[companyId]"?: string | undefined;
}

/** A page of contacts: newest first, or what a search finds, best match first. */
export async function findContactPage(ctx: WorkContext, query: ContactQuery): Promise<Page<Contact>> {
  const isOldestFirst = readSort(query.sort);
  const filter = filterOf(query);
  const prefix = query.q?.trim() ?? "";
  if (prefix !== "") return search(ctx, query, { filter, prefix });
  const after = readCursor(query.cursor, z.tuple([z.enum(sorts), z.uuid()]));
  const sort = isOldestFirst ? "createdAt" : "-createdAt";
  if (after !== null && after[0] !== sort) throw cursorOfAnotherList();
  const ids = await listContactIds(ctx.tx, {
    ...filter,
    isOldestFirst,
    after: after?.[1] ?? null,
    limit: query.limit + 1,
  });
  const wire = await wireOf(ctx, ids);
  return page(ids, {
    limit: query.limit,
    cursor: (id) => [sort, id],
    wire: (id) => wire.get(id) as Contact,
    total: includes(query.include, "total") ? await countContacts(ctx.tx, filter) : undefined,
  });
}

const SearchCursor = z.tuple([z.int().min(0), z.string(), z.uuid(), z.string()]);

async function search(
  ctx: WorkContext,
  query: ContactQuery,
  { filter, prefix }: { filter: ContactFilter; prefix: string },
): Promise<Page<Contact>> {
  const cursor = readCursor(query.cursor, SearchCursor);
  if (cursor !== null && cursor[3] !== prefix) throw cursorOfAnotherList();
  const hits: (ContactHit & { arm: number })[] = [];
  let after = cursor === null ? null : { key: cursor[1], id: cursor[2] };
  for (let arm = cursor?.[0] ?? 0; arm < searchArms && hits.length <= query.limit; arm += 1) {
    const limit = query.limit + 1 - hits.length;
    const found = await searchContacts(ctx.tx, { ...filter, prefix, arm, after, limit });
    hits.push(...found.map((hit) => ({ ...hit, arm })));
    after = null;
  }
  const wire = await wireOf(
    ctx,
    hits.map((hit) => hit.id),
  );
  return page(hits, {
    limit: query.limit,
    cursor: (hit) => [hit.arm, hit.key, hit.id, prefix],
    wire: (hit) => wire.get(hit.id) as Contact,
    total: includes(query.include, "total") ? await countFound(ctx.tx, filter, prefix) : undefined,
  });
}

async function wireOf(ctx: WorkContext, ids: readonly string[]): Promise<Map<string, Contact>> {
  const rows = await findContacts(ctx.tx, ids);
  return new Map(rows.map((row) => [row.id, contactToWire(row)]));
}

function filterOf(query: ContactQuery): ContactFilter {
  const email = query["filter[email]"];
  return {
    emailKey: email === undefined ? null : keyOf(email),
    companyId: query["filter[companyId]"] ?? null,
  };
}

/** What is no address finds nobody, rather than everybody. */
function keyOf(email: string): string {
  const read = readAddress(email);
  return read.ok ? read.value.key : "";
}

const sorts = ["-createdAt", "createdAt"] as const;

function readSort(sort = "-createdAt"): boolean {
  if (sort === "createdAt" || sort === "-createdAt") return sort === "createdAt";
  throw invalid("/query/sort", "unknown", `Contacts are sorted by ${sorts.join(" or ")}.`);
}

function cursorOfAnotherList(): Problem {
  return new Problem("invalid_cursor", { detail: "This cursor belongs to another search or order." });
}
