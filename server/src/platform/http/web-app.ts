import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html, htmlPage } from "./html.ts";

const immutable = "public, max-age=31536000, immutable";

/** The built web app: hashed files for ever, its one page never from a cache without asking. */
export async function serveWebApp(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, "index.html"))) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("cache-control", path.includes("/assets/") ? immutable : "no-cache");
    },
  });
}

/** Whether an unknown path is a page of the app: a person's browser asks for it, and no machine room lies there. */
export function isAppPage(request: FastifyRequest): boolean {
  const { pathname } = new URL(request.url, "http://localhost");
  const isMachineRoom = /^\/(api|t|u|b|share|hooks|socket\.io|problems)(\/|$)/.test(pathname);
  const isFile = /\.[a-z0-9]{1,8}$/i.test(pathname);
  return (request.method === "GET" || request.method === "HEAD") && !isMachineRoom && !isFile;
}

/** The app's page; its router shows what the path asks for. */
export function sendAppPage(reply: FastifyReply): FastifyReply {
  reply.header("cache-control", "no-cache");
  if (reply.server.hasReplyDecorator("sendFile")) return reply.code(200).sendFile("index.html");
  const page = html`<h1>The web app is not built</h1><p>Run <code>npm start</code>, which builds it. The API answers: <a href="/docs">documentation</a>.</p>`;
  return reply.code(200).type("text/html; charset=utf-8").send(htmlPage("hasteCRM Outreach", page));
}
