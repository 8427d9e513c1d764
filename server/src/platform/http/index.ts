export type { Addresses } from "./addresses.ts";
export type { Answer } from "./answer.ts";
export { checkOrigin, readCredential } from "./credentials.ts";
export type { Route } from "./exchange.ts";
export { type CursorPart, includes, type Page, type PageOptions, page, readCursor, writeCursor } from "./lists.ts";
export { accepted, created, Reply } from "./reply.ts";
export type { SliceRoutes } from "./route-list.ts";
export {
  defineRoutes,
  type HandlerOf,
  type InputOf,
  type PublicContext,
  type RequestContext,
  type RouteTable,
} from "./routes.ts";
export { createHttpServer, type HttpServer, type HttpServerOptions } from "./server.ts";
export type { AutoSignIn } from "./sign-in.ts";
