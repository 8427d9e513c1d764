import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { type Placed, place } from "../tree.ts";
import type { Problem } from "./judge.ts";
import type { Steps } from "./model.ts";
import type { StepNumbers } from "./outline-row.tsx";

/** What is known of each step beside its words: who stands there, what it did, what is wrong with it. */
export function useNumbers(sequence: Sequence, steps: Steps, problems: readonly Problem[]): StepNumbers {
  const analytics = useQuery({
    queryKey: ["sequences", sequence.id, "analytics"],
    queryFn: ({ signal }) => api("GET /sequences/:id/analytics", { params: { id: sequence.id }, signal }),
    enabled: sequence.status !== "draft" && sequence.id !== "",
  });
  const metrics = analytics.data?.stepMetrics;
  return useMemo(() => {
    const all = place(steps);
    const people = new Map(sequence.stats?.peoplePerStep.map((each) => [each.stepId, each.people]));
    return {
      placeOf: (one: Placed) => ({ sequence, all, one }),
      here: (id) => people.get(id),
      sent: (id) => metrics?.[id]?.sent,
      replied: (id) => metrics?.[id]?.replyRate,
      problems: (id) => problems.filter(({ stepId }) => stepId === id).length,
    };
  }, [sequence, steps, problems, metrics]);
}
