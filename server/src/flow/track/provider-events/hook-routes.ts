import { type HookService, hookServices } from "@haste/contract/nouns/provider-hooks";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { type HookRef, readHookToken } from "./hook-address.ts";
import { longestEcho, longestNotice } from "./limits.ts";
import { type HookParts, takeNotice } from "./take-notice.ts";

export interface HookRouteParts extends HookParts {
  readonly signingKeys: SigningKeys;
  readonly machineNow: () => Date;
}

const path = "/hooks/:service/:token";

interface Asked {
  Params: { service: string; token: string };
  Querystring: { validationToken?: unknown };
}

/**
 * The addresses providers tell us things at (contract: `POST /hooks/<provider>/<token>`). The token says whose account it
 * is; a proof of its own says who speaks. A notice is answered once it is durable.
 */
export function hookRoutes(parts: HookRouteParts): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    // Signatures are over the bytes that arrived.
    app.removeAllContentTypeParsers();
    const asBytes = { parseAs: "buffer", bodyLimit: longestNotice } as const;
    app.addContentTypeParser("*", asBytes, (_request, body, done) => done(null, body));
    app.addHook("onError", async (request, _reply, error) => {
      if (error.statusCode === 413) await countTooBig(parts, request as FastifyRequest<Asked>);
    });
    // Some services look whether an address answers before they take it.
    app.get<Asked>(path, async (request, reply) => {
      addressOf(parts, request);
      return reply.type("text/plain; charset=utf-8").send("Notices are taken here, by POST.\n");
    });
    app.post<Asked>(path, (request, reply) => answer(parts, request, reply));
  };
}

async function answer(parts: HookRouteParts, request: FastifyRequest<Asked>, reply: FastifyReply) {
  const { service, ref } = addressOf(parts, request);
  const { validationToken } = request.query;
  if (service === "outlook" && typeof validationToken === "string") return echo(reply, validationToken);
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const notice = { headers: request.headers, raw, machineNow: parts.machineNow() };
  await takeNotice(parts, ref, { service, notice });
  return reply.code(204).send();
}

/** Graph asks whether the address is ours before it subscribes: the answer is its own token, as plain text. */
function echo(reply: FastifyReply, token: string) {
  if (token.length > longestEcho) throw new Problem("invalid_request");
  return reply.code(200).type("text/plain; charset=utf-8").header("x-content-type-options", "nosniff").send(token);
}

/** @throws Problem `not_found`: the same for a forged token and for a service that does not exist */
function addressOf(parts: HookRouteParts, request: FastifyRequest<Asked>): { service: HookService; ref: HookRef } {
  const ref = readHookToken(parts.signingKeys, request.params.token);
  const service = hookServices.find((name) => name === request.params.service);
  if (ref === null || service === undefined) throw new Problem("not_found");
  return { service, ref };
}

async function countTooBig(parts: HookRouteParts, request: FastifyRequest<Asked>): Promise<void> {
  const ref = readHookToken(parts.signingKeys, request.params.token);
  if (ref === null) return;
  const kept = { ...ref, told: null, outcome: "too_big" as const, detail: null, machineAt: parts.machineNow() };
  // An account that is gone has no place for it, and the sender hears of its size all the same.
  await parts.commits.add(kept).catch((err: unknown) => request.log.warn({ err }, "a refused notice was not counted"));
}
