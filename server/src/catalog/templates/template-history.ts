import type { Endpoints } from "@haste/contract/endpoints";
import type { TemplateVersion } from "@haste/contract/nouns/templates";
import { diffContents, type PartDiff, type WrittenEmail } from "@haste/engine/template";
import { z } from "zod";
import type { WorkContext } from "../../platform/context/index.ts";
import { type InputOf, includes, type Page, page, readCursor } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { seenTemplate } from "./copy-template.ts";
import { findVersion, listVersions, type TemplateVersionRow } from "./queries/versions.ts";

type VersionsInput = InputOf<Endpoints["GET /templates/:id/versions"]>;

/** Every content, newest first, each against the one before it. */
export async function findVersions(ctx: WorkContext, { params, query }: VersionsInput): Promise<Page<TemplateVersion>> {
  const template = await seenTemplate(ctx, params.id);
  const before = readCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? null;
  const rows = await listVersions(ctx.tx, params.id, { before, limit: query.limit + 1 });
  const byVersion = new Map(rows.map((row) => [row.version, row]));
  return page(rows, {
    limit: query.limit,
    cursor: ({ version }) => [version],
    wire: (row) => versionToWire(row, byVersion.get(row.version - 1) ?? null),
    total: includes(query.include, "total") ? template.contentVersion : undefined,
  });
}

function versionToWire(row: TemplateVersionRow, before: TemplateVersionRow | null): TemplateVersion {
  const attachments = row.attachments.map((file) => ({ ...file }));
  return {
    ...row,
    attachments,
    createdAt: row.createdAt.toISOString(),
    diff: before === null ? null : wireDiff(before, row),
  };
}

/** Any two contents; by default the present one against the one before it. */
export async function compareVersions(
  ctx: WorkContext,
  { params, query }: InputOf<Endpoints["GET /templates/:id/diff"]>,
) {
  const template = await seenTemplate(ctx, params.id);
  const to = query.to ?? template.contentVersion;
  const from = query.from ?? Math.max(1, to - 1);
  const [before, after] = [await versionOf(ctx, params.id, from), await versionOf(ctx, params.id, to)];
  return { from, to, diff: wireDiff(before, after) };
}

async function versionOf(ctx: WorkContext, id: string, version: number): Promise<TemplateVersionRow> {
  const found = await findVersion(ctx.tx, id, version);
  if (found === null) throw new Problem("not_found", { detail: `The template has no version ${version}.` });
  return found;
}

function wireDiff(before: WrittenEmail, after: WrittenEmail) {
  return diffContents(before, after).map(({ part, runs }: PartDiff) => ({ part, runs: [...runs] }));
}
