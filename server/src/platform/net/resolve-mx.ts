import { resolveMx } from "node:dns/promises";

/** Names that a domain's mail goes to, the preferred first. Rejects where no name server answers, or none knows any. */
export type ResolveMx = (domain: string) => Promise<readonly string[]>;

/** A name server that is away must not be felt by whoever waits. */
const resolveWithinMs = 3_000;

/** Asks the system's resolver. */
export async function systemMx(domain: string): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("No name server answers.")), resolveWithinMs);
  });
  try {
    const records = await Promise.race([resolveMx(domain), late]);
    return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a name server answered that there are none: such a domain has no mail hosts of its own, or is no domain. */
export function isWithoutMx(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOTFOUND" || code === "ENODATA";
}
