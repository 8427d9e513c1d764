export { type CursorPart, includes, type Page, type PageOptions, page, readCursor, writeCursor } from "./lists.ts";
export { accepted, created, Reply } from "./reply.ts";
export {
  defineRoutes,
  type HandlerOf,
  type InputOf,
  type PublicContext,
  type RequestContext,
  type RouteTable,
} from "./routes.ts";
