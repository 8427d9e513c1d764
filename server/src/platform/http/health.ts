import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Histogram, type Registry } from "prom-client";
import { type Database, outsideWorkspaces } from "../db/index.ts";
import { pingStatement } from "./queries.ts";

/** `/healthz`: the process answers. `/readyz`: it can work. `/metrics`: counts for Prometheus, no names in them. */
export function registerHealth(app: FastifyInstance, ports: { db: Database; registry: Registry }): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    await outsideWorkspaces(ports.db, (tx) => tx.rows(pingStatement));
    return { status: "ready" };
  });
  app.get("/metrics", async (_request, reply) => {
    reply.type(ports.registry.contentType);
    return ports.registry.metrics();
  });
}

/** One log line and one observation per request; routes by their pattern, so that no token or address gets in. */
export function requestObserver(registry: Registry): (request: FastifyRequest, reply: FastifyReply) => void {
  const seconds = new Histogram({
    name: "haste_http_request_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    const { method } = request;
    const ms = reply.elapsedTime;
    seconds.observe({ method, route, status: String(reply.statusCode) }, ms / 1_000);
    request.log.info(
      { requestId: request.id, method, route, status: reply.statusCode, ms: Math.round(ms * 10) / 10 },
      "request",
    );
  };
}
