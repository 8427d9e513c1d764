import type { AuditEntry } from "@haste/contract/nouns/audit-log";
import { z } from "zod";
import { defineRoutes, includes, page, Reply, readCursor } from "../../platform/http/index.ts";
import { type AuditFilter, type AuditRow, countAuditRows, exportAuditRows, listAuditRows, namesOf } from "./queries.ts";

const ById = z.tuple([z.uuid()]);
const mostExported = 50_000;

export const auditLogRoutes = defineRoutes({
  "GET /audit-log": async (ctx, { query }) => {
    const filter = filterOf(query);
    const list = { limit: query.limit + 1, before: readCursor(query.cursor, ById)?.[0] ?? null };
    const total = includes(query.include, "total") ? await countAuditRows(ctx.tx, filter) : undefined;
    const rows = await listAuditRows(ctx.tx, filter, list);
    const ids = rows.flatMap(({ subjectId }) => subjectId ?? []);
    const names = ids.length === 0 ? new Map<string, string>() : await namesOf(ctx.tx, ids);
    const wire = (row: AuditRow) => toWire(row, names);
    return page(rows, { limit: query.limit, cursor: (row) => [row.id], wire, total });
  },
  "GET /audit-log/export": async (ctx, { query }) => {
    const rows = await exportAuditRows(ctx.tx, filterOf(query), { limit: mostExported, after: query.after ?? null });
    const lines = rows.map((row) => `${JSON.stringify({ ...row, at: row.at.toISOString() })}\n`);
    return new Reply(lines.join(""), { headers: { "content-disposition": 'attachment; filename="audit-log.ndjson"' } });
  },
});

interface FilterQuery {
  readonly "filter[action]"?: string | undefined;
  readonly "filter[actorId]"?: string | undefined;
  readonly "filter[subjectId]"?: string | undefined;
  readonly "filter[from]"?: string | undefined;
  readonly "filter[to]"?: string | undefined;
}

function filterOf(query: FilterQuery): AuditFilter {
  const instant = (text: string | undefined) => (text === undefined ? null : new Date(text));
  return {
    action: query["filter[action]"] ?? null,
    actorId: query["filter[actorId]"] ?? null,
    subjectId: query["filter[subjectId]"] ?? null,
    from: instant(query["filter[from]"]),
    to: instant(query["filter[to]"]),
  };
}

/** What a use case noted, with what the request adds to every first note. */
interface Detail {
  readonly reason?: unknown;
  readonly changes?: AuditEntry["changes"];
}

function toWire(row: AuditRow, names: ReadonlyMap<string, string>): AuditEntry {
  const { reason, changes, ...detail } = JSON.parse(row.detail ?? "{}") as Detail;
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    subject: { kind: row.subjectKind, id: row.subjectId, name: names.get(row.subjectId ?? "") ?? null },
    reason: typeof reason === "string" ? reason : null,
    changes: changes ?? {},
    detail,
    isErased: row.detail === null,
    requestId: row.requestId,
  };
}
