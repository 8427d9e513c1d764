import type { JsonSchema, OpenApiDocument } from "@haste/contract/openapi";

/**
 * Checks a value against the JSON Schema of the document, with the keywords the document uses and no others: a keyword
 * this cannot judge throws, so that a schema never passes for not being understood.
 */
export function schemaFaults(document: OpenApiDocument, schema: unknown, value: unknown, at = ""): string[] {
  if (schema === true || (typeof schema === "object" && schema !== null && Object.keys(schema).length === 0)) return [];
  const rules = schema as JsonSchema;
  return Object.entries(rules).flatMap(([keyword, rule]) => {
    if (annotations.has(keyword)) return [];
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`The keyword ${keyword} at ${at || "/"} is not known here.`);
    return check({ document, rule, rules, value, at });
  });
}

/** What a reference in the document names. */
export function resolveRef(document: OpenApiDocument, ref: string): unknown {
  const found = ref
    .slice(2)
    .split("/")
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document);
  if (!ref.startsWith("#/") || found === undefined) throw new Error(`${ref} leads nowhere.`);
  return found;
}

interface Check {
  readonly document: OpenApiDocument;
  readonly rule: unknown;
  readonly rules: JsonSchema;
  readonly value: unknown;
  readonly at: string;
}

const annotations = new Set(["description", "title", "default", "example", "examples", "deprecated"]);

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === "object";

const fault = (holds: boolean, { at }: Check, what: string): string[] => (holds ? [] : [`${at || "/"} ${what}`]);

const bound = (name: string, holds: (value: number, rule: number) => boolean) => (check: Check) =>
  fault(
    typeof check.value !== "number" || holds(check.value, check.rule as number),
    check,
    `breaks ${name} ${check.rule}`,
  );

const length = (name: string, holds: (length: number, rule: number) => boolean) => (check: Check) => {
  const { value } = check;
  const size = typeof value === "string" || Array.isArray(value) ? value.length : null;
  return fault(size === null || holds(size, check.rule as number), check, `breaks ${name} ${check.rule}`);
};

const formats: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
  email: /^\S+@\S+$/,
  /** An absolute one (RFC 3986 §3.1). */
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
};

const keywords: Record<string, (check: Check) => string[]> = {
  $ref: ({ document, rule, value, at }) => schemaFaults(document, resolveRef(document, rule as string), value, at),
  type: (check) => {
    const wanted = [check.rule].flat() as string[];
    const is = typeOf(check.value);
    return fault(
      wanted.includes(is) || (is === "integer" && wanted.includes("number")),
      check,
      `is ${is}, not ${wanted}`,
    );
  },
  const: (check) => fault(check.value === check.rule, check, `is not ${check.rule}`),
  enum: (check) => fault((check.rule as unknown[]).includes(check.value), check, `is none of ${check.rule}`),
  format: (check) => {
    const format = formats[check.rule as string];
    if (format === undefined) throw new Error(`The format ${check.rule} is not known here.`);
    return fault(typeof check.value !== "string" || format.test(check.value), check, `is no ${check.rule}`);
  },
  pattern: (check) =>
    fault(
      typeof check.value !== "string" || new RegExp(check.rule as string, "u").test(check.value),
      check,
      "breaks its pattern",
    ),
  minimum: bound("minimum", (value, rule) => value >= rule),
  maximum: bound("maximum", (value, rule) => value <= rule),
  exclusiveMinimum: bound("exclusiveMinimum", (value, rule) => value > rule),
  minLength: length("minLength", (size, rule) => size >= rule),
  maxLength: length("maxLength", (size, rule) => size <= rule),
  minItems: length("minItems", (size, rule) => size >= rule),
  maxItems: length("maxItems", (size, rule) => size <= rule),
  required: (check) => {
    const { value } = check;
    if (!isObject(value)) return [];
    return (check.rule as string[]).flatMap((name) => fault(name in value, check, `lacks ${name}`));
  },
  properties: ({ document, rule, value, at }) => {
    if (!isObject(value)) return [];
    return Object.entries(rule as JsonSchema).flatMap(([name, schema]) =>
      name in value && value[name] !== undefined ? schemaFaults(document, schema, value[name], `${at}/${name}`) : [],
    );
  },
  additionalProperties: (check) => {
    const { document, rule, rules, value, at } = check;
    if (!isObject(value)) return [];
    const known = Object.keys((rules.properties ?? {}) as object);
    return Object.entries(value)
      .filter(([name, inner]) => !known.includes(name) && inner !== undefined)
      .flatMap(([name, inner]) =>
        rule === false
          ? fault(false, check, `has ${name}, which is not described`)
          : schemaFaults(document, rule, inner, `${at}/${name}`),
      );
  },
  propertyNames: ({ document, rule, value, at }) =>
    isObject(value) ? Object.keys(value).flatMap((name) => schemaFaults(document, rule, name, `${at}/${name}`)) : [],
  items: ({ document, rule, value, at }) =>
    Array.isArray(value) ? value.flatMap((item, index) => schemaFaults(document, rule, item, `${at}/${index}`)) : [],
  anyOf: (check) => oneOf(check, (fits) => fits >= 1),
  oneOf: (check) => oneOf(check, (fits) => fits === 1),
  allOf: ({ document, rule, value, at }) =>
    (rule as unknown[]).flatMap((schema) => schemaFaults(document, schema, value, at)),
};

function oneOf(check: Check, holds: (fits: number) => boolean): string[] {
  const { document, rule, value, at } = check;
  const branches = (rule as unknown[]).map((schema) => schemaFaults(document, schema, value, at));
  const fits = branches.filter((faults) => faults.length === 0).length;
  return fault(
    holds(fits),
    check,
    `fits ${fits} of its shapes (${branches.map((faults) => faults[0] ?? "fits").join(" | ")})`,
  );
}
