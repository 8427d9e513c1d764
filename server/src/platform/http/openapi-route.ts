import { openApiDocument } from "@haste/contract/openapi";
import { defineRoutes } from "./routes.ts";

/** The API describes itself, from the schemas that validate it. */
export function openApiRoutes() {
  const document = openApiDocument();
  return defineRoutes({ "GET /openapi.json": async () => document });
}
