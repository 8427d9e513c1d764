import type { FastifyInstance } from "fastify";
import { Histogram, type Registry } from "prom-client";
import { type Database, outsideWorkspaces } from "../db/index.ts";
import type { Log } from "../log/index.ts";
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

/** One request that was answered; its route by its pattern, so that no token or address gets in. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** Absent where nobody will ask for it. */
  readonly requestId?: string;
}

export type Observe = (answered: Answered) => void;

/** One log line and one observation per request. */
export function requestObserver(registry: Registry, log: Log): Observe {
  const seconds = new Histogram({
    name: "haste_http_request_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return ({ ms, ...answered }) => {
    const { method, route, status } = answered;
    seconds.observe({ method, route, status: String(status) }, ms / 1_000);
    log.info({ ...answered, ms: Math.round(ms * 10) / 10 }, "request");
  };
}
