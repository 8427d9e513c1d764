import type { TemplateStats } from "@haste/contract/nouns/templates";
import { created, defineRoutes, includes } from "../../platform/http/index.ts";
import { archiveTemplate, duplicateTemplate, seenTemplate } from "./copy-template.ts";
import { importFrom } from "./import-template.ts";
import { keepFile, showFile } from "./keep-file.ts";
import { findSnippets } from "./list-snippets.ts";
import { findTemplates, seeing } from "./list-templates.ts";
import type { TemplatePorts } from "./ports.ts";
import { findSnippet } from "./queries/snippets.ts";
import { listFolders } from "./queries/templates.ts";
import { noSuchSnippet } from "./refuse.ts";
import { restoreTemplate } from "./restore-template.ts";
import { changeSnippet, createSnippet, removeSnippet } from "./save-snippet.ts";
import { changeTemplate, createTemplate } from "./save-template.ts";
import { compareVersions, findVersions } from "./template-history.ts";
import { loadStats } from "./template-stats.ts";
import { snippetToWire, templateToWire } from "./to-wire.ts";
import { usageOfSnippet, usageOfTemplate } from "./usage.ts";

export function templateRoutes(ports: TemplatePorts) {
  return defineRoutes({
    "GET /templates": (ctx, { query }) => findTemplates(ctx, query),
    "POST /templates": async (ctx, { body }) => {
      const template = await createTemplate(ctx, body);
      return created(`/templates/${template.id}`, templateToWire(template));
    },
    "POST /templates/import": async (ctx, { body }) => {
      const { template, notes } = await importFrom(ctx, body);
      return created(`/templates/${template.id}`, { ...templateToWire(template), notes: [...notes] });
    },
    "GET /template-folders": async (ctx) => ({ data: await listFolders(ctx.tx, seeing(ctx)) }),
    "GET /templates/:id": async (ctx, { params, query }) => {
      const template = await seenTemplate(ctx, params.id);
      const stats = includes(query.include, "stats") ? await loadStats(ctx.tx, [params.id]) : undefined;
      return templateToWire(template, stats?.get(params.id));
    },
    "PUT /templates/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      const { template, touches } = await changeTemplate(ctx, ports, what, body);
      return { ...templateToWire(template), touches };
    },
    "DELETE /templates/:id": async (ctx, { params }) => {
      await archiveTemplate(ctx, params.id);
    },
    "POST /templates/:id/duplicate": async (ctx, { params, body }) => {
      const copy = await duplicateTemplate(ctx, { id: params.id, name: body?.name });
      return created(`/templates/${copy.id}`, templateToWire(copy));
    },
    "GET /templates/:id/versions": (ctx, input) => findVersions(ctx, input),
    "GET /templates/:id/diff": (ctx, input) => compareVersions(ctx, input),
    "POST /templates/:id/restore": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx), version: body.version };
      const { template, touches } = await restoreTemplate(ctx, ports, what);
      return { ...templateToWire(template), touches };
    },
    "GET /templates/:id/stats": async (ctx, { params }) => {
      await seenTemplate(ctx, params.id);
      return (await loadStats(ctx.tx, [params.id])).get(params.id) as TemplateStats;
    },
    "GET /templates/:id/usage": async (ctx, { params }) => {
      await seenTemplate(ctx, params.id);
      return usageOfTemplate(ctx, ports, params.id);
    },
    ...snippetRoutes(ports),
    "POST /files": async (ctx, { query, body }) => {
      const file = await keepFile(ctx, { name: query.name, bytes: body });
      return created(`/files/${file.file}`, file);
    },
    "GET /files/:file": (ctx, { params }) => showFile(ctx, params.file),
  });
}

function snippetRoutes(ports: TemplatePorts) {
  return defineRoutes({
    "GET /snippets": (ctx, input) => findSnippets(ctx, input),
    "POST /snippets": async (ctx, { body }) => {
      const snippet = await createSnippet(ctx, body);
      return created(`/snippets/${snippet.id}`, snippetToWire(snippet));
    },
    "GET /snippets/:id": async (ctx, { params }) => {
      const snippet = await findSnippet(ctx.tx, params.id);
      if (snippet === null) throw noSuchSnippet();
      return snippetToWire(snippet);
    },
    "PUT /snippets/:id": async (ctx, { params, body }) => {
      const what = { id: params.id, checkVersion: ctx.checkVersion.bind(ctx) };
      const { snippet, touches } = await changeSnippet(ctx, ports, what, body);
      return { ...snippetToWire(snippet), touches };
    },
    "DELETE /snippets/:id": async (ctx, { params }) => {
      await removeSnippet(ctx, ports, params.id);
    },
    "GET /snippets/:id/usage": async (ctx, { params }) => {
      const snippet = await findSnippet(ctx.tx, params.id);
      if (snippet === null) throw noSuchSnippet();
      return usageOfSnippet(ctx, ports, snippet);
    },
  });
}
