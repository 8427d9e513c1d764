import { accepted, created, defineRoutes, Reply } from "../../../platform/http/index.ts";
import type { CrmPorts } from "../ports.ts";
import { findImport } from "../queries/imports.ts";
import { changeMapping, correctRow } from "./change.ts";
import { writeErrorFile } from "./error-file.ts";
import { findImportPage, findRowPage } from "./list.ts";
import { noSuchImport, startImport } from "./run.ts";
import { importRowToWire, importToWire } from "./to-wire.ts";
import { uploadImport } from "./upload.ts";

/** Lists of people on their way in. */
export function importRoutes(ports: CrmPorts) {
  return defineRoutes({
    "POST /imports": async (ctx, { body, query }) => {
      const file = importToWire(await uploadImport(ctx, { fileName: query.fileName, bytes: body }));
      return created(`/imports/${file.id}`, file);
    },
    "GET /imports": (ctx, { query }) => findImportPage(ctx, query),
    "GET /imports/:id": async (ctx, { params }) => {
      const file = await findImport(ctx.tx, params.id);
      if (file === null) throw noSuchImport();
      return importToWire(file);
    },
    "PUT /imports/:id": async (ctx, { params, body }) =>
      importToWire(await changeMapping(ctx, params.id, body.mapping)),
    "POST /imports/:id/run": async (ctx, { params, body }) => {
      const job = await startImport(ctx, params.id, body?.dryRun ?? false);
      return accepted(`/jobs/${job.id}`, job);
    },
    "GET /imports/:id/rows": (ctx, { params, query }) => findRowPage(ctx, params.id, query),
    "PUT /imports/:id/rows/:row": async (ctx, { params, body }) => {
      const { file, row } = await correctRow(ctx, ports, {
        importId: params.id,
        rowNo: params.row,
        cells: body.cells,
      });
      return importRowToWire(file, row);
    },
    "GET /imports/:id/errors.csv": async (ctx, { params }) => {
      const { fileName, text } = await writeErrorFile(ctx, params.id);
      return new Reply(text, { headers: { "content-disposition": `attachment; filename="${fileName}"` } });
    },
  });
}
