import type { Export } from "@haste/contract/nouns/exports";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { accepted, defineRoutes, page, Reply, readCursor } from "../../../platform/http/index.ts";
import { type ListedExport, listExports } from "../queries/exports.ts";
import { createExport, mayRemove, noSuchExport, refuseNaming, removeExport, requireExport } from "./create-export.ts";
import { type FileParts, readParts } from "./read-file.ts";

const ById = z.tuple([z.uuid()]);

/** Reports as files. */
export const exportRoutes = (parts: FileParts) =>
  defineRoutes({
    "GET /exports": async (ctx, { query }) => {
      const before = readCursor(query.cursor, ById)?.[0] ?? null;
      const rows = await listExports(ctx.tx, { before, limit: query.limit + 1 });
      return page(rows, { limit: query.limit, cursor: ({ id }) => [id], wire: (row) => toWire(ctx, row) });
    },
    "POST /exports": async (ctx, { body }) => {
      const id = await createExport(ctx, body);
      return accepted(`/exports/${id}`, toWire(ctx, await requireExport(ctx, id)));
    },
    "GET /exports/:id": async (ctx, { params }) => toWire(ctx, await requireExport(ctx, params.id)),
    "DELETE /exports/:id": async (ctx, { params }) => {
      await removeExport(ctx, params.id);
    },
    "GET /exports/:id/file": async (ctx, { params }) => {
      const row = await requireExport(ctx, params.id);
      if (!isThere(row)) throw noSuchExport();
      refuseNaming(ctx, row.includesPeople);
      const { id, bytes } = row;
      return new Reply(readParts(parts, { workspaceId: ctx.tx.workspaceId, id, bytes }), {
        headers: {
          "content-disposition": `attachment; filename="${nameOf(row)}"`,
          "content-length": String(bytes),
        },
      });
    },
  });

type Finished = ListedExport & { readonly bytes: number };

function isThere(row: ListedExport): row is Finished {
  return row.finishedAt !== null && row.removedAt === null && row.bytes !== null;
}

function nameOf({ report, createdAt, format }: ListedExport): string {
  return `${report}-${createdAt.toISOString().slice(0, 10)}.${format}`;
}

function toWire(ctx: WorkContext, row: ListedExport): Export {
  const { id, report, format, question, jobId, rows, moreRows, bytes, createdBy, removedBecause } = row;
  return {
    ...{ id, report, format, query: question, includePeople: row.includesPeople, jobId, rows, moreRows, bytes },
    status: row.removedAt === null ? row.jobStatus : "removed",
    error: row.jobError,
    fileUrl: isThere(row) ? `/api/v1/exports/${id}/file` : null,
    createdBy,
    canRemove: row.removedAt === null && mayRemove(ctx, row),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
    removedAt: row.removedAt?.toISOString() ?? null,
    removedBecause,
  };
}
