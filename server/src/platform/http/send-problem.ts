import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem, problemOf } from "../problem/index.ts";

/**
 * Answers a refusal, or a bug of ours, as problem details. Only bugs are logged as errors; what a caller did wrong is in
 * the answer and in the request line of the log.
 */
export function sendProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  baseUrl: string,
): FastifyReply {
  const known = problemOf(thrown);
  if (known === null) request.log.error({ err: thrown, route: request.routeOptions.url }, "a request failed");
  else if (known.code === "unavailable") request.log.warn({ err: known.cause }, "the database does not answer");
  const problem = known ?? new Problem("internal");
  const { retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  return (
    reply
      .code(problem.status)
      .header("cache-control", "no-store")
      .header("content-type", "application/problem+json")
      // As bytes: to a text the library would add a charset, a parameter this media type does not have.
      .send(Buffer.from(JSON.stringify(problem.toBody(request.id, baseUrl))))
  );
}
