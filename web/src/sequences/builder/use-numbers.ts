import type { Sequence } from "@haste/contract/nouns/sequences";
import { designedShares } from "@haste/engine/sequence";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { evidenceOf, rateWords } from "../../ui/evidence.ts";
import { plural } from "../../ui/numbers.ts";
import { fullTime } from "../../ui/time.ts";
import { type BranchStep, isTested, type Placed, place } from "../tree.ts";
import { splitOf } from "../variants/variants.ts";
import type { Forecast } from "./forecast.ts";
import type { Problem } from "./judge.ts";
import type { Steps } from "./model.ts";
import type { LaneWords, StepNumbers } from "./outline-row.tsx";

/** What is known of each step beside its words: who stands there, what it did, what is wrong with it. */
export function useNumbers(
  sequence: Sequence,
  steps: Steps,
  { problems, forecast }: { readonly problems: readonly Problem[]; readonly forecast: Forecast | null },
): StepNumbers {
  const analytics = useQuery({
    queryKey: ["sequences", sequence.id, "analytics"],
    queryFn: ({ signal }) => api("GET /sequences/:id/analytics", { params: { id: sequence.id }, signal }),
    enabled: sequence.status !== "draft" && sequence.id !== "",
  });
  const hasBranch = sequence.steps.some(({ type }) => type === "branch");
  const taken = useQuery({
    queryKey: ["sequences", sequence.id, "lanes"],
    queryFn: ({ signal }) => api("GET /sequences/:id/lanes", { params: { id: sequence.id }, signal }),
    enabled: hasBranch && sequence.publishedVersion !== null && sequence.id !== "",
  });
  const lanes = taken.data?.lanes;
  return useMemo(() => {
    const all = place(steps);
    const metrics = analytics.data?.stepMetrics;
    const people = new Map(sequence.stats?.peoplePerStep.map((each) => [each.stepId, each.people]));
    return {
      placeOf: (one: Placed) => ({ sequence, all, one }),
      here: (id) => people.get(id),
      sent: (id) => metrics?.[id]?.sent,
      replied: (id) => {
        const basis = evidenceOf(analytics.data?.evidence ?? {}, `/stepMetrics/${id}/replyRate`);
        return metrics?.[id] && rateWords(metrics[id].replyRate, basis);
      },
      reached: (id) => {
        const at = forecast?.at.get(id);
        return at && forecast ? fullTime(at, forecast.zone) : undefined;
      },
      share: (branch, laneId) =>
        shareInWords(
          branch,
          laneId,
          lanes?.find((lane) => lane.laneId === laneId),
        ),
      problems: (id) => problems.filter(({ stepId }) => stepId === id).length,
    };
  }, [sequence, steps, problems, forecast, analytics.data, lanes]);
}

/** `7 % of 1,180 people`, and of a random split `50 % by chance`. */
function shareInWords(
  branch: BranchStep,
  laneId: string,
  taken: { readonly people: number; readonly share: number | null } | undefined,
): LaneWords | undefined {
  const meant = meantShare(branch, laneId);
  const passed = taken?.share ? Math.round(taken.people / taken.share) : 0;
  const recorded = taken?.share === null || taken === undefined ? undefined : wholePercent(taken.share);
  if (meant !== undefined) {
    const chance = `${wholePercent(meant)} by ${isTested(branch) ? "the test" : "chance"}`;
    return { short: wholePercent(meant), long: recorded ? `${chance}, ${recorded} so far` : chance };
  }
  if (recorded === undefined) return undefined;
  return {
    short: recorded,
    long: passed > 0 ? `${recorded} of ${plural(passed, "person", "people")} went here` : "nobody went here",
  };
}

/** What a way is to get by the test, or by the draw its conditions share; undefined where neither decides. */
function meantShare(branch: BranchStep, laneId: string): number | undefined {
  if (isTested(branch)) return splitOf(branch.variants ?? [])?.find(({ variantId }) => variantId === laneId)?.share;
  const { branches } = branch.content;
  return designedShares(branches.map((lane) => lane.if))?.at(branches.findIndex(({ id }) => id === laneId));
}

function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
