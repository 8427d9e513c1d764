import { ReportQuestion } from "@haste/contract/nouns/exports";
import { questionOfView } from "@haste/engine/report";
import type { FastifyInstance, FastifyReply } from "fastify";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../../../platform/context/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { openReport } from "../exports/open-report.ts";
import { findLink } from "../queries/links.ts";
import { readLinkToken } from "./link-token.ts";
import { whyUnshared } from "./routes.ts";
import { sharedPage, sharedPolicy, unknownPage } from "./shared-page.ts";

export interface SharedParts {
  readonly database: Database;
  readonly signingKeys: SigningKeys;
  readonly machineNow: () => Date;
  readonly log: Log;
}

/** A page that is looked at now and then; somebody who tries out tokens or reloads a report by program is turned away. */
const perMinute = 60;
const nobody = { status: 404, page: unknownPage(), origins: [] as readonly string[] };

/** The report behind a link, without a login: its signed token is the proof. */
export function sharedRoute(parts: SharedParts): (app: FastifyInstance) => void {
  const errorResponseBuilder = () => new Problem("rate_limited", { detail: `At most ${perMinute} requests a minute.` });
  const rateLimit = { max: perMinute, timeWindow: 60_000, errorResponseBuilder };
  return (app) => {
    app.get<{ Params: { token: string } }>("/share/:token", { config: { rateLimit } }, async (request, reply) =>
      answer(reply, await find(parts, request.params.token)),
    );
  };
}

async function find({ database, signingKeys, machineNow, log }: SharedParts, token: string): Promise<typeof nobody> {
  const ref = readLinkToken(signingKeys, token);
  if (ref === null) return nobody;
  const now = machineNow();
  return inWorkspace(
    database,
    ref.workspaceId,
    async (tx) => {
      const [link, workspace] = await Promise.all([findLink(tx, ref.linkId, now), loadWorkspace(tx)]);
      if (link === null || workspace === null || whyUnshared(link.query) !== null) return nobody;
      const context = { tx, workspace, machineNow: now, actor: systemActor("a shared report"), log };
      const ctx = makeContext({ ...context, requestId: newIdAt(now), afterCommit: () => {} });
      const { report, query } = questionOfView(link.query);
      const open = await openReport(ctx, { report, question: ReportQuestion.parse(query), includesPeople: false });
      const { rows } = await open.next(ctx);
      return { status: 200, page: sharedPage(link.viewName, open.head, rows), origins: link.embedOrigins };
    },
    { readOnly: true },
  );
}

function answer(reply: FastifyReply, { status, page, origins }: typeof nobody): FastifyReply {
  if (origins.length > 0) reply.removeHeader("x-frame-options");
  return reply
    .code(status)
    .headers({
      "content-security-policy": sharedPolicy(origins),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    })
    .type("text/html; charset=utf-8")
    .send(page);
}
