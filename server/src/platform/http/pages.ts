import type { OpenApiDocument } from "@haste/contract/openapi";
import { openApiDocument } from "@haste/contract/openapi";
import { type ProblemCode, problems } from "@haste/contract/problems";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../problem/index.ts";
import type { Addresses } from "./addresses.ts";
import { readCredential, sessionCookie } from "./credentials.ts";
import { docsPage, problemPage } from "./docs-page.ts";
import type { ExchangePorts } from "./exchange.ts";
import { type AutoSignIn, findSignIn, isFromHere } from "./sign-in.ts";
import { isAppPage, sendAppPage, serveWebApp } from "./web-app.ts";

/** `/docs` and the pages that `type` of a problem leads to. */
export function registerReference(app: FastifyInstance): void {
  let page: string | undefined;
  app.get("/docs", async (_request, reply) => {
    page ??= docsPage(openApiDocument() as OpenApiDocument);
    return reply.type("text/html; charset=utf-8").send(page);
  });
  app.get<{ Params: { code: string } }>("/problems/:code", async (request, reply) => {
    const { code } = request.params;
    if (!Object.hasOwn(problems, code)) throw new Problem("not_found", { detail: `There is no problem "${code}".` });
    return reply.type("text/html; charset=utf-8").send(problemPage(code, problems[code as ProblemCode]));
  });
}

export interface AppPagePorts extends Pick<ExchangePorts, "identity"> {
  readonly webFolder: string | null;
  readonly autoSignIn: AutoSignIn | null;
  readonly addresses: Addresses;
}

/** The web app: its files, and its one page for every path that is a person's. Anything else unknown is a problem. */
export async function registerPages(app: FastifyInstance, ports: AppPagePorts): Promise<void> {
  if (ports.webFolder !== null) await serveWebApp(app, ports.webFolder);
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const cookie = await newSessionCookie(ports, request);
    if (cookie !== null) reply.header("set-cookie", cookie);
    return sendAppPage(reply);
  };
  app.get("/", page);
  app.setNotFoundHandler(async (request, reply) => {
    if (!isAppPage(request)) {
      throw new Problem("not_found", { detail: `There is no ${new URL(request.url, "http://localhost").pathname}.` });
    }
    return page(request, reply);
  });
}

/** On this machine, with the demo: opening the page signs its owner in, unless somebody is signed in already. */
async function newSessionCookie(ports: AppPagePorts, request: FastifyRequest): Promise<string | null> {
  const isBrowser = request.method === "GET" && request.headers.accept?.includes("text/html") === true;
  if (ports.autoSignIn === null || !isBrowser || !isFromHere(request, ports.addresses)) return null;
  const isSecure = ports.addresses.isSecure(request.headers);
  const { cookie, host } = request.headers;
  const credential = readCredential({ cookie, host }, isSecure);
  if ((await findSignIn(ports.identity, credential)) !== null) return null;
  return sessionCookie(await ports.autoSignIn(), { host, isSecure });
}
