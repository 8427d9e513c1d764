import { isTest, lineAt, type Module } from "./modules.ts";
import { roomOf } from "./rooms.ts";
import type { House, Rule, Violation } from "./rule.ts";
import { columnOwners, schemaOwners, tableOwners } from "./table-owners.ts";

/** `queries.ts`, `queries/…`, and the database's own room, whose subject is roles, settings and migrations. */
const queriesHome = /(?:^|\/)queries(?:\.ts$|\/)|^server\/src\/platform\/db\//;

const statement =
  /["'`]\s*(?:with\s+\w+\s+as\b|select\s[^"'`]*?\bfrom\b|insert\s+into\s|update\s+\S+\s+set\b|delete\s+from\s|truncate\s|create\s+(?:table|index|function)\s|alter\s+table\s|set\s+local\s)/gi;
const builder = /\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\s*\(/g;

function serverModules(house: House): Module[] {
  return house.modules.filter((module) => module.path.startsWith("server/src/") && !isTest(module.path));
}

/** A statement stands in a named function of `queries`, where its plan and its owner can be looked up. */
export const sqlLivesInQueries: Rule = (house) =>
  serverModules(house)
    .filter((module) => !queriesHome.test(module.path))
    .flatMap((module) => {
      const texts = [...module.code.matchAll(statement)].filter((match) => opensString(module, match.index));
      return [...texts, ...module.bare.matchAll(builder)].map((match) => ({
        path: module.path,
        line: lineAt(module.source, match.index),
        message: "SQL belongs in queries.ts or queries/, as a named function",
      }));
    });

/** A quote that opens a string survives in the bare text; one inside another string does not. */
function opensString(module: Module, offset: number): boolean {
  return module.bare[offset] === module.source[offset];
}

const write =
  /\b(?:insert\s+into|(?<!\bfor\s+(?:no\s+key\s+)?)(?<!\bdo\s+)(?<!\bkey\s+)update(?:\s+only)?|delete\s+from(?:\s+only)?|merge\s+into|truncate(?:\s+table)?)\s+(?:"?(\w+)"?\.)?"?([a-z_]\w*|\$\{)"?(?:(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\s+([^"'`]*?)(?=\bwhere\b|\bfrom\b|\breturning\b|["'`]))?/gi;
const builderWrite = /\.(?:insertInto|updateTable|deleteFrom|mergeInto)\s*\(\s*["'](?:(\w+)\.)?(\w+)/g;
const notTables = new Set(["set", "of", "skip", "nowait", "on"]);

/** Who writes what. */
export type Owners = {
  readonly tables: Readonly<Record<string, string>>;
  readonly schemas: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Every statement that writes stands in the room that owns the table. */
export const oneRoomWritesATable: Rule = (house) =>
  writesAgainst(house, { tables: tableOwners, schemas: schemaOwners, columns: columnOwners });

/** The same, against any table of owners. */
export function writesAgainst(house: House, owners: Owners): Violation[] {
  return serverModules(house).flatMap((module) => {
    const room = roomOf(module.path) ?? "";
    if (room === "server/platform/db") return [];
    return [...module.code.matchAll(write), ...module.code.matchAll(builderWrite)].flatMap((match) => {
      const [, schema = "public", table = "", set = ""] = match;
      if (notTables.has(table.toLowerCase()) || !looksLikeSql(module, match.index)) return [];
      if (isLent(owners.columns[table], set, room)) return [];
      const owner = schema === "public" ? owners.tables[table] : owners.schemas[schema];
      const message = judge(schema === "public" ? table : `${schema}.${table}`, room, owner);
      return message === undefined ? [] : [{ path: module.path, line: lineAt(module.source, match.index), message }];
    });
  });
}

/** True when an update sets nothing but columns lent to this room. */
function isLent(lent: Readonly<Record<string, string>> | undefined, set: string, room: string): boolean {
  const columns = [...set.matchAll(/(?:^|,)\s*(\w+)\s*=/g)].map((match) => match[1] ?? "");
  return columns.length > 0 && columns.every((column) => lent?.[column] === room);
}

function judge(table: string, room: string, owner: string | undefined): string | undefined {
  if (table.endsWith("${")) return "a statement names the table it writes; no table name is put together";
  if (owner === undefined) return `who owns ${table}? Add it to scripts/house/table-owners.ts`;
  return owner === room ? undefined : `${table} is written by ${owner} only; ask its index.ts`;
}

/** Inside a string (blank in the bare text) or a call of the query builder; prose in comments is blank in both. */
function looksLikeSql(module: Module, offset: number): boolean {
  return module.bare[offset] === " " || module.bare[offset] === ".";
}

const create = /\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?"?([a-z_]\w*)\b"?(?!\s+partition\s+of)/gi;

/** The migrations' tables and the table of owners are the same set. */
export const everyTableHasAnOwner: Rule = (house) => ownersAgainst(house, tableOwners);

/** The same, against any table of owners. */
export function ownersAgainst(house: House, owners: Readonly<Record<string, string>>): Violation[] {
  const migrations = house.texts.filter((text) => /^server\/migrations\/.*\.sql$/.test(text.path));
  const created = new Set<string>();
  const found: Violation[] = [];
  for (const { path, text } of migrations) {
    for (const match of text.replace(/--.*$/gm, (comment) => " ".repeat(comment.length)).matchAll(create)) {
      const table = match[1] ?? "";
      created.add(table);
      if (owners[table] === undefined)
        found.push({ path, line: lineAt(text, match.index), message: `${table} has no owner` });
    }
  }
  const stale = Object.keys(owners).filter((table) => !created.has(table));
  return [
    ...found,
    ...stale.map((table) => ({
      path: "scripts/house/table-owners.ts",
      line: 1,
      message: `${table} has an owner, but no migration creates it`,
    })),
  ];
}
