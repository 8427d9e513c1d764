import { writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import type { ResponseOf } from "@haste/contract/client";
import type { Suppression } from "@haste/contract/nouns/compliance";
import { domainOfKey } from "@haste/engine/enroll";
import {
  addSuppression,
  exportSuppressions,
  findSuppression,
  importSuppressions,
  listSuppressions,
  readScopes,
  removeSuppression,
  toWire,
} from "../catalog/compliance/index.ts";
import { type Call, exitCodes, Failure } from "../platform/cli/index.ts";
import type { WorkContext, Workspace } from "../platform/context/index.ts";
import { asCommand } from "./as-command.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { withGround } from "./database.ts";
import { readGivenFile } from "./read-given-file.ts";
import type { NamedEntries } from "./suppress-options.ts";
import { quietLog } from "./verb-log.ts";

export async function addNamed(
  call: Call,
  { workspaceId, keys, scope: written }: NamedEntries,
  rest: { readonly expiresAt: string | undefined; readonly note: string | undefined },
): Promise<void> {
  const reason = (call.options.text("--reason") ?? "manual") as "manual" | "unsubscribe" | "complaint";
  await inChosen(call, workspaceId, async (ctx) => {
    const scope = await scopeOf(ctx, written);
    const of = { topic: { topicId: scope.id }, sequence: { sequenceId: scope.id }, workspace: {} }[scope.kind];
    const suppressions: Suppression[] = [];
    for (const key of keys) {
      const domain = domainOfKey(key);
      const whom = domain === null ? { email: key } : { domain };
      suppressions.push(await addSuppression(ctx, { ...whom, ...of, ...rest, reason }));
    }
    return () =>
      call.output.answer({ workspaceId: ctx.workspace.id, suppressions }, [
        `Suppressed in "${ctx.workspace.name}":`,
        ...table(suppressions),
      ]);
  });
}

/** @throws Failure that names who is not on the list; then nobody is taken off */
export async function removeNamed(
  call: Call,
  { workspaceId, keys, scope: written }: NamedEntries,
  reason: string,
): Promise<void> {
  await inChosen(call, workspaceId, async (ctx) => {
    const scope = await scopeOf(ctx, written);
    const removed: Suppression[] = [];
    for (const key of keys) {
      const row = await findSuppression(ctx.tx, { key, scopeId: scope.id });
      if (row === null) throw notListed(key, written);
      await removeSuppression(ctx, row.id, reason);
      removed.push(toWire(row));
    }
    return () =>
      call.output.answer({ workspaceId: ctx.workspace.id, removed }, [
        `No longer suppressed in "${ctx.workspace.name}" by these entries:`,
        ...table(removed),
      ]);
  });
}

export async function listEntries(call: Call, workspaceId: string | null, limit: number): Promise<void> {
  const { options } = call;
  const scope = options.text("--scope") as "everything" | "topic" | "sequence" | undefined;
  const filter = {
    prefix: options.text("--starts-with")?.trim().toLowerCase() || null,
    reason: options.text("--reason") ?? null,
    scope: scope === "everything" ? "workspace" : (scope ?? null),
  } as const;
  await inChosen(call, workspaceId, async (ctx) => {
    const rows = await listSuppressions(ctx.tx, filter, { beforeId: null, limit: limit + 1 });
    const suppressions = rows.slice(0, limit).map(toWire);
    const hasMore = rows.length > limit;
    const none = `Nothing in "${ctx.workspace.name}" is suppressed${Object.values(filter).some(Boolean) ? " that is like this" : ""}.`;
    return () =>
      call.output.answer({ workspaceId: ctx.workspace.id, suppressions, hasMore }, [
        ...(suppressions.length === 0 ? [none] : table(suppressions)),
        ...(hasMore ? ["There are more: --limit shows more of them, haste suppress export writes all."] : []),
      ]);
  });
}

/** The exit code tells a script whether every line of the file counts now. */
export async function importEntries(call: Call, workspaceId: string | null): Promise<number> {
  const [file = ""] = call.positionals;
  const bytes = file === "-" ? await buffer(process.stdin) : await readGivenFile(file);
  let refused = 0;
  await inChosen(call, workspaceId, async (ctx) => {
    const outcome = await importSuppressions(ctx, bytes);
    refused = outcome.refused;
    return () =>
      call.output.answer({ workspaceId: ctx.workspace.id, ...outcome }, describeImport(outcome, ctx.workspace));
  });
  return refused === 0 ? exitCodes.ok : exitCodes.failed;
}

export async function exportEntries(call: Call, workspaceId: string | null): Promise<void> {
  const file = call.options.text("--out");
  await inChosen(call, workspaceId, async (ctx) => {
    const csv = await exportSuppressions(ctx);
    if (file === undefined) {
      // An answer ends its lines itself.
      return () => call.output.answer({ workspaceId: ctx.workspace.id, csv }, [csv.replace(/\n$/, "")]);
    }
    await writeFile(file, csv);
    const written = path.resolve(file);
    return () => call.output.answer({ workspaceId: ctx.workspace.id, file: written }, [`Written: ${written}`]);
  });
}

/** Runs `work` in one transaction of the chosen workspace; what it answers is told after the commit, never before. */
async function inChosen(
  call: Call,
  named: string | null,
  work: (ctx: WorkContext) => Promise<() => void>,
): Promise<void> {
  await withGround(call, { log: quietLog(call), mayCreate: false }, async ({ database }) => {
    const workspace = await chooseWorkspace(call, database, named);
    const tell = await asCommand(call, database, { workspace, name: "the command line" }, work);
    tell();
  });
}

async function scopeOf(ctx: WorkContext, written: string) {
  const scope = (await readScopes(ctx.tx, [written])).get(written);
  if (scope !== undefined) return scope;
  throw new Failure(
    `There is no ${written.replace(/:.*/s, "").toLowerCase()} "${written.replace(/^[^:]*:/, "").trim()}" in "${ctx.workspace.name}".`,
    "Write its name as the screen shows it, or its id; topics stand under Compliance.",
  );
}

function notListed(key: string, scope: string): Failure {
  return new Failure(
    `${domainOfKey(key) ?? key} is not suppressed for ${scope}; nothing was taken off.`,
    `Look for its entries: haste suppress list --starts-with ${domainOfKey(key) ?? key}`,
  );
}

function describeImport(
  { added, known, refused, lines }: ResponseOf<"POST /suppressions/import">,
  workspace: Workspace,
): string[] {
  const count = (n: number) => n.toLocaleString("en-US");
  const told = lines.map(({ line, value, detail }) => `  line ${line}: ${JSON.stringify(value)} ${detail}`);
  const untold = refused - lines.length;
  return [
    `"${workspace.name}": ${count(added)} added, ${count(known)} known already, ${count(refused)} refused.`,
    ...told,
    ...(untold > 0 ? [`  and ${count(untold)} more`] : []),
    ...(refused > 0 ? ["Correct these lines and import the file again; what was added stays."] : []),
  ];
}

/** One line for each entry, in columns. */
function table(suppressions: readonly Suppression[]): string[] {
  const rows = suppressions.map(({ email, domain, reason, scope, expiresAt, note }) => [
    email ?? domain ?? "",
    reason,
    scope.kind === "workspace" ? "everything" : `${scope.kind}:${scope.name ?? scope.id}`,
    expiresAt === null ? "for good" : `until ${expiresAt}`,
    note ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join("  ")}`.trimEnd());
}
