import type { Endpoint } from "@haste/contract/endpoint";
import type { EndpointKey, Endpoints } from "@haste/contract/endpoints";
import type { z } from "zod";
import type { WorkContext } from "../context/index.ts";
import type { Log } from "../log/index.ts";
import type { Reply } from "./reply.ts";

/** The context of a signed-in request. Its transaction is read only for GET, and commits only after a good answer. */
export interface RequestContext extends WorkContext {
  /**
   * Refuses with 412 when the caller's `If-Match` names another version. Every PUT of a row with an ETag calls it once,
   * after locking the row; the machinery answers 500 to a handler that was given `If-Match` and did not.
   */
  checkVersion(version: number): void;
  /** By which session or key the caller is signed in, for sign-out and `GET /me`. */
  readonly signIn: { readonly by: "session" | "api-key"; readonly id: string };
}

/** The context of a route that needs no sign-in: its proof travels in the request. */
export interface PublicContext {
  readonly machineNow: Date;
  readonly requestId: string;
  readonly log: Log;
}

type Part<E, Name extends "params" | "query" | "body"> = E extends { [N in Name]: infer S extends z.ZodType }
  ? { readonly [N in Name]: z.output<S> }
  : unknown;

/** What a handler gets beside its context: the validated parts its route takes, and no others. */
export type InputOf<E> = Part<E, "params"> & Part<E, "query"> & Part<E, "body">;

type BodyOf<E> = E extends { response: infer S extends z.ZodType } ? z.input<S> : undefined;

export type HandlerOf<E extends Endpoint> = (
  ctx: E["permission"] extends "public" ? PublicContext : RequestContext,
  input: InputOf<E>,
) => Promise<(E["response"] extends z.ZodType ? BodyOf<E> : undefined) | Reply<BodyOf<E>>>;

/** Every route with its handler; `createHttpServer` refuses to start without exactly one for each. */
export type RouteTable = { readonly [K in EndpointKey]: HandlerOf<Endpoints[K]> };

/** Gives the handlers of a slice their types; each slice exports one such object. */
export function defineRoutes<const R extends Partial<RouteTable>>(
  routes: R & Record<Exclude<keyof R, EndpointKey>, never>,
): R {
  return routes;
}
