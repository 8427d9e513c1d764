export type { Addresses } from "./addresses.ts";
export { checkOrigin, readCredential } from "./credentials.ts";
export { isLoopbackAddress } from "./hosts.ts";
export { type Html, html } from "./html.ts";
export { forgetAnswers, sealedAnswerColumns } from "./idempotency.ts";
export { includes, type Page, page, readCursor, writeCursor } from "./lists.ts";
export { accepted, created, Reply } from "./reply.ts";
export type { SliceRoutes } from "./route-list.ts";
export {
  defineRoutes,
  type InputOf,
  type PublicContext,
  type RequestContext,
  type RouteTable,
} from "./routes.ts";
export { createHttpServer, type HttpServer, type HttpServerOptions } from "./server.ts";
export type { Asked, Shortcut } from "./shortcut.ts";
