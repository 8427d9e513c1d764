import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../log/index.ts";
import { Problem } from "../problem/index.ts";
import type { Addresses } from "./addresses.ts";
import type { Answer } from "./answer.ts";
import { checkOrigin, readCredential, sessionCookie } from "./credentials.ts";
import { etagOfBody, isNotModified } from "./etag.ts";
import { type ApiRequest, answerPublic, answerSignedIn, type ExchangePorts, type Route } from "./exchange.ts";
import { readIdempotencyKey } from "./idempotency.ts";
import { methodFinder, pathOf } from "./route-list.ts";
import { type AutoSignIn, findSignIn, isFromHere, newSignIn, notSignedIn, type SignIn } from "./sign-in.ts";

export interface ApiPorts extends ExchangePorts {
  readonly routes: readonly Route[];
  readonly autoSignIn: AutoSignIn | null;
  readonly addresses: Addresses;
  readonly requestsPerMinute?: number;
}

const mostJsonBytes = 2 * 1024 * 1024;
const mostFileBytes = 100 * 1024 * 1024;
const defaultPerMinute = 6_000;
const version = "/v1";

/** Everything under `/api` (the prefix of `api`): limits, sign-in, the table's routes, problems for what is not there. */
export function registerApi(api: FastifyInstance, ports: ApiPorts): void {
  api.decorateRequest("signIn", null);
  registerParsers(api, ports.routes);
  api.addHook("onRequest", limitRate(api, ports));
  for (const route of ports.routes) {
    api.route({
      method: route.method,
      url: version + pathOf(route),
      onRequest: async (request) => {
        checkMediaType(route, request);
        request.setDecorator("signIn", await signInOf(ports, route, request));
      },
      handler: (request, reply) => answerRequest(ports, { route, request, reply }),
    });
  }
  const methodsOf = methodFinder(ports.routes);
  api.setNotFoundHandler(async (request, reply) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const methods = methodsOf(pathname);
    if (methods.length === 0) throw new Problem("not_found", { detail: `There is no ${pathname}.` });
    reply.header("allow", methods.join(", "));
    throw new Problem("method_not_allowed", {
      detail: `${pathname} takes ${methods.join(", ")}, not ${request.method}.`,
    });
  });
}

/** JSON everywhere, except where the table names another media type; an empty body is no body. */
function registerParsers(api: FastifyInstance, routes: readonly Route[]): void {
  api.removeAllContentTypeParsers();
  const parseJson = api.getDefaultJsonParser("error", "error");
  api.addContentTypeParser<string>(
    "application/json",
    { parseAs: "string", bodyLimit: mostJsonBytes },
    (request, body, done) => {
      if (body === "") done(null, undefined);
      else void parseJson(request, body, done);
    },
  );
  for (const type of new Set(routes.flatMap(({ row }) => row.bodyType ?? []))) {
    api.addContentTypeParser(type, { parseAs: "buffer", bodyLimit: mostFileBytes }, (_request, body, done) =>
      done(null, body),
    );
  }
}

/** Before the body is read: a large file must not come in through a route that takes none. */
function checkMediaType({ row }: Route, request: FastifyRequest): void {
  const sent = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const wanted = row.bodyType ?? "application/json";
  const hasBody =
    request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
  if (hasBody && sent !== wanted) {
    throw new Problem("unsupported_media_type", { fix: `Send the body with Content-Type: ${wanted}.` });
  }
}

/** Per key or session, else per address; in this process's memory, so several processes allow several times as much. */
function limitRate(api: FastifyInstance, ports: ApiPorts) {
  return api.rateLimit({
    max: ports.requestsPerMinute ?? defaultPerMinute,
    timeWindow: 60_000,
    keyGenerator(request) {
      const { authorization, cookie } = request.headers;
      if (authorization === undefined && cookie === undefined) return request.ip;
      const secret = readCredential(request.headers, ports.addresses.isSecure(request.headers))?.secret;
      return secret === undefined ? request.ip : createHash("sha256").update(secret).digest("base64url");
    },
    errorResponseBuilder: (_request, { max, ttl }) =>
      new Problem("rate_limited", {
        detail: `This key may send ${max} requests a minute.`,
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1_000)),
      }),
  });
}

/** Who may be calling, found before the body is read; null only where a route is public. */
async function signInOf(ports: ApiPorts, route: Route, request: FastifyRequest): Promise<SignIn | null> {
  const isWriting = route.method !== "GET";
  if (route.row.permission === "public") {
    if (isWriting && request.headers.authorization === undefined)
      checkOrigin(request.headers, ports.addresses.publicUrl());
    return null;
  }
  const credential = readCredential(request.headers, ports.addresses.isSecure(request.headers));
  if (isWriting && credential?.kind === "session") checkOrigin(request.headers, ports.addresses.publicUrl());
  const found = await findSignIn(ports.identity, credential);
  if (found !== null) return found;
  if (mayMakeSession(ports, route, request)) return newSignIn(ports.identity, ports.autoSignIn);
  throw notSignedIn(credential);
}

function mayMakeSession(
  ports: ApiPorts,
  route: Route,
  request: FastifyRequest,
): ports is ApiPorts & { readonly autoSignIn: AutoSignIn } {
  const isAskingWho = route.key === "GET /me" && request.headers.authorization === undefined;
  return isAskingWho && ports.autoSignIn !== null && isFromHere(request, ports.addresses);
}

interface Call {
  readonly route: Route;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answerRequest(ports: ApiPorts, call: Call): Promise<FastifyReply> {
  const { route, request } = call;
  const apiRequest: ApiRequest = {
    requestId: request.id,
    url: request.url,
    raw: { params: request.params, query: request.query, body: request.body },
    ifMatch: request.headers["if-match"],
    idempotencyKey: route.method === "POST" ? readIdempotencyKey(request.headers["idempotency-key"]) : null,
    log: request.log as Log,
  };
  const signIn = request.getDecorator<SignIn | null>("signIn");
  if (signIn === null) {
    const machineNow = ports.clock.machineNow();
    const ctx = { machineNow, requestId: request.id, log: apiRequest.log };
    return send(ports, call, await answerPublic(route, apiRequest, ctx));
  }
  return send(ports, call, await answerAs(ports, { ...call, apiRequest }, signIn));
}

/** Answers the caller; where a session has run out and one may be made without proof, makes one and answers again. */
async function answerAs(ports: ApiPorts, call: Call & { apiRequest: ApiRequest }, signIn: SignIn): Promise<Answer> {
  const { route, request, apiRequest } = call;
  try {
    const exchange = await answerSignedIn(ports, route, { ...apiRequest, ...signIn });
    ports.identity.noteUse(exchange.caller, ports.clock.machineNow());
    return signIn.isNew ? { ...exchange.answer, session: signIn.credential.secret } : exchange.answer;
  } catch (err) {
    const hasRunOut = err instanceof Problem && err.code === "unauthenticated" && !signIn.isNew;
    if (!hasRunOut || !mayMakeSession(ports, route, request)) throw err;
    return answerAs(ports, call, await newSignIn(ports.identity, ports.autoSignIn));
  }
}

function send(ports: ApiPorts, { route, request, reply }: Call, answer: Answer): FastifyReply {
  const { headers, session } = answer;
  reply.headers(headers);
  if (session !== undefined) {
    const place = { host: request.headers.host, isSecure: ports.addresses.isSecure(request.headers) };
    reply.header("set-cookie", sessionCookie(session, place));
  }
  reply.header("cache-control", headers.etag === undefined ? "no-store" : "private, no-cache");
  if (answer.body === undefined) return reply.code(answer.status).send();
  const { responseType } = route.row;
  if (responseType !== undefined) {
    reply.code(answer.status);
    if (typeof answer.body === "string") return reply.type(`${responseType}; charset=utf-8`).send(answer.body);
    return reply.type(responseType).send(Readable.from(answer.body as AsyncIterable<Uint8Array>));
  }
  const json = JSON.stringify(answer.body);
  if (headers.etag !== undefined) {
    const etag = etagOfBody(headers.etag, json);
    reply.header("etag", etag);
    if (route.method === "GET" && isNotModified(request.headers["if-none-match"], etag)) return reply.code(304).send();
  }
  return reply.code(answer.status).type("application/json; charset=utf-8").send(json);
}
