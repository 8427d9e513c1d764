import { type Call, UsageError } from "../platform/cli/index.ts";

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The id behind `--workspace`, before any database is opened. @throws UsageError for what is no id */
export function readWorkspaceOption({ options }: Call): string | null {
  const named = options.text("--workspace");
  if (named === undefined) return null;
  if (uuid.test(named)) return named.toLowerCase();
  throw new UsageError([`--workspace is ${JSON.stringify(named)}, but it must be the id of a workspace.`]);
}
