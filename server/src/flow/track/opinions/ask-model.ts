import { once } from "node:events";
import { type IncomingMessage, type RequestOptions, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { Opinion, OpinionFault, OpinionQuestion } from "@haste/engine/track";
import { isLoopbackAddress } from "../../../platform/http/index.ts";
import { HostNotAllowed, type HostPolicy, type ResolveHost, resolveChecked } from "../../../platform/net/index.ts";
import { opinionSchema, readOpinion } from "./read-answer.ts";

export interface Model {
  /** What stands before `/chat/completions`. */
  readonly url: string;
  readonly name: string;
  readonly key: string | null;
  /** A sandbox promises that nothing leaves this machine. */
  readonly mustBeHere: boolean;
}

export type ModelAnswer = { readonly latencyMs: number } & (
  | { readonly ok: true; readonly opinion: Opinion }
  | {
      readonly ok: false;
      readonly fault: OpinionFault;
      readonly detail: string;
      readonly retryAfterMs: number | null;
    }
);

/** Never throws: what went wrong is part of the answer. */
export type AskModel = (model: Model, question: OpinionQuestion, signal?: AbortSignal) => Promise<ModelAnswer>;

/** A small model on a machine without a graphics card takes half a minute for such a question. */
const answerWithinMs = 60_000;
/** An opinion takes a hundred octets; models that think aloud first take some thousands. */
const mostOctets = 64 * 1024;

export interface AskLimits {
  readonly policy: HostPolicy;
  readonly answerWithinMs?: number;
  readonly resolve?: ResolveHost;
}

/**
 * Asks a model over the chat completions protocol, at the address that was checked. Follows no redirect, and goes without
 * TLS only inside the networks that the operator named: the words of a reply and the key are nobody else's.
 */
export function createModelAsk({ policy, resolve, ...limits }: AskLimits): AskModel {
  return async (model, question, signal) => {
    const began = performance.now();
    const late = AbortSignal.timeout(limits.answerWithinMs ?? answerWithinMs);
    const ended = signal === undefined ? late : AbortSignal.any([late, signal]);
    try {
      const place = await placeOf(model, { policy, resolve });
      const first = await post(place, { model, body: askedFor(model, question), signal: ended });
      // Servers that know no schema, no temperature or no limit of tokens say so with 400 or 422: all know the plain form.
      const isPicky = first.status === 400 || first.status === 422;
      const answer = isPicky ? await post(place, { model, body: plainly(model, question), signal: ended }) : first;
      return { ...read(answer), latencyMs: since(began) };
    } catch (error) {
      return { ...faultOf(error, late), latencyMs: since(began) };
    }
  };
}

interface Place {
  readonly url: URL;
  readonly options: RequestOptions & { servername?: string };
}

async function placeOf(
  { url: base, mustBeHere }: Model,
  { policy, resolve }: Pick<AskLimits, "policy"> & { resolve: ResolveHost | undefined },
): Promise<Place> {
  const url = new URL(`${base.replace(/\/+$/, "")}/chat/completions`);
  const { address, family, servername, isInside } = await resolveChecked(url.hostname, policy, resolve);
  if (mustBeHere && !isLoopbackAddress(address)) throw new OutsideSandbox();
  if (url.protocol === "http:" && !isInside) throw new PlainOutside();
  const common = { host: address, family, port: url.port, path: url.pathname + url.search, agent: false };
  return { url, options: servername === null ? common : { ...common, servername } };
}

class OutsideSandbox extends Error {
  override readonly message = "Nothing leaves a sandbox: it asks a model on this machine only.";
}

class PlainOutside extends Error {
  override readonly message = "Without TLS a model is asked only inside networks allowed with --allow-private-hosts.";
}

function plainly({ name }: Model, { system, user }: OpinionQuestion) {
  const messages = [
    { role: "system", content: system },
    { role: "user", content: user },
  ];
  return { model: name, messages };
}

function askedFor(model: Model, question: OpinionQuestion) {
  return {
    ...plainly(model, question),
    temperature: 0,
    max_tokens: 2_000,
    response_format: { type: "json_schema", json_schema: { name: "opinion", strict: true, schema: opinionSchema } },
  };
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

async function post(
  { url, options }: Place,
  { model, body, signal }: { model: Model; body: object; signal: AbortSignal },
): Promise<Answered> {
  const payload = Buffer.from(JSON.stringify(body));
  const headers = {
    host: url.host,
    accept: "application/json",
    "content-type": "application/json",
    "content-length": payload.length,
    "user-agent": "hasteCRM-Outreach",
    ...(model.key === null ? {} : { authorization: `Bearer ${model.key}` }),
  };
  const request = url.protocol === "https:" ? requestTls : requestPlain;
  const asking = request({ ...options, method: "POST", headers, signal });
  asking.end(payload);
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  const text = await textOf(response);
  return { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], text };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostOctets) throw new TooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

class TooLong extends Error {
  override readonly message = "The answer is longer than 64 KB.";
}

type Read = { ok: true; opinion: Opinion } | Omit<Extract<ModelAnswer, { ok: false }>, "latencyMs">;

function read({ status, retryAfter, text }: Answered): Read {
  if (status >= 200 && status < 300) {
    const opinion = readOpinion(text);
    if (opinion !== null) return { ok: true, opinion };
    return fault("unreadable", "The answer is not the JSON that was asked for.");
  }
  if (status === 429 || status === 503) {
    const name = status === 429 ? "limited" : "failed";
    return { ...fault(name, sayStatus(status)), retryAfterMs: waitOf(retryAfter) };
  }
  return fault(status >= 400 && status < 500 ? "refused" : "failed", sayStatus(status));
}

/** The body is left out: a server may repeat the question in it, and with it the words of the reply. */
function sayStatus(status: number): string {
  if (status === 401 || status === 403) return `The server refuses the key (HTTP ${status}).`;
  if (status === 404) return "The server knows no such address or model (HTTP 404).";
  if (status === 429) return "The server asks for a pause (HTTP 429).";
  if (status >= 300 && status < 400)
    return `The server sends us elsewhere (HTTP ${status}); redirects are not followed.`;
  return `The server answers HTTP ${status}.`;
}

function fault(name: OpinionFault, detail: string) {
  return { ok: false, fault: name, detail, retryAfterMs: null } as const;
}

/** Seconds or a date (RFC 9110 §10.2.3); null: it does not say, or not in time to come. */
function waitOf(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

function faultOf(error: unknown, late: AbortSignal) {
  const isBarred = [HostNotAllowed, PlainOutside, OutsideSandbox].some((kind) => error instanceof kind);
  if (isBarred) return fault("not_allowed", (error as Error).message);
  if (error instanceof TooLong) return fault("unreadable", error.message);
  if (late.aborted) return fault("failed", "The server did not answer in time.");
  const { code, message } = error as { code?: string; message: string };
  return fault("failed", `The server cannot be reached (${code ?? message.slice(0, 200)}).`);
}

function since(began: number): number {
  return Math.round(performance.now() - began);
}
