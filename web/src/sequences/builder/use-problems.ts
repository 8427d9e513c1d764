import { ApiProblem } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef } from "react";
import { stepAtPointer } from "../tree.ts";
import type { BuilderTemplate } from "./draft-definition.ts";
import type { Problem } from "./judge.ts";
import type { Steps } from "./model.ts";

/** What keeps the draft from running: what is found here at once, and what the server said when it was asked to run it. */
export function useProblems(props: {
  sequence: Sequence;
  steps: Steps;
  templates: readonly BuilderTemplate[];
  refusal: unknown;
}): Problem[] {
  const { sequence, templates, refusal } = props;
  const steps = useDeferredValue(props.steps);
  const rules = useQuery({
    queryKey: ["rules of sequences"],
    queryFn: async () => (await import("./judge.ts")).judge,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const judge = rules.data;
  // A refusal speaks of the steps as they were; what was changed since is judged anew.
  const asked = useRef({ refusal, steps });
  if (asked.current.refusal !== refusal) asked.current = { refusal, steps };
  const standing = asked.current.steps === steps ? refusal : null;
  return useMemo(() => {
    const found = judge ? judge(sequence, steps, templates) : [];
    const known = new Set(found.map(({ stepId, detail }) => `${stepId} ${detail}`));
    return [...found, ...refusedBy(standing, steps).filter((each) => !known.has(`${each.stepId} ${each.detail}`))];
  }, [judge, sequence, steps, templates, standing]);
}

/** The problems of a refusal that belong to a step; the others stand at the top of the page. */
function refusedBy(refusal: unknown, steps: Steps): Problem[] {
  const errors = refusal instanceof ApiProblem ? (refusal.body.errors ?? []) : [];
  return errors.flatMap(({ pointer, detail }) => {
    const found = stepAtPointer(steps, pointer);
    return found ? [{ stepId: found.step.id, field: found.field, detail }] : [];
  });
}
