import { ApiProblem, createClient } from "@haste/contract/client";

/** The one way to the server: `api("GET /sequences/:id", { params: { id } })`, typed by the endpoint table. */
export const api = createClient({ baseUrl: "" });

/** The refusal's code (`name_taken`, `not_activatable`), or null when the failure was no refusal of the API. */
export function problemCode(error: unknown): string | null {
  return error instanceof ApiProblem ? error.body.code : null;
}

/** Waiting again cannot help where the API refused; it may where the line broke or the server was starting. */
export function mayRetry(failures: number, error: unknown): boolean {
  if (error instanceof ApiProblem && error.body.status < 500) return false;
  return failures < 2;
}
