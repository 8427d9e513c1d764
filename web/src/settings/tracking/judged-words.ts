import type { Job } from "@haste/contract/nouns/operations";
import { plural } from "../../ui/numbers.ts";

/** What came of the latest judging, once it is over. */
export function judgedWords({ status, counts, error }: Pick<Job, "status" | "counts" | "error">): string {
  const { visits = 0, changed = 0 } = counts;
  if (status === "failed") return `Judging again failed: ${error ?? "the reason is not known."}`;
  const judged = `${plural(visits, "visit", "visits")} judged again, ${plural(changed, "verdict", "verdicts")} changed.`;
  if (status === "canceled") return `Canceled: ${judged}`;
  return visits === 0 ? "Nothing was left of older rules." : judged;
}
