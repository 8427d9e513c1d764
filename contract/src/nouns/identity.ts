import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf, roles } from "../endpoint.ts";

export const Workspace = z.object({
  id: Id,
  name: z.string(),
  mode: z.enum(["sandbox", "live"]),
  timezone: z.string(),
  createdAt: At,
  updatedAt: At,
});

export const Me = z.object({
  workspace: Workspace,
  user: z.object({ id: Id, name: z.string(), email: z.string() }).nullable(),
  role: z.enum(roles),
  /** `session` in a browser, `api-key` elsewhere. */
  signedInBy: z.enum(["session", "api-key"]),
  permissions: z.array(z.string()),
  /** The workspace's clock: real time in live workspaces. */
  now: At,
});
export type Me = z.infer<typeof Me>;

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.string()).nullable(),
  expiresAt: At.nullable(),
  lastUsedAt: At.nullable(),
  revokedAt: At.nullable(),
  createdAt: At,
});

/** What mailing costs, in minor units of one currency: a thousand mails, and a month of one sending account. */
const Costs = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: "must be an ISO 4217 code such as EUR" }),
  perThousandEmails: z.int().min(0).max(1_000_000_000),
  perAccountMonth: z.int().min(0).max(1_000_000_000),
});

export const Settings = z.object({
  name: z.string(),
  timezone: z.string(),
  postalAddress: z.string(),
  /** null: not told, so no return on it is either. */
  costs: Costs.nullable(),
  version: z.number().int(),
  updatedAt: At,
});

export const identityEndpoints = {
  "GET /me": endpoint({
    summary: "Who is calling, where and what may they do",
    permission: "signed-in",
    status: 200,
    response: Me,
  }),
  "POST /auth/claim": endpoint({
    summary: "Turn a one-time claim link into an owner's session",
    permission: "public",
    body: z.object({ token: z.string().min(10).max(200), name: z.string().trim().min(1).max(100).optional() }),
    status: 200,
    response: Me,
  }),
  "POST /auth/sign-out": endpoint({
    summary: "End this session",
    permission: "signed-in",
    body: z.object({}).optional(),
    status: 204,
    response: null,
  }),
  "GET /workspaces": endpoint({
    summary: "Workspaces this caller belongs to",
    permission: "signed-in",
    query: ListQuery,
    status: 200,
    response: listOf(Workspace),
  }),
  "GET /settings": endpoint({
    summary: "Settings of the workspace",
    permission: "settings:read",
    status: 200,
    response: Settings,
    etag: true,
  }),
  "PUT /settings": endpoint({
    summary: "Change settings of the workspace",
    permission: "settings:write",
    body: z.object({
      name: z.string().trim().min(1).max(100).optional(),
      timezone: z.string().max(50).optional(),
      postalAddress: z.string().trim().max(500).optional(),
      costs: Costs.nullish(),
    }),
    status: 200,
    response: Settings,
    etag: true,
  }),
  "GET /api-keys": endpoint({
    summary: "API keys, newest first; secrets never come back",
    permission: "api-keys:read",
    query: ListQuery,
    status: 200,
    response: listOf(ApiKey),
  }),
  "POST /api-keys": endpoint({
    summary: "Create an API key; its secret is shown this once",
    permission: "api-keys:write",
    body: z.object({
      name: z.string().trim().min(1).max(100),
      role: z.enum(roles).default("rep"),
      scopes: z.array(z.string().max(60)).max(100).nullish(),
      expiresAt: At.nullish(),
    }),
    status: 201,
    response: ApiKey.extend({ secret: z.string() }),
  }),
  "POST /api-keys/:id/rotate": endpoint({
    summary: "A second secret for the key; the old one works for 24 more hours",
    permission: "api-keys:write",
    params: IdParams,
    body: z.object({}).optional(),
    status: 200,
    response: ApiKey.extend({ secret: z.string() }),
  }),
  "DELETE /api-keys/:id": endpoint({
    summary: "Revoke an API key at once",
    permission: "api-keys:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
