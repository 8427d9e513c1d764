import type { Endpoint } from "@haste/contract/endpoint";
import { writeTrail } from "../audit/index.ts";
import type { Clock } from "../clock/index.ts";
import { type Caller, type Credential, type IdentityPort, makeContext } from "../context/index.ts";
import type { KeyRing } from "../crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../db/index.ts";
import type { Log } from "../log/index.ts";
import { Problem } from "../problem/index.ts";
import { type Answer, answerOf } from "./answer.ts";
import { checkIfMatch } from "./etag.ts";
import { hashRequest, onceOnly } from "./idempotency.ts";
import type { PublicContext, RequestContext } from "./routes.ts";
import { type RawInput, readInput } from "./validate.ts";

/** One row of the table with its handler. */
export interface Route {
  readonly key: string;
  readonly method: string;
  readonly row: Endpoint;
  readonly handler: (ctx: never, input: never) => Promise<unknown>;
  /** What reads the thing this route writes, where that has versions: the audit log tells what changed of it. */
  readonly reader?: Route;
}

/** What the machinery needs to work off one request. */
export interface ExchangePorts {
  readonly db: Database;
  readonly clock: Clock;
  readonly identity: IdentityPort;
  readonly keyRing: KeyRing<Tx>;
}

/** A request, free of the HTTP library. */
export interface ApiRequest {
  readonly requestId: string;
  readonly url: string;
  readonly raw: RawInput;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | null;
  readonly log: Log;
}

/** A route whose proof travels in the request: no caller, no transaction of ours, no stored answer. */
export async function answerPublic(route: Route, request: ApiRequest, ctx: PublicContext): Promise<Answer> {
  const handler = route.handler as (ctx: PublicContext, input: unknown) => Promise<unknown>;
  return answerOf(route.key, route.row, await handler(ctx, readInput(route.row, request.raw)));
}

/** Who asked for something, and what came of it. */
export interface Exchange {
  readonly caller: Caller;
  readonly answer: Answer;
}

/**
 * Works off one signed-in request in one transaction of its workspace: who, may they, what do they ask, was it asked
 * before, do it, does the answer fit. The commit comes last, so a refusal or a bug leaves nothing behind.
 */
export async function answerSignedIn(
  ports: ExchangePorts,
  route: Route,
  request: ApiRequest & { readonly credential: Credential; readonly workspaceId: string },
): Promise<Exchange> {
  let hooks: (() => void)[] = [];
  const work = async (tx: Tx): Promise<Exchange> => {
    hooks = [];
    const machineNow = ports.clock.machineNow();
    const caller = await ports.identity.identify(tx, request.credential, machineNow);
    checkPermission(route.row, caller);
    const ctx = requestContext(request, { tx, caller, machineNow, afterCommit: (fn) => hooks.push(fn) });
    return { caller, answer: await runHandler(ports, route, request, ctx) };
  };
  // A handler that writes in a GET is a bug, and PostgreSQL says so.
  const exchange = await inWorkspace(ports.db, request.workspaceId, work, { readOnly: route.method === "GET" });
  for (const hook of hooks) runHook(hook, request.log);
  return exchange;
}

/** The context, and whether its handler looked at If-Match. */
type CheckedContext = RequestContext & { readonly wasVersionChecked: () => boolean };

function requestContext(
  request: ApiRequest,
  parts: { tx: Tx; caller: Caller; machineNow: Date; afterCommit: (fn: () => void) => void },
): CheckedContext {
  const { caller, ...rest } = parts;
  let wasChecked = false;
  return {
    ...makeContext({
      ...rest,
      workspace: caller.workspace,
      actor: caller.actor,
      requestId: request.requestId,
      log: request.log,
      auditTrail: [],
    }),
    signIn: caller.signIn,
    checkVersion(version) {
      wasChecked = true;
      checkIfMatch(request.ifMatch, version);
    },
    wasVersionChecked: () => wasChecked,
  };
}

async function runHandler(
  ports: ExchangePorts,
  route: Route,
  request: ApiRequest,
  ctx: CheckedContext,
): Promise<Answer> {
  const input = readInput(route.row, request.raw);
  const handler = route.handler as (ctx: RequestContext, input: unknown) => Promise<unknown>;
  const work = async (): Promise<Answer> => {
    const before = await readState(route, request, ctx);
    const answer = answerOf(route.key, route.row, await handler(ctx, input));
    if (route.method !== "GET") await auditRequest(ctx, { route, request, before, answer });
    const mustCheck = route.row.etag === true && route.method !== "GET" && request.ifMatch !== undefined;
    if (mustCheck && !ctx.wasVersionChecked()) throw new Error(`${route.key} was given If-Match and never checked it.`);
    return answer;
  };
  if (route.method !== "POST" || request.idempotencyKey === null) return work();
  const hash = hashRequest(route.method, request.url, request.raw.body);
  return onceOnly(ctx, { key: request.idempotencyKey, hash, keyRing: ports.keyRing }, work);
}

/** Of a thing that is written in place; null where it is not there (yet). */
async function readState({ key, reader }: Route, { raw }: ApiRequest, ctx: RequestContext): Promise<object | null> {
  if (reader === undefined || key.startsWith("POST")) return null;
  const read = reader.handler as (ctx: RequestContext, input: unknown) => Promise<unknown>;
  try {
    const input = readInput(reader.row, { params: raw.params, query: {}, body: undefined });
    return answerOf(reader.key, reader.row, await read(ctx, input)).body as object;
  } catch (err) {
    if (err instanceof Problem) return null;
    throw err;
  }
}

interface Audited {
  readonly route: Route;
  readonly request: ApiRequest;
  readonly before: object | null;
  readonly answer: Answer;
}

/**
 * The one place where requests come into the audit log. Of an answer only what the reader would show is kept: the secret
 * of a new API key stands in its answer, and in nothing that can be read.
 */
async function auditRequest(ctx: RequestContext, { route, request, before, answer }: Audited): Promise<void> {
  const shown = route.reader?.row.response?.safeParse(answer.body);
  const after = shown?.success === true ? (shown.data as object) : null;
  const isState = route.reader !== undefined && (after !== null || answer.status === 204);
  const { reason } = (request.raw.body ?? {}) as { readonly reason?: unknown };
  await writeTrail(ctx, {
    key: route.key,
    params: (request.raw.params ?? {}) as Readonly<Record<string, unknown>>,
    reason: typeof reason === "string" ? reason : null,
    ...(isState ? { state: { before, after } } : {}),
  });
}

function checkPermission(row: Endpoint, caller: Caller): void {
  if (row.permission === "public" || row.permission === "signed-in") return;
  if (caller.actor.permissions.has(row.permission)) return;
  throw new Problem("forbidden", {
    detail: `This needs the permission ${row.permission}; ${caller.actor.name} (${caller.actor.role}) does not have it.`,
    permission: row.permission,
  });
}

function runHook(hook: () => void, log: Log): void {
  try {
    hook();
  } catch (err) {
    log.error({ err }, "work after a commit failed");
  }
}
