import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { parse as parseYaml } from "yaml";
import { type Heard, jsonBody } from "./double.fixture.ts";
import { formParts } from "./mailgun.fixture.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Every way in which a request departs from the description its service publishes; none where there is no description.
 * @param folder where the descriptions lie; they are no part of this repository
 */
export function describedFaults(folder: string, service: string, heard: Heard): string[] {
  return judges[service]?.(heard, (file, parse) => read(join(folder, file), parse)) ?? [];
}

type Read = (file: string, parse: (text: string) => unknown) => Json;

const judges: Readonly<Record<string, (heard: Heard, read: Read) => string[]>> = {
  gmail(heard, read) {
    const description = read("gmail/gmail-v1-swagger2.json", JSON.parse);
    const path = heard.path
      .replace("/gmail/v1/users", "")
      .replace("/me/", "/{userId}/")
      .replace(/\/(messages|threads)\/(?!send$)[0-9a-f]+$/, "/$1/{id}");
    return swaggerFaults(description, heard, path);
  },
  sendgrid: (heard, read) =>
    swaggerFaults(read("sendgrid/sendgrid-openapi-subset.json", JSON.parse), heard, heard.path.slice(3)),
  mailgun(heard, read) {
    const description = read("mailgun/mailgun-openapi.yaml", parseYaml);
    const operation = at(description, "paths", heard.path.replace(/^\/v3\/[^/]+/, "/v3/{domain_name}"), "post");
    if (operation === undefined) return [`${heard.path} is not described`];
    const schema = at(operation, "requestBody", "content", "multipart/form-data", "schema");
    const form = Object.fromEntries(
      [...formParts(heard)]
        // Variables of ours, described in words: "v:my-var".
        .filter(([name]) => !name.startsWith("v:"))
        .map(([name, value]) => [name, name === "to" ? [value.toString()] : value.toString("latin1")]),
    );
    return schemaFaults(description, schema, form);
  },
  outlook(heard, read) {
    const { text: description } = read("microsoft-graph/graph-v1-mail-subset.csdl.xml", (text) => ({ text })) as {
      text: string;
    };
    if (heard.method === "POST") {
      const action = /<Action Name="(\w+)" IsBound="true">\s*<Parameter Name="bindingParameter" Type="graph\.user"/g;
      const names = [...description.matchAll(action)].map((match) => match[1]);
      return names.includes(heard.path.split("/").at(-1)) ? [] : [`${heard.path} is not described`];
    }
    // The description holds mail alone, not the directory.
    if (heard.path.endsWith("/me")) return [];
    const kind = /\/mailFolders\/[^/]+$/.test(heard.path) ? "mailFolder" : "message";
    const [, described = ""] =
      new RegExp(`<EntityType Name="${kind}"[^>]*>(.*?)</EntityType>`, "s").exec(description) ?? [];
    const named = [heard.query.get("$filter")?.split(" ")[0], ...(heard.query.get("$select")?.split(",") ?? [])];
    const isBound = !heard.path.endsWith("/delta") || description.includes('<Function Name="delta" IsBound="true">');
    return [
      ...(isBound ? [] : ["delta is not described"]),
      ...named
        .filter((name) => name !== undefined && name !== "id" && !described.includes(`<Property Name="${name}" `))
        .map((name) => `${kind} has no ${name}`),
    ];
  },
};

const known = new Map<string, Json>();

function read(file: string, parse: (text: string) => unknown): Json {
  const description = known.get(file) ?? (parse(readFileSync(file, "utf8")) as Json);
  known.set(file, description);
  return description;
}

function at(value: unknown, ...path: readonly string[]): Json | undefined {
  return path.reduce<unknown>((found, key) => (found as Json | undefined)?.[key], value) as Json | undefined;
}

function swaggerFaults(description: Json, heard: Heard, path: string): string[] {
  const operation = at(description, "paths", path, heard.method.toLowerCase());
  if (operation === undefined) return [`${heard.method} ${path} is not described`];
  const own = [operation.parameters, at(description, "paths", path)?.parameters].flatMap(
    (some) => (some ?? []) as Json[],
  );
  const parameters = own.map((one) => (typeof one.$ref === "string" ? resolveRef(description, one.$ref) : one));
  const unknown = [...heard.query.keys()].filter(
    (name) => !parameters.some((one) => one.in === "query" && one.name === name),
  );
  const body = parameters.find((one) => one.in === "body");
  return [
    ...unknown.map((name) => `the parameter ${name} is not described`),
    ...(body === undefined ? [] : schemaFaults(description, body.schema, jsonBody(heard))),
  ];
}

function resolveRef(description: Json, ref: string): Json {
  return (
    at(
      description,
      ...ref
        .replace("#/", "")
        .split("/")
        .map((part) => part.replaceAll("~1", "/")),
    ) ?? {}
  );
}

/** By JSON Schema, and stricter: a field that no schema names is a fault, since a service drops it in silence. */
function schemaFaults(description: Json, schema: unknown, value: unknown): string[] {
  const judge = judgeOf(description, schema as Json);
  judge(value);
  const faults = (judge.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [...faults, ...unnamedFields(description, schema as Json, value, "")];
}

const compiled = new WeakMap<Json, ValidateFunction>();

function judgeOf(description: Json, schema: Json): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false });
  ajv.addSchema({ $id: "description", ...description });
  const inlined = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"description#/')) as object;
  const judge = ajv.compile(inlined);
  compiled.set(schema, judge);
  return judge;
}

function unnamedFields(description: Json, schema: Json, value: unknown, where: string): string[] {
  const rules = typeof schema.$ref === "string" ? resolveRef(description, schema.$ref) : schema;
  if (Array.isArray(value)) {
    return value.flatMap((item) => unnamedFields(description, (rules.items ?? {}) as Json, item, `${where}[]`));
  }
  const properties = rules.properties as Readonly<Record<string, Json>> | undefined;
  // An object whose fields are the caller's own has no list of them.
  if (typeof value !== "object" || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const found = properties[name];
    return found === undefined
      ? [`${where}.${name} is not described`]
      : unnamedFields(description, found, field, `${where}.${name}`);
  });
}
