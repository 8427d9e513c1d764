import { z } from "zod";
import { ConditionShape } from "./condition.ts";
import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import * as approvals from "./nouns/approvals.ts";
import * as crm from "./nouns/crm.ts";
import * as enrollments from "./nouns/enrollments.ts";
import * as home from "./nouns/home.ts";
import * as identity from "./nouns/identity.ts";
import * as operations from "./nouns/operations.ts";
import * as preflights from "./nouns/preflights.ts";
import * as sandbox from "./nouns/sandbox.ts";
import * as sendingAccounts from "./nouns/sending-accounts.ts";
import * as sequences from "./nouns/sequences.ts";
import * as snippets from "./nouns/snippets.ts";
import { Step, StepShape, VersionStep } from "./nouns/steps.ts";
import * as templates from "./nouns/templates.ts";
import { problems } from "./problems.ts";

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly "x-permission": string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** An OpenAPI 3.1 document, as far as this product writes one. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

const modules = [
  ...[
    approvals,
    crm,
    enrollments,
    home,
    identity,
    operations,
    preflights,
    sandbox,
    sendingAccounts,
    sequences,
    snippets,
  ],
  templates,
];

/** Exported shapes of the nouns become components under their own names; everything else is written in place. */
const named = z.registry<{ id: string }>();
for (const exported of modules) {
  for (const [name, value] of Object.entries(exported)) {
    if (value instanceof z.ZodObject && /^[A-Z]/.test(name) && !named.has(value)) named.add(value, { id: name });
  }
}

/** A shape that holds itself cannot be written in place. */
const recursive = z.registry<{ id: string }>();
for (const [id, shape] of Object.entries({ Condition: ConditionShape, StepInput: StepShape, Step, VersionStep })) {
  recursive.add(shape, { id });
  named.add(shape, { id });
}

/** The description of the whole API, made from the schemas that validate it. */
export function openApiDocument(table: Readonly<Record<string, Endpoint>> = endpoints): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [key, row] of Object.entries(table)) {
    const [method = "", path = ""] = key.split(" ");
    const template = path.replace(/:(\w+)/g, "{$1}");
    paths[template] ??= {};
    paths[template][method.toLowerCase()] = operationOf(method, path, { row, schemas });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "hasteCRM Outreach",
      version: "1",
      description:
        "JSON over HTTP. Lists are pages by cursor, newest first unless said. Refusals are problem details (RFC 9457) with a `code` and a `fix`. " +
        "Every POST takes an Idempotency-Key; rows with a version carry an ETag and honor If-Match. Instants are ISO 8601 in UTC.",
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: { schemas, parameters, headers, responses: { Problem: problemResponse }, securitySchemes },
  };
}

interface Draft {
  readonly row: Endpoint;
  /** Filled on the way with the named shapes that were met. */
  readonly schemas: Record<string, JsonSchema>;
}

function operationOf(method: string, path: string, draft: Draft): Operation {
  const { row } = draft;
  const isPublic = row.permission === "public";
  return {
    operationId: operationId(method, path),
    summary: row.summary,
    tags: [path.split("/")[1]?.replace(/\..*/, "") ?? ""],
    "x-permission": row.permission,
    security: isPublic ? [] : [{ key: [] }, { session: [] }],
    parameters: [
      ...parametersOf(row.params, "path", draft),
      ...parametersOf(row.query, "query", draft),
      ...(method === "POST" && !isPublic ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
      ...(method !== "GET" && row.etag === true ? [{ $ref: "#/components/parameters/IfMatch" }] : []),
      ...(method === "GET" && row.etag === true ? [{ $ref: "#/components/parameters/IfNoneMatch" }] : []),
    ],
    ...(row.body === undefined ? {} : { requestBody: requestBodyOf(draft) }),
    responses: responsesOf(method, draft),
  };
}

/** `PUT /sequences/:id/steps/:stepId` → `putSequencesByIdStepsByStepId`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[/.-]/).filter((word) => word !== "");
  const parts = words.map((word) => (word.startsWith(":") ? `By${upper(word.slice(1))}` : upper(word)));
  return method.toLowerCase() + parts.join("");
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function parametersOf(shape: z.ZodObject | undefined, place: "path" | "query", { schemas }: Draft): unknown[] {
  return Object.entries(shape?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || !(schema as z.ZodType).safeParse(undefined).success,
    schema: inPlace(schema as z.ZodType, "output", schemas),
  }));
}

function requestBodyOf({ row, schemas }: Draft): unknown {
  const body = row.body as z.ZodType;
  const isFile = row.bodyType !== undefined;
  return {
    required: !body.safeParse(undefined).success,
    content: {
      [row.bodyType ?? "application/json"]: { schema: isFile ? { type: "string" } : inPlace(body, "input", schemas) },
    },
  };
}

function responsesOf(method: string, draft: Draft): Record<string, unknown> {
  const { row, schemas } = draft;
  const refused = { "4XX": problemRef, "5XX": problemRef };
  if (row.response === null) return { "204": { description: "Done; there is nothing to read." }, ...refused };
  const answer = {
    description: row.summary,
    headers: headersOf(row),
    content: {
      [row.responseType ?? "application/json"]: {
        schema: row.responseType === undefined ? withNames(row.response, schemas) : { type: "string" },
      },
    },
  };
  const unchanged = method === "GET" && row.etag === true ? { "304": { description: "You have this version." } } : {};
  const mayBecomeJob = row.status === 200 && method === "POST" ? { "202": answer } : {};
  return { [String(row.status)]: answer, ...mayBecomeJob, ...unchanged, ...refused };
}

function headersOf(row: Endpoint): Record<string, unknown> {
  const limits = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];
  const own = [...(row.etag === true ? ["ETag"] : []), ...(row.status === 201 ? ["Location"] : [])];
  return Object.fromEntries([...own, ...limits].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const problemRef = { $ref: "#/components/responses/Problem" };

/** Long patterns beside a format only repeat it; files and functions have no JSON Schema. */
function tidy({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

function inPlace(schema: z.ZodType, io: "input" | "output", schemas: Record<string, JsonSchema>): JsonSchema {
  return hoist(z.toJSONSchema(schema, { io, unrepresentable: "any", override: tidy, metadata: recursive }), schemas);
}

/** The schema of an answer, with the named shapes it uses moved to the components. */
function withNames(schema: z.ZodType, schemas: Record<string, JsonSchema>): JsonSchema {
  const options = { io: "output", unrepresentable: "any", override: tidy, metadata: named } as const;
  return hoist(z.toJSONSchema(schema, options), schemas);
}

/** Moves the shapes a schema defines for itself to the components, under their names. */
function hoist(json: unknown, schemas: Record<string, JsonSchema>): JsonSchema {
  const { $schema: _, "~standard": __, $defs = {}, ...own } = refsToComponents(json) as Record<string, unknown>;
  for (const [name, shape] of Object.entries($defs as Record<string, JsonSchema>)) {
    const { id: ___, ...rest } = shape;
    schemas[name] = rest;
  }
  return own;
}

function refsToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(refsToComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : refsToComponents(inner),
    ]),
  );
}

const problemSchema: JsonSchema = {
  type: "object",
  description: "RFC 9457. Members beyond these depend on the code, such as `existingId` or `guards`.",
  properties: {
    type: { type: "string", description: "Resolves on this instance." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string", description: "The request id, also in the log." },
    code: { type: "string", enum: Object.keys(problems) },
    fix: { type: "string", description: "What the caller can do." },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: {
          pointer: { type: "string", description: "JSON pointer into the body, or /query/<name>." },
          code: { type: "string" },
          detail: { type: "string" },
          overridable: { type: "boolean" },
        },
        required: ["pointer", "code", "detail"],
      },
    },
  },
  required: ["type", "title", "status", "detail", "instance", "code", "fix"],
};

const problemResponse = {
  description: "Refused; `code` says why and `fix` what to do.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const parameters = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "A repeated request with the same key and body gets the first answer, for 24 hours.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
    example: "6f9b1a3e-0a55-4d0e-9a0f-8d1f6e0c2b11",
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    required: false,
    description: "Change only this version; 412 when somebody was faster.",
    schema: { type: "string" },
    example: '"v3"',
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    required: false,
    description: "304 when this is still the version.",
    schema: { type: "string" },
    example: '"v3"',
  },
};

const headers = {
  ETag: { description: "The version of the body.", schema: { type: "string" } },
  Location: { description: "Where the new thing is read.", schema: { type: "string" } },
  "RateLimit-Limit": { description: "Requests per minute.", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "Requests left in this minute.", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until the minute is over.", schema: { type: "integer" } },
};

const securitySchemes = {
  key: { type: "http", scheme: "bearer", description: "An API key: `hc_live_…` or, for the sandbox, `hc_test_…`." },
  session: { type: "apiKey", in: "cookie", name: "haste_session" },
};
