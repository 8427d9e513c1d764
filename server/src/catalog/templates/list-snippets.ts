import type { Endpoints } from "@haste/contract/endpoints";
import type { Snippet } from "@haste/contract/nouns/snippets";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { type InputOf, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { countSnippets, listSnippets } from "./queries/snippets.ts";
import { snippetToWire } from "./to-wire.ts";

/** Snippets by name, which is unique. */
export async function findSnippets(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /snippets"]>,
): Promise<Page<Snippet>> {
  if (query.sort !== undefined && query.sort !== "name") {
    const detail = "Snippets are sorted by name only.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/query/sort", code: "unknown", detail }] });
  }
  const filter = { kind: query["filter[kind]"] ?? null, q: query.q?.trim() || null };
  const after = readCursor(query.cursor, z.tuple([z.string()]))?.[0] ?? null;
  const rows = await listSnippets(ctx.tx, filter, { after, limit: query.limit + 1 });
  return page(rows, {
    limit: query.limit,
    cursor: ({ name }) => [name],
    wire: snippetToWire,
    total: includes(query.include, "total") ? await countSnippets(ctx.tx, filter) : undefined,
  });
}
