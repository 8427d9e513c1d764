import { type OpenApiDocument, openApiDocument } from "@haste/contract/openapi";
import { resolveRef, schemaFaults } from "./json-schema.ts";

/** The document as a client gets it. */
export const document = JSON.parse(JSON.stringify(openApiDocument())) as OpenApiDocument;

const patterns = Object.entries(document.paths).map(([path, methods]) => ({
  path,
  methods,
  pattern: new RegExp(`^/api/v1${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
}));

export interface SeenAnswer {
  readonly method: string;
  readonly pathname: string;
  readonly status: number;
  /** Without parameters; "" where there was no body. */
  readonly type: string;
  readonly body: unknown;
}

/**
 * Holds an answer of the API against the document: the path is described (the most exact one counts), it describes this
 * status and media type, and the body fits. Returns what does not hold.
 */
export function answerFaults(answer: SeenAnswer): string[] {
  const { method, pathname, status, type, body } = answer;
  const found = patterns
    .filter(({ pattern }) => pattern.test(pathname))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length)
    .find(({ methods }) => method.toLowerCase() in methods);
  const operation = found?.methods[method.toLowerCase()];
  if (operation === undefined)
    return status >= 400 ? [] : [`${method} ${pathname} answers ${status} and is not described`];
  const described = operation.responses[String(status)] ?? operation.responses[`${Math.floor(status / 100)}XX`];
  if (described === undefined) return [`${operation.operationId} does not describe status ${status}`];
  const { content } = resolved(described) as { content?: Record<string, { schema: unknown }> };
  if (content === undefined) return type === "" ? [] : [`${operation.operationId} describes no body for ${status}`];
  const shape = content[type];
  if (shape === undefined) return [`${operation.operationId} does not describe ${type} for ${status}`];
  return schemaFaults(document, shape.schema, body).map((fault) => `${operation.operationId} ${status}: ${fault}`);
}

function resolved(node: unknown): unknown {
  const { $ref } = node as { $ref?: string };
  return $ref === undefined ? node : resolveRef(document, $ref);
}
