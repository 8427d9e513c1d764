import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { resolveRef } from "../../tests/contract/json-schema.ts";
import { anyCondition } from "../../tests/support/condition-arbitraries.ts";
import { Condition, ConditionShape } from "./condition.ts";
import { endpoint } from "./endpoint.ts";
import { type OpenApiDocument, openApiDocument } from "./openapi.ts";

const title = { field: "contact.title", op: "contains", value: "VP" };

function refusals(written: unknown): string[] {
  const read = z.object({ if: Condition }).safeParse({ if: written });
  return (read.error?.issues ?? []).map(({ path, message }) => `/${path.join("/")}: ${message}`);
}

describe("a condition that comes over the API", () => {
  test("is taken as it was written", () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        expect(Condition.parse(condition)).toEqual(condition);
      }),
    );
    expect(z.object({ if: Condition.optional() }).parse({})).toEqual({});
    expect(z.object({ if: Condition.nullish() }).parse({ if: null })).toEqual({ if: null });
  });

  test("is refused at the place of its fault, with the remedy", () => {
    expect(refusals({ all: [title, { not: 3 }] })).toEqual([
      '/if/all/1/not: A condition is {"all":[…]}, {"any":[…]}, {"not":…} or {"field":…,"op":…,"value":…}, one of them.',
    ]);
    expect(refusals({ any: [{ ...title, op: "like" }] })).toEqual([
      expect.stringMatching(/^\/if\/any\/0\/op: There is no operation "like"\. Use one of eq, /),
    ]);
    expect(refusals({ ...title, step: 1 })).toEqual([
      "/if/step: A step is named by its id, a text. Give that, or leave it out.",
    ]);
    expect(refusals(undefined)).toHaveLength(1);
  });

  test("is refused in a sentence when it nests a thousand deep", () => {
    let deep: unknown = title;
    for (let level = 0; level < 1_000; level += 1) deep = { not: deep };
    expect(refusals(deep).map((refusal) => refusal.split(": ")[1])).toEqual([
      "Conditions nest at most 50 deep. Put tests side by side instead.",
    ]);
  });

  test("is taken by its described shape exactly when it is taken at all", () => {
    const almost = fc.oneof(
      anyCondition,
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        field: fc.oneof(fc.string(), fc.nat()),
        op: fc.constantFrom("eq", "isSet", "like"),
        step: fc.jsonValue(),
      }),
      fc.record({
        all: fc.array(fc.constantFrom<unknown>(title, {}, { any: [] }, { not: [] }, { ...title, note: "x" })),
      }),
    );
    fc.assert(
      fc.property(almost, (written) => {
        expect(Condition.safeParse(written).success).toBe(ConditionShape.safeParse(written).success);
      }),
    );
  });
});

test("a condition stands in the API's description once, and leads back to itself", () => {
  const holder = z.object({ if: Condition, unless: Condition.nullish() });
  const row = endpoint({ summary: "s", permission: "public", body: holder, status: 200, response: holder });
  const document: OpenApiDocument = openApiDocument({ "POST /conditions": row });
  const written = JSON.stringify(document);
  const refs = [...written.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] as string);
  expect(refs.filter((ref) => ref === "#/components/schemas/Condition")).toHaveLength(9);
  for (const ref of refs) expect(resolveRef(document, ref)).toBeDefined();
  expect(written).not.toContain("$defs");
});
