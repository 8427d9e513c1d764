import type { ResponseOf } from "@haste/contract/client";
import { type EndpointKey, endpoints } from "@haste/contract/endpoints";
import { Reply, type RequestContext, type RouteTable } from "../../server/src/platform/http/index.ts";
import { Problem } from "../../server/src/platform/problem/index.ts";
import { asCaller, type Caller } from "./work-context.ts";

/** The parts of a request, as they travel. */
export interface Sent {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string | undefined>;
  readonly body?: unknown;
}

interface Schema {
  parse(value: unknown): unknown;
}

/**
 * Calls a route of a slice without a server, the way the API does: request and answer must fit the contract, and all of
 * it is one transaction.
 */
export async function callRoute<R extends Partial<RouteTable>, K extends EndpointKey & keyof R>(
  routes: R,
  key: K,
  caller: Caller,
  sent: Sent = {},
): Promise<ResponseOf<K>> {
  const { response, ...row }: { response: Schema | null; [part: string]: unknown } = endpoints[key];
  const parsed: Record<string, unknown> = {};
  for (const part of ["params", "query", "body"] as const) {
    const schema = row[part] as Schema | undefined;
    if (schema !== undefined) parsed[part] = schema.parse(sent[part] ?? (part === "body" ? undefined : {}));
  }
  const handler = routes[key] as unknown as (ctx: RequestContext, parts: typeof parsed) => Promise<unknown>;
  const answer = await asCaller(caller, (ctx) => handler(ctx, parsed));
  const body = answer instanceof Reply ? answer.body : answer;
  return (response === null ? undefined : response.parse(body)) as ResponseOf<K>;
}

/** The code of a refusal, then code and place of each of its errors (`broken-step /steps/0/content/subject`). */
export async function refusalOf(work: Promise<unknown>): Promise<string[]> {
  const thrown = await work.then(
    () => undefined,
    (err: unknown) => err,
  );
  if (!(thrown instanceof Problem)) throw new Error("It was not refused.", { cause: thrown });
  return [thrown.code, ...(thrown.options.errors ?? []).map(({ code, pointer }) => `${code} ${pointer}`.trim())];
}
