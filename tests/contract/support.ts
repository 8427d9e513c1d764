import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { Endpoint } from "@haste/contract/endpoint";
import { endpoints } from "@haste/contract/endpoints";
import type { ProblemBody } from "@haste/contract/problems";
import { Registry } from "prom-client";
import { auditLogRoutes } from "../../server/src/catalog/audit/index.ts";
import {
  type CreatedWorkspace,
  createIdentity,
  createWorkspace,
  type Identity,
  identityRoutes,
  loadDataKeys,
  signInToDemo,
} from "../../server/src/catalog/identity/index.ts";
import { type ManualClock, manualClock } from "../../server/src/platform/clock/index.ts";
import { createKeyRing, type MasterKey } from "../../server/src/platform/crypto/index.ts";
import type { Database, Tx } from "../../server/src/platform/db/index.ts";
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type SliceRoutes,
} from "../../server/src/platform/http/index.ts";
import { jobRoutes } from "../../server/src/platform/jobs/index.ts";
import { eventRoutes } from "../../server/src/platform/live/index.ts";
import { createTestDatabase, type TestDatabase, testLog } from "../support/database.ts";
import { answerFaults } from "./document.ts";

/** A real server of the API's machinery on a free port, on a database of its own. */
export interface TestProduct {
  readonly url: string;
  readonly db: Database;
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly identity: Identity;
  readonly http: HttpServer;
  readonly master: MasterKey;
  workspace(mode?: "sandbox" | "live", name?: string): Promise<CreatedWorkspace>;
  close(): Promise<void>;
}

export interface TestProductOptions {
  /** Handlers that stand in for slices a test does not need; what nobody handles answers 500. */
  readonly routes?: SliceRoutes;
  /** Rows beside the contract's, for what the machinery must do and no real slice does on request. */
  readonly table?: Readonly<Record<string, Endpoint>>;
  readonly server?: Partial<
    Pick<HttpServerOptions, "publicUrl" | "webFolder" | "publicRoutes" | "shortcut" | "requestsPerMinute" | "log">
  >;
  /** Names a workspace that is signed in to by itself. */
  readonly demo?: boolean;
  /** Another way to the same database. */
  readonly openDatabase?: (url: string) => Promise<Database>;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** Starts it; `close` ends everything. */
export async function startTestProduct(options: TestProductOptions = {}): Promise<TestProduct> {
  const database = await createTestDatabase();
  const db = (await options.openDatabase?.(database.url)) ?? database.db;
  // Real time at the start: sockets and jobs that wait by real clocks stay believable.
  const clock = manualClock(new Date());
  const master: MasterKey = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
  const identity = createIdentity(db);
  const workspace = (mode: "sandbox" | "live" = "sandbox", name = "Acme") =>
    createWorkspace(
      { db, master, machineNow: clock.machineNow() },
      { name, mode, owner: { email: `${randomUUID()}@example.com`, name: "Olivia Owner" } },
    );
  const demo = options.demo === true ? await workspace() : null;
  const http = await createHttpServer({
    db,
    clock,
    identity,
    keyRing: createKeyRing<Tx>(master, (_id, tx) => loadDataKeys(tx)),
    log: testLog,
    registry: new Registry(),
    publicUrl: null,
    webFolder: null,
    autoSignIn: demo === null ? null : signInToDemo({ db, clock, workspaceId: demo.workspaceId }),
    routes: withoutHoles([identityRoutes({ db }), jobRoutes(), eventRoutes(), auditLogRoutes, options.routes ?? {}]),
    table: { ...endpoints, ...options.table },
    ...options.server,
  });
  const url = await http.listen({ host: options.host ?? "127.0.0.1", port: 0 });
  return {
    url,
    db,
    database,
    clock,
    identity,
    http,
    master,
    workspace,
    async close() {
      await http.close();
      await identity.close();
      await db.close();
      await database.drop();
    },
  };
}

function withoutHoles(slices: readonly SliceRoutes[]): SliceRoutes[] {
  const handled = new Set([
    "GET /openapi.json",
    "GET /asyncapi.json",
    ...slices.flatMap((slice) => Object.keys(slice)),
  ]);
  const missing = Object.keys(endpoints as Record<string, Endpoint>).filter((key) => !handled.has(key));
  const refuse = async () => {
    throw new Error("This test product has no such slice.");
  };
  return [...slices, Object.fromEntries(missing.map((key) => [key, refuse]))];
}

export interface ApiAnswer<B> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: B;
}

export interface ApiCall {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One request as a program makes it; the answer's body is parsed when it is JSON. Throws where the answer is not what
 * the OpenAPI document says, so that every test of the API is a test of the document too.
 */
export async function call<B = ProblemBody>(
  url: string,
  route: `${"GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD"} /${string}`,
  { key, body, headers = {} }: ApiCall = {},
): Promise<ApiAnswer<B>> {
  const [method = "", path = ""] = route.split(" ");
  const init: RequestInit = {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    redirect: "manual",
  };
  const response = await fetch(url + path, init);
  const text = await response.text();
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  const parsed: unknown = /[/+]json$/.test(type) && text !== "" ? JSON.parse(text) : text;
  const { pathname } = new URL(path, url);
  if (pathname.startsWith("/api/") && !undescribed.has(pathname) && method !== "HEAD") {
    const faults = answerFaults({ method, pathname, status: response.status, type, body: parsed });
    if (faults.length > 0) throw new Error(`The answer is not as described: ${faults.join("; ")}`);
  }
  return { status: response.status, headers: response.headers, body: parsed as B };
}

/** Routes that tests add to the table. */
const undescribed = new Set(["/api/v1/things"]);

/** A request with headers that `fetch` refuses to send, such as Host. */
export function rawCall(
  url: string,
  options: {
    readonly method?: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
): Promise<{
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, path: options.path, method: options.method ?? "GET", headers: options.headers },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}
