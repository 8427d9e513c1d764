import type { z } from "zod";
import type { EndpointKey, Endpoints } from "./endpoints.ts";
import type { ProblemBody } from "./problems.ts";

type Input<E, Part extends "params" | "query" | "body"> = E extends { [P in Part]: infer S extends z.ZodType }
  ? z.input<S>
  : never;

/** `params`, `query` and `body` of a route, each present only where the route takes it. */
export type RequestOf<K extends EndpointKey> = ([Input<Endpoints[K], "params">] extends [never]
  ? { params?: never }
  : { params: Input<Endpoints[K], "params"> }) &
  ([Input<Endpoints[K], "query">] extends [never] ? { query?: never } : { query?: Input<Endpoints[K], "query"> }) &
  ([Input<Endpoints[K], "body">] extends [never]
    ? { body?: never }
    : undefined extends Input<Endpoints[K], "body">
      ? { body?: Input<Endpoints[K], "body"> }
      : { body: Input<Endpoints[K], "body"> }) & { headers?: Record<string, string>; signal?: AbortSignal };

export type ResponseOf<K extends EndpointKey> = Endpoints[K]["response"] extends z.ZodType
  ? z.output<Endpoints[K]["response"]>
  : undefined;

/** A refusal of the API, thrown by the client. */
export class ApiProblem extends Error {
  readonly body: ProblemBody;
  constructor(body: ProblemBody) {
    super(`${body.title}: ${body.detail}`);
    this.name = "ApiProblem";
    this.body = body;
  }
}

export interface ClientOptions {
  /** Where the product answers, without `/api/v1`; "" for the same origin. */
  baseUrl: string;
  /** Sent with every request, e.g. `Authorization`. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
}

export type Client = <K extends EndpointKey>(
  key: K,
  ...request: Record<string, never> extends RequestOf<K> ? [RequestOf<K>?] : [RequestOf<K>]
) => Promise<ResponseOf<K>>;

/** A small fetch client, typed by the endpoint table: `api("GET /sequences/:id", { params: { id } })`. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;
  return async (key, ...rest) => {
    const request = (rest[0] ?? {}) as {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
      headers?: Record<string, string>;
      signal?: AbortSignal;
    };
    const [method, path] = key.split(" ") as [string, string];
    const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(request.params?.[name])));
    const headers: Record<string, string> = { "X-Haste-CSRF": "1", ...options.headers, ...request.headers };
    const init: RequestInit = { method, headers };
    if (request.signal) init.signal = request.signal;
    if (request.body instanceof Uint8Array) init.body = request.body as unknown as NonNullable<RequestInit["body"]>;
    else if (request.body !== undefined) {
      headers["Content-Type"] ??= "application/json";
      init.body = JSON.stringify(request.body);
    }
    const response = await send(`${options.baseUrl}/api/v1${filled}${queryString(request.query)}`, init);
    if (response.status === 204) return undefined as never;
    const type = response.headers.get("content-type") ?? "";
    const answer: unknown = /\bjson\b/.test(type) ? await response.json() : await response.text();
    if (!response.ok) throw new ApiProblem(problemOf(response, answer));
    return answer as never;
  };
}

function queryString(query: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** A proxy or a dead server answers without a problem body: say so in the same shape. */
function problemOf(response: Response, answer: unknown): ProblemBody {
  if (typeof answer === "object" && answer !== null && "code" in answer) return answer as ProblemBody;
  return {
    type: "about:blank",
    title: "The server gave no readable answer",
    status: response.status,
    detail: `HTTP ${response.status}`,
    instance: response.headers.get("x-request-id") ?? "",
    code: "unavailable",
    fix: "Check that the product runs and is reachable, then try again.",
  };
}
