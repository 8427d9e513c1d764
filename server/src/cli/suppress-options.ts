import { At } from "@haste/contract/endpoint";
import { readSuppressionKey } from "@haste/engine/enroll";
import { type Call, UsageError, type Verb } from "../platform/cli/index.ts";
import { readWorkspaceOption } from "./workspace-option.ts";

type Option = Verb["options"][number];

export const workspaceOption: Option = {
  flag: "--workspace",
  placeholder: "ID",
  help: "of which workspace (the only one, or the demo)",
};

export const scopeOption: Option = {
  flag: "--scope",
  placeholder: "SCOPE",
  help: "everything, topic:NAME or sequence:NAME, also with an id (everything)",
};

/** What `suppress add` and `suppress remove` name: some entries, all of one scope. */
export interface NamedEntries {
  readonly workspaceId: string | null;
  readonly keys: readonly string[];
  /** As it was written; the workspace knows whether there is one. */
  readonly scope: string;
}

const reasonLength = { least: 3, most: 500 } as const;

/** @throws UsageError with every mistake at once, before any database is opened */
export function readEntries(call: Call): NamedEntries {
  const { positionals, options } = call;
  const scope = options.text("--scope") ?? "everything";
  const keys = new Set<string>();
  const sentences: string[] = [];
  if (positionals.length === 0) sentences.push("Name an address or a domain, such as ada@example.com or example.com.");
  for (const written of positionals) {
    const key = readSuppressionKey(written);
    if (key.ok) keys.add(key.value);
    else sentences.push(`${JSON.stringify(written)} is neither an address nor a domain.`);
  }
  if (!/^(?:everything|(?:topic|sequence):.*\S.*)$/i.test(scope)) {
    sentences.push(`--scope is ${JSON.stringify(scope)}, but it must be everything, topic:NAME or sequence:NAME.`);
  }
  if (sentences.length > 0) throw new UsageError(sentences);
  return { workspaceId: readWorkspaceOption(call), keys: [...keys], scope };
}

/** Why an entry is taken off, which the audit log keeps. @throws UsageError */
export function readRemovalReason({ options }: Call): string {
  const reason = (options.text("--reason") ?? "").trim();
  if (reason.length >= reasonLength.least && reason.length <= reasonLength.most) return reason;
  throw new UsageError([`--reason must have ${reasonLength.least} to ${reasonLength.most} characters.`]);
}

/** @throws UsageError */
export function readNote({ options }: Call): string | undefined {
  const note = options.text("--note")?.trim();
  if (note === undefined || note.length <= reasonLength.most) return note;
  throw new UsageError([`--note may have at most ${reasonLength.most} characters.`]);
}

/** The instant an entry ends; a day means its start in UTC. @throws UsageError */
export function readExpires({ options }: Call): string | undefined {
  const written = options.text("--expires");
  if (written === undefined) return undefined;
  const instant = At.safeParse(/^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written);
  if (instant.success) return instant.data;
  throw new UsageError([
    `--expires is ${JSON.stringify(written)}, but it must be a day or an instant, such as 2030-01-31 or 2030-01-31T09:00:00Z.`,
  ]);
}

const mostListed = 10_000;

/** @throws UsageError */
export function readLimit({ options }: Call): number {
  const written = options.text("--limit") ?? "100";
  const limit = /^\d{1,5}$/.test(written) ? Number(written) : 0;
  if (limit >= 1 && limit <= mostListed) return limit;
  throw new UsageError([
    `--limit is ${JSON.stringify(written)}, but it must be a whole number from 1 to ${mostListed}.`,
  ]);
}
