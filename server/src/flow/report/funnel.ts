import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { countPeople, readSequenceFrame, sumSteps } from "./queries.ts";

/** How far people got, and why the others did not: counts from rollups and from where people stand. */
export async function readFunnel(ctx: RequestContext, sequenceId: string) {
  const frame = await readSequenceFrame(ctx.tx, sequenceId);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${sequenceId}.` });
  const always = { from: new Date(0), to: new Date(ctx.now.getTime() + 1), silentBefore: new Date(0) };
  const steps = await sumSteps(ctx.tx, sequenceId, always);
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
    lost: people
      .filter((row) => row.status === "stopped")
      .map((row) => ({ reason: row.stop_reason, count: row.people }))
      .toSorted((a, b) => b.count - a.count),
  };
}
