import { endpoints } from "@haste/contract/endpoints";
import type { JsonSchema } from "@haste/contract/openapi";
import { describe, expect, test } from "vitest";
import { answerFaults, document } from "./document.ts";
import { resolveRef, schemaFaults } from "./json-schema.ts";

/** Every object in the document, with its place. */
function* nodes(value: unknown, at = "#"): Generator<{ at: string; node: Record<string, unknown> }> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield { at, node: value as Record<string, unknown> };
  for (const [key, inner] of Object.entries(value)) yield* nodes(inner, `${at}/${key}`);
}

describe("the OpenAPI document", () => {
  test("holds every route of the table and no other", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
    );
    expect(described.sort()).toEqual(Object.keys(endpoints).sort());
    expect(described.length).toBeGreaterThan(50);
  });

  test("has no reference that leads nowhere", () => {
    const refs = [...nodes(document)].flatMap(({ node }) => (typeof node.$ref === "string" ? [node.$ref] : []));
    expect(refs.length).toBeGreaterThan(100);
    for (const ref of refs) expect(resolveRef(document, ref)).toBeDefined();
  });

  test("names every operation once and describes each of its path parameters", () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const named = (operation.parameters as { in?: string; name?: string; required?: boolean }[]).filter(
        (parameter) => parameter.in === "path",
      );
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([path, named.map((parameter) => parameter.name)]).toEqual([path, wanted]);
      expect(named.every((parameter) => parameter.required === true)).toBe(true);
      const answers = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status));
      expect([path, answers.length]).not.toEqual([path, 0]);
    }
  });

  test("uses only keywords of JSON Schema 2020-12 that a reader can check", () => {
    const schemas = [...nodes(document)].filter(({ at }) => at.endsWith("/schema"));
    expect(schemas.length).toBeGreaterThan(100);
    for (const { node } of schemas) expect(() => schemaFaults(document, node as JsonSchema, {})).not.toThrow();
    for (const schema of Object.values(document.components.schemas ?? {})) {
      expect(() => schemaFaults(document, schema as JsonSchema, {})).not.toThrow();
    }
  });

  test("would notice a wrong answer", () => {
    const settings = { $ref: "#/components/schemas/Settings" };
    const good = {
      name: "Acme",
      timezone: "UTC",
      postalAddress: "",
      costs: null,
      version: 1,
      updatedAt: "2026-01-01T00:00:00.000Z",
    };
    expect(schemaFaults(document, settings, good)).toEqual([]);
    expect(schemaFaults(document, settings, { ...good, version: "1", secret: "x" })).toEqual([
      "/version is string, not integer",
      "/ has secret, which is not described",
    ]);
  });

  test("is what every answer is held against: an undescribed path, status or type does not pass", () => {
    const answer = { method: "GET", pathname: "/api/v1/settings", status: 200, type: "application/json", body: {} };
    expect(answerFaults({ ...answer, pathname: "/api/v1/secrets" })).toHaveLength(1);
    expect(answerFaults({ ...answer, status: 206 })).toEqual(["getSettings does not describe status 206"]);
    expect(answerFaults({ ...answer, type: "text/html" })).toEqual(["getSettings does not describe text/html for 200"]);
    expect(answerFaults(answer)).toContain("getSettings 200: / lacks name");
  });
});
