import type { JsonSchema, OpenApiDocument, Operation } from "@haste/contract/openapi";
import { problems } from "@haste/contract/problems";
import { type Html, html, htmlPage } from "./html.ts";

/** The reference of the API as one page, rendered from the document itself, so that it cannot say anything else. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ""))];
  const body = html`<h1>${document.info.title}: API</h1><p>${document.info.description}</p>
<p>Base <code>${document.servers[0]?.url}</code>, key in <code>Authorization: Bearer hc_…</code>. Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav>${tags.map((tag) => html`<a href="#${tag}">${tag}</a> `)}<a href="#problems">problems</a></nav>
${tags.map(
  (tag) =>
    html`<h2 id="${tag}">${tag}</h2>${operations
      .filter(({ operation }) => operation.tags[0] === tag)
      .map(({ path, method, operation }) => operationHtml(method, path, operation))}`,
)}
<h2 id="problems">Problems</h2><table><tr><th>Code</th><th>Status</th><th>Means</th><th>What to do</th></tr>
${Object.entries(problems).map(
  ([code, row]) =>
    html`<tr><td><a href="/problems/${code}"><code>${code}</code></a></td><td>${row.status}</td><td>${row.title}</td><td>${row.fix}</td></tr>`,
)}</table>
<h2 id="shapes">Shapes</h2>${Object.entries(document.components.schemas ?? {}).map(
    ([name, schema]) =>
      html`<details id="shape-${name}"><summary><code>${name}</code></summary>${schemaHtml(schema as JsonSchema)}</details>`,
  )}`;
  return htmlPage(`${document.info.title}: API`, body);
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

function operationHtml(method: string, path: string, operation: Operation): Html {
  const parameters = operation.parameters.filter(
    (parameter): parameter is Parameter => typeof parameter === "object" && parameter !== null && "name" in parameter,
  );
  const body = (operation.requestBody as { content?: Record<string, { schema: JsonSchema }> } | undefined)?.content;
  return html`<details id="${operation.operationId}"><summary><span class="m">${method.toUpperCase()}</span><code>${path}</code> <span class="q">${operation.summary}</span></summary>
<p class="q">Needs ${operation["x-permission"]}.</p>
${parameters.length === 0 ? "" : html`<table>${parameters.map((parameter) => html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}${parameter.required ? ", required" : ""}</td><td><code>${JSON.stringify(parameter.schema)}</code></td></tr>`)}</table>`}
${Object.entries(body ?? {}).map(([type, { schema }]) => html`<p>Body, <code>${type}</code></p>${schemaHtml(schema)}`)}
${Object.entries(operation.responses).map(([status, response]) => responseHtml(status, response))}</details>`;
}

function responseHtml(status: string, response: unknown): Html | string {
  const { content } = response as { content?: Record<string, { schema: JsonSchema }> };
  if (content === undefined) return "";
  return html`${Object.entries(content).map(([type, { schema }]) => html`<p>${status}, <code>${type}</code></p>${schemaHtml(schema)}`)}`;
}

function schemaHtml(schema: JsonSchema): Html {
  return html`<pre>${JSON.stringify(schema, null, 2)}</pre>`;
}

/** Where `type` of a problem leads. */
export function problemPage(code: string, row: { status: number; title: string; fix: string }): string {
  return htmlPage(
    row.title,
    html`<h1>${row.title}</h1><p>Problem <code>${code}</code>, HTTP status ${row.status}.</p><p>${row.fix}</p><p class="q"><a href="/docs#problems">All problems</a></p>`,
  );
}
