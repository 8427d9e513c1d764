import { asyncApiDocument } from "@haste/contract/asyncapi";
import { openApiDocument } from "@haste/contract/openapi";
import { defineRoutes } from "./routes.ts";

/** The API describes itself, from the schemas that validate it. */
export function descriptionRoutes() {
  const requests = openApiDocument();
  const events = asyncApiDocument();
  return defineRoutes({
    "GET /openapi.json": async () => requests,
    "GET /asyncapi.json": async () => events,
  });
}
