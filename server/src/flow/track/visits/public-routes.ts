import { addMs, DAY_MS } from "@haste/engine/base";
import { isPageOf, readPageRule } from "@haste/engine/goal";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { momentIn, personDid } from "../../../ledger/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import type { LinkRef } from "../../render/index.ts";
import { findClicker, readWantedPages, type WantedPage } from "./queries.ts";
import { visitorDays, visitScript } from "./script.ts";
import { readScriptToken, readVisitorToken, visitorToken } from "./tokens.ts";

export interface VisitParts {
  readonly database: Database;
  readonly signingKeys: SigningKeys;
  readonly machineNow: () => Date;
  readonly onCommitted: (workspaceId: string) => void;
}

type ScriptRequest = FastifyRequest<{ Params: { token: string } }>;

/** The script of a workspace, and where it tells visits: whatever is told, the answer is the same. */
export function visitRoutes(parts: VisitParts): (app: FastifyInstance) => void {
  return (app) => {
    app.get("/t/v/:token.js", async (request: ScriptRequest, reply) => {
      const workspaceId = readScriptToken(parts.signingKeys, request.params.token);
      const isWanted = workspaceId !== null && (await countsVisits(parts, workspaceId));
      return reply
        .code(isWanted ? 200 : 404)
        .headers({ "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=3600" })
        .send(isWanted ? visitScript : "");
    });
    app.post("/t/v/:token.js", async (request: ScriptRequest, reply) => {
      await takeVisit(parts, request);
      return reply.code(204).header("cache-control", "no-store").send();
    });
  };
}

function countsVisits({ database }: VisitParts, workspaceId: string): Promise<boolean> {
  return inWorkspace(database, workspaceId, async (tx) => (await readWantedPages(tx)).length > 0);
}

const Told = z.object({
  token: z.string(),
  page: z
    .string()
    .max(2_000)
    .regex(/^[\x21-\x7e]+$/),
});

/** The page never sees our trouble: what cannot be counted is logged and lost. */
async function takeVisit(parts: VisitParts, request: ScriptRequest): Promise<void> {
  const workspaceId = readScriptToken(parts.signingKeys, request.params.token);
  const told = workspaceId === null ? null : toldBy(request);
  const ref = told === null ? null : readVisitorToken(parts.signingKeys, told.token);
  if (told === null || ref === null || ref.workspaceId !== workspaceId) return;
  try {
    const machineAt = parts.machineNow();
    const taken = await inWorkspace(parts.database, workspaceId, (tx) =>
      countVisit(tx, { ref, page: told.page, machineAt }),
    );
    if (taken > 0) parts.onCommitted(workspaceId);
  } catch (err) {
    request.log.error({ err }, "a visit could not be counted");
  }
}

/** What it says, where the browser's own word for the page's origin agrees. */
function toldBy({ body, headers }: ScriptRequest): z.infer<typeof Told> | null {
  const read = Told.safeParse(parsed(String(body ?? "")));
  const origin = URL.parse(headers.origin ?? "");
  if (!read.success || origin === null) return null;
  return read.data.page.toLowerCase().startsWith(`${origin.host}/`) ? read.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Visit {
  readonly ref: LinkRef;
  readonly page: string;
  readonly machineAt: Date;
}

/** One signal a goal and person at the most, so that who repeats a visit writes nothing. */
async function countVisit(tx: Tx, { ref, page, machineAt }: Visit): Promise<number> {
  const reached = (await readWantedPages(tx)).filter((wanted) => means(wanted, page));
  if (reached.length === 0) return 0;
  const moment = await momentIn(tx, machineAt);
  const since = new Date(addMs(moment.now, -visitorDays * DAY_MS));
  const contactId = await findClicker(tx, { ...ref, since });
  if (contactId === null) return 0;
  const happenings = reached.map(({ goalId }) => ({
    ...{ contactId, kind: "page_visit" as const, meta: { page } },
    key: `page visit ${goalId} ${contactId}`,
  }));
  return personDid(tx, happenings, moment);
}

function means(wanted: WantedPage, page: string): boolean {
  const rule = readPageRule(wanted.page);
  return rule !== null && isPageOf(rule, page);
}

/** Where a click leads: to a host that a goal names with who came, to every other one as it was stored. */
export function addVisitor(
  keys: SigningKeys,
  ref: LinkRef,
  to: { target: string; wanted: readonly WantedPage[] },
): string {
  const url = URL.parse(to.target);
  if (url === null || !to.wanted.some(({ page }) => readPageRule(page)?.host === url.host)) return to.target;
  url.searchParams.append("hc", visitorToken(keys, ref));
  return url.href;
}
