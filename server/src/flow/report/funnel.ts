import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { everSince } from "./period.ts";
import { countPeople, type PeopleCount, readSequenceFrame, sumSteps } from "./queries/sequence.ts";

/** How far people got, and why the others did not: counts from rollups and from where people stand. */
export async function readFunnel(ctx: RequestContext, sequenceId: string) {
  const frame = await readSequenceFrame(ctx.tx, sequenceId);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${sequenceId}.` });
  const period = everSince(ctx);
  const steps = await sumSteps(ctx.tx, { ...period, sequenceId, silentBefore: period.from });
  const people = await countPeople(ctx.tx, sequenceId);
  const enrolled = people.reduce((sum, row) => sum + row.people, 0);
  const total = (of: "sent" | "opened" | "clicked" | "replied") => steps.reduce((sum, step) => sum + step[of], 0);
  const sent = total("sent");
  const share = (count: number, of: number) => (of === 0 ? null : Math.min(1, count / of));
  return {
    stages: [
      { code: "enrolled" as const, count: enrolled, rate: share(enrolled, enrolled) },
      { code: "sent" as const, count: sent, rate: null },
      { code: "opened" as const, count: total("opened"), rate: share(total("opened"), sent) },
      { code: "clicked" as const, count: total("clicked"), rate: share(total("clicked"), sent) },
      { code: "replied" as const, count: total("replied"), rate: share(total("replied"), sent) },
    ],
    lost: lostBy(people),
  };
}

/** People who left before the end, by reason, most first; wherever they stood. */
function lostBy(people: readonly PeopleCount[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of people) {
    if (row.status === "stopped") counts.set(row.stop_reason, (counts.get(row.stop_reason) ?? 0) + row.people);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count);
}
