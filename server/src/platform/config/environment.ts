/** The variables this process was started with; whoever needs them is handed them by the command. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
