import { createServer, type RequestListener, type Server } from "node:http";
import rateLimit from "@fastify/rate-limit";
import type { Endpoint } from "@haste/contract/endpoint";
import { endpoints } from "@haste/contract/endpoints";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Registry } from "prom-client";
import { newIdAt } from "../context/index.ts";
import type { Log } from "../log/index.ts";
import { Problem } from "../problem/index.ts";
import { type Addresses, addressesOf, listeningUrl } from "./addresses.ts";
import { registerApi } from "./api.ts";
import { descriptionRoutes } from "./description-routes.ts";
import type { ExchangePorts } from "./exchange.ts";
import { type Observe, registerHealth, requestObserver } from "./health.ts";
import { registerPages, registerReference } from "./pages.ts";
import { pairRoutes, type SliceRoutes } from "./route-list.ts";
import { securityHeaders } from "./security-headers.ts";
import { sendProblem } from "./send-problem.ts";
import { type Shortcut, withShortcut } from "./shortcut.ts";
import type { AutoSignIn } from "./sign-in.ts";

export interface HttpServerOptions extends ExchangePorts {
  /** One object of `defineRoutes` per slice; together they hold exactly one handler for each row of the table. */
  readonly routes: readonly SliceRoutes[];
  readonly log: Log;
  readonly registry: Registry;
  /** Where people reach it, without a trailing slash; null: where it listens. */
  readonly publicUrl: string | null;
  /** Present only on a loopback address with a demo workspace; see `AutoSignIn`. */
  readonly autoSignIn: AutoSignIn | null;
  /** The folder of the built web app; null: no app. */
  readonly webFolder: string | null;
  /** Roads of recipients and providers (`/t`, `/u`, …): no sign-in, no limits, their token is the proof. */
  readonly publicRoutes?: (app: FastifyInstance) => void;
  /** The road most of them take. */
  readonly shortcut?: Shortcut;
  readonly isTrackingDomain?: (hostname: string) => Promise<boolean>;
  /** Default 6,000. */
  readonly requestsPerMinute?: number;
  /** Default: the contract's. */
  readonly table?: Readonly<Record<string, Endpoint>>;
}

export interface HttpServer {
  /** For what shares the port, such as the sockets. */
  readonly server: Server;
  readonly addresses: Addresses;
  /** Starts to listen and returns the address, such as `http://127.0.0.1:8080`. */
  listen(place: { readonly host: string; readonly port: number }): Promise<string>;
  /** Lets running requests end, then closes. */
  close(): Promise<void>;
}

/** Builds the server from the endpoint table; throws when table and handlers do not fit. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const routes = pairRoutes(options.table ?? endpoints, [descriptionRoutes(), ...options.routes]);
  const observe = requestObserver(options.registry, options.log);
  const app: FastifyInstance = fastify({
    serverFactory: (framework, { keepAliveTimeout, requestTimeout }) =>
      Object.assign(createServer(listener(framework)), { keepAliveTimeout, requestTimeout }),
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newIdAt(options.clock.machineNow()),
    requestIdHeader: false,
    forceCloseConnections: "idle",
    // Tokens of public links are path parameters.
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: (err, request, reply) => void sendProblem(err, request, reply, ""),
  });
  const addresses = addressesOf(app, options);
  // Asked for while the framework is made: what is made after it is looked at with the first request.
  function listener(framework: RequestListener): RequestListener {
    const { shortcut, log } = options;
    if (shortcut === undefined) return framework;
    const isOurHost = (host: string | undefined) => addresses.isOurHost(host);
    return withShortcut(shortcut, { isOurHost, isListening: () => app.server.listening, observe, log }, framework);
  }
  await guard(app, { addresses, observe }, options);
  const apiPorts = { ...options, routes, addresses };
  await app.register((api, _options, done) => done(void registerApi(api, apiPorts)), { prefix: "/api" });
  registerHealth(app, options);
  registerReference(app);
  await app.register((roads, _options, done) => done(void registerRoads(roads, options)));
  await registerPages(app, { ...options, addresses });
  await app.ready();
  return {
    server: app.server,
    addresses,
    async listen(place) {
      await app.listen(place);
      return listeningUrl(app);
    },
    close: () => app.close(),
  };
}

/** What holds for every request, whatever it asks for: its name, our name, its traces, and problems for what fails. */
async function guard(
  app: FastifyInstance,
  { addresses, observe }: { addresses: Addresses; observe: Observe },
  options: HttpServerOptions,
): Promise<void> {
  app.addHook("onResponse", async ({ id, method, routeOptions }, reply) =>
    observe({
      requestId: id,
      method,
      route: routeOptions.url ?? "none",
      status: reply.statusCode,
      ms: reply.elapsedTime,
    }),
  );
  app.setErrorHandler((err, request, reply) => sendProblem(err, request, reply, addresses.originOf(request)));
  await app.register(rateLimit, { global: false, enableDraftSpec: true });
  const everywhere = securityHeaders(options.publicUrl?.startsWith("https:") === true);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(everywhere).header("x-request-id", request.id);
    if (await addresses.isOurHost(request.headers.host)) return;
    const { origin } = addresses.publicUrl();
    throw new Problem("misdirected", { fix: `Use ${origin}, or start with --public-url and the name you want.` });
  });
}

/** Roads of recipients: mail programs on the web show our pixel inside their own pages. */
function registerRoads(roads: FastifyInstance, options: HttpServerOptions): void {
  roads.addHook("onRequest", async (_request, reply) => {
    reply.header("cross-origin-resource-policy", "cross-origin");
  });
  options.publicRoutes?.(roads);
}
