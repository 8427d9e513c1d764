import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createLog } from "../log/index.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";

/** The generated file, committed so that a change of schema shows in review. */
const typesFile = join(import.meta.dirname, "types.ts");

/** What a column looks like to a reader; what it takes from a writer where that differs. */
interface ColumnShape {
  readonly read: string;
  readonly write?: string;
}

/** By PostgreSQL's own type names, as our pools parse them (`parse.ts`). */
const shapes: Readonly<Record<string, ColumnShape>> = {
  uuid: { read: "string" },
  text: { read: "string" },
  varchar: { read: "string" },
  bpchar: { read: "string" },
  citext: { read: "string" },
  inet: { read: "string" },
  cidr: { read: "string" },
  date: { read: "string" },
  time: { read: "string" },
  interval: { read: "string" },
  numeric: { read: "string", write: "number | string" },
  bool: { read: "boolean" },
  int2: { read: "number" },
  int4: { read: "number" },
  int8: { read: "number" },
  float4: { read: "number" },
  float8: { read: "number" },
  timestamptz: { read: "Date", write: "Date | string" },
  bytea: { read: "Buffer", write: "Uint8Array" },
  // Written as text: given an array, the driver would make a PostgreSQL array of it.
  json: { read: "JsonValue", write: "string" },
  jsonb: { read: "JsonValue", write: "string" },
};

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isArray: boolean;
  readonly isNullable: boolean;
  /** `filled`: has a default or is an identity; `computed`: nobody may write it. */
  readonly origin: "given" | "filled" | "computed";
}

/** Tables and views of `public`; partitions are their parent's business, Kysely's own tables nobody's. */
const columnsOfPublic = `
select c.relname as "table", a.attname as "column",
       case when t.typcategory = 'A' then e.typname else t.typname end as "type",
       t.typcategory = 'A' as "isArray",
       not a.attnotnull as "isNullable",
       case when a.attgenerated <> '' or a.attidentity = 'a' then 'computed'
            when a.atthasdef or a.attidentity = 'd' then 'filled' else 'given' end as "origin"
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
   and c.relname not like 'kysely\\_%'
 order by c.relname collate "C", a.attnum`;

/** The text of `types.ts` for the database at `url`, formatted as the repository's formatter would. */
export async function generateTypes(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(columnsOfPublic);
    return printTypes(Map.groupBy(rows, (column) => column.table));
  } finally {
    await client.end();
  }
}

/** Migrates a throwaway server and writes `types.ts` after it: `node server/src/platform/db/generate-types.ts`. */
async function regenerate(): Promise<void> {
  const log = createLog("warn");
  const dataDir = mkdtempSync(join(tmpdir(), "haste-types-"));
  chmodSync(dataDir, 0o711);
  const server = await startEmbedded({ dataDir, log, tuning: "test" });
  try {
    await migrate(server.url, { log });
    writeFileSync(typesFile, await generateTypes(server.url));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The committed text. */
export function readTypes(): string {
  return readFileSync(typesFile, "utf8");
}

function printTypes(tables: ReadonlyMap<string, readonly Column[]>): string {
  const interfaces = [...tables].map(
    ([table, columns]) => `export interface ${pascalCase(table)} {\n${columns.map(printColumn).join("")}}\n`,
  );
  const entries = [...tables.keys()].map((table) => `  ${table}: ${pascalCase(table)};\n`);
  const body = `${interfaces.join("\n")}\nexport interface DB {\n${entries.join("")}}\n`;
  const used = ["ColumnType", "Generated", "GeneratedAlways"].filter((name) => new RegExp(`\\b${name}<`).test(body));
  const imports = used.length === 0 ? "" : `import type { ${used.join(", ")} } from "kysely";\n\n`;
  return `// Written by generate-types.ts from the migrated database; do not edit.\n${imports}${jsonValue}${body}`;
}

const jsonValue = `export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

`;

function printColumn({ table, column, type, isArray, isNullable, origin }: Column): string {
  const shape = shapes[type];
  if (shape === undefined) throw new Error(`${table}.${column} is of type ${type}; add it to the shapes.`);
  const complete = (base: string) => {
    const element = base.includes("|") && isArray ? `(${base})[]` : `${base}${isArray ? "[]" : ""}`;
    return isNullable ? `${element} | null` : element;
  };
  const read = complete(shape.read);
  return `  ${column}: ${printAccess(read, shape.write === undefined ? read : complete(shape.write), { origin, isNullable })};\n`;
}

function printAccess(read: string, write: string, column: Pick<Column, "origin" | "isNullable">): string {
  if (column.origin === "computed") return `GeneratedAlways<${read}>`;
  if (read === write) return column.origin === "filled" ? `Generated<${read}>` : read;
  const insert = column.origin === "filled" || column.isNullable ? `${write} | undefined` : write;
  return `ColumnType<${read}, ${insert}, ${write}>`;
}

/** `email_rollups` → `EmailRollups`: the table's own name, so that nothing has to be guessed. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

if (import.meta.main) await regenerate();
