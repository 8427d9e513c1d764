import type { ReportLink, ReportLinkInput } from "@haste/contract/nouns/report-links";
import { DAY_MS } from "@haste/engine/base";
import { questionOfView } from "@haste/engine/report";
import { z } from "zod";
import { requireView } from "../../../catalog/saved-views/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { created, defineRoutes, page, readCursor } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { findLink, insertLink, type ListedLink, listLinks, revokeLink } from "../queries/links.ts";
import { linkToken } from "./link-token.ts";

export interface LinkParts {
  readonly signingKeys: SigningKeys;
  readonly publicUrl: () => string;
}

const ById = z.tuple([z.uuid()]);

/** Links to what a view shows. They end by the machine's clock: whoever has one lives in real time. */
export const reportLinkRoutes = (parts: LinkParts) =>
  defineRoutes({
    "GET /report-links": async (ctx, { query }) => {
      const before = readCursor(query.cursor, ById)?.[0] ?? null;
      const rows = await listLinks(ctx.tx, { now: ctx.machineNow, before, limit: query.limit + 1 });
      return page(rows, { limit: query.limit, cursor: ({ id }) => [id], wire: (row) => toWire(ctx, parts, row) });
    },
    "POST /report-links": async (ctx, { body }) => {
      const id = await createLink(ctx, body);
      return created(`/report-links/${id}`, toWire(ctx, parts, await requireLink(ctx, id)));
    },
    "GET /report-links/:id": async (ctx, { params }) => toWire(ctx, parts, await requireLink(ctx, params.id)),
    "DELETE /report-links/:id": async (ctx, { params }) => {
      if (!(await revokeLink(ctx.tx, params.id, ctx.machineNow))) throw noSuchLink();
      await audit(ctx, "report-link.revoked", { kind: "report-link", id: params.id }, {});
    },
  });

async function createLink(ctx: WorkContext, { viewId, days, embedOrigins }: ReportLinkInput): Promise<string> {
  const view = await requireView(ctx, viewId);
  if (view.screen !== "reports") throw refused("not_a_report", `"${view.name}" is no view of a report.`);
  const unshared = whyUnshared(view.query);
  if (unshared !== null) throw refused(unshared, `"${view.name}" ${unsharedWords[unshared]}.`);
  const id = ctx.newId();
  const [createdAt, expiresAt] = [ctx.machineNow, new Date(ctx.machineNow.getTime() + days * DAY_MS)];
  await insertLink(ctx.tx, { id, viewId, embedOrigins, createdBy: ctx.actor.name, createdAt, expiresAt });
  await audit(ctx, "report-link.created", { kind: "report-link", id }, { viewId, days, embedOrigins });
  return id;
}

const unsharedWords = {
  names_people: "tells sending accounts apart, whose addresses are people's",
  tells_of_few: "tells what single people reached and paid",
} as const;

/** Also asked when the link is opened: a view may be changed after it was shared. */
export function whyUnshared(query: Readonly<Record<string, string>>): keyof typeof unsharedWords | null {
  const asked = questionOfView(query);
  if (asked.report === "conversions") return "tells_of_few";
  return asked.query.groupBy === "sender" ? "names_people" : null;
}

async function requireLink(ctx: WorkContext, id: string): Promise<ListedLink> {
  const row = await findLink(ctx.tx, id, ctx.machineNow);
  if (row === null) throw noSuchLink();
  return row;
}

function toWire(ctx: WorkContext, { signingKeys, publicUrl }: LinkParts, row: ListedLink): ReportLink {
  const { id, viewId, viewName, embedOrigins, createdBy, createdAt, expiresAt } = row;
  const token = linkToken(signingKeys, { workspaceId: ctx.tx.workspaceId, linkId: id });
  return {
    ...{ id, viewId, viewName, createdBy, embedOrigins: [...embedOrigins] },
    url: `${publicUrl()}/share/${token}`,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function noSuchLink(): Problem {
  return new Problem("not_found", { detail: "There is no such link, or it does not hold any more." });
}

function refused(code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer: "/viewId", code, detail }] });
}
