import type { Endpoints } from "@haste/contract/endpoints";
import { isZone } from "@haste/engine/base";
import { replyCurve } from "@haste/engine/report";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { type CohortAge, countReplyAges } from "./queries/reply-ages.ts";
import { readSequenceFrame } from "./queries/sequence.ts";

const mostPeople = 10_000;
/** More lines than these nobody tells apart. */
const mostCohorts = 6;

/** How soon a sequence's mails are answered: all of them, then those of each span, the oldest first. */
export async function readReplyCurves(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/reply-curves"]>,
) {
  const frame = await readSequenceFrame(ctx.tx, params.id);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const timezone = query.timezone ?? frame.timezone ?? ctx.workspace.timezone;
  if (!isZone(timezone)) throw new Problem("zone_unknown", { detail: `${timezone} is not a time zone.` });
  const ages = await countReplyAges(ctx.tx, params.id, { by: query.by, timezone, now: ctx.now, most: mostPeople });
  const cohorts = [...Map.groupBy(ages, ({ cohort }) => cohort)].slice(-mostCohorts);
  return {
    most: mostPeople,
    curves: [curveOf(null, ages), ...cohorts.map(([from, some]) => curveOf(from, some))],
  };
}

function curveOf(from: string | null, ages: readonly CohortAge[]) {
  const sum = (some: readonly CohortAge[]) => some.reduce((emails, age) => emails + age.emails, 0);
  return {
    from,
    sent: sum(ages),
    replied: sum(ages.filter(({ successAge }) => successAge !== null)),
    points: replyCurve(ages),
  };
}
