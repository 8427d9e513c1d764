import { z } from "zod";

/**
 * One row of the API: what a route takes, what it answers and who may call it.
 *
 * The table of these rows (`endpoints.ts`) is the only description of the API: the server registers its routes from
 * it, validates both directions with it, prints OpenAPI 3.1 from it, and the typed client is inferred from it.
 */
export interface Endpoint {
  readonly summary: string;
  /** What the caller must be allowed to do; `public` routes carry their proof in the URL or need none. */
  readonly permission: Permission | "public" | "signed-in";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media type of a request body that is not JSON (an uploaded file). */
  readonly bodyType?: string;
  readonly status: 200 | 201 | 202 | 204;
  /** `null` for 204. */
  readonly response: z.ZodType | null;
  /** Media type of an answer that is not JSON (a CSV download). */
  readonly responseType?: string;
  /** Answers carry an ETag, and whatever writes honors If-Match. */
  readonly etag?: boolean;
}

export const resources = [
  "workspaces",
  "members",
  "api-keys",
  "settings",
  "audit-log",
  "sequences",
  "templates",
  "enrollments",
  "contacts",
  "companies",
  "tasks",
  "imports",
  "sending-accounts",
  "suppressions",
  "jobs",
  "events",
  "reports",
  "sandbox",
] as const;
export type Resource = (typeof resources)[number];
export type Permission = `${Resource}:${"read" | "write"}`;

/** Roles of a member; each holds all the permissions of the ones before it. */
export const roles = ["viewer", "rep", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

/** Keeps the literal types of a row, so that the client can be inferred from the table. */
export function endpoint<const E extends Endpoint>(row: E): E {
  return row;
}

export const Id = z.uuid();
/** An instant as it travels: ISO 8601, UTC. */
export const At = z.iso.datetime({ offset: true });
export const IdParams = z.object({ id: Id });

/** Every list: newest first unless said, by keyset, never by offset. */
export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  q: z.string().max(200).optional(),
  include: z.string().max(100).optional(),
  sort: z.string().max(100).optional(),
});

/** `{"data":[…],"page":{…}}`; `total` only when asked for by `include=total`. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    page: z.object({ nextCursor: z.string().nullable(), hasMore: z.boolean(), total: z.number().int().optional() }),
  });
}

/** A span of time in the API: never negative. */
export const Duration = z.object({
  value: z.number().min(0).max(1_000_000),
  unit: z.enum(["seconds", "minutes", "hours", "days", "weeks"]),
});

/** The bounds of a rate: a 95 % interval around n of `of`. Rates are null where `of` is 0. */
export const Evidence = z.object({
  n: z.number(),
  of: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: z.number(),
});
