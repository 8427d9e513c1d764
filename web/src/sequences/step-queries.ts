import type { RequestOf } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { toastDone } from "../ui/toast.tsx";
import { sequenceKey } from "./queries.ts";
import { plainLiquid, stepTitle } from "./words.ts";

export type StepChange = RequestOf<"PUT /sequences/:id/steps/:stepId">["body"];

/** Adds, changes, moves and takes out steps of the draft. Shown at once; taken back when the server refuses. */
export function useStepDeeds(sequence: Sequence) {
  const queries = useQueryClient();
  const key = sequenceKey(sequence.id);
  const params = { id: sequence.id };
  const show = (steps: Step[]) =>
    queries.setQueryData<Sequence>(key, (before) => (before ? { ...before, steps: numbered(steps) } : before));
  const settle = () => queries.invalidateQueries({ queryKey: key, exact: true });
  const steps = () => queries.getQueryData<Sequence>(key)?.steps ?? sequence.steps;

  const add = useMutation({
    mutationFn: (body: RequestOf<"POST /sequences/:id/steps">["body"]) =>
      api("POST /sequences/:id/steps", { params, body }),
    onSuccess: (step, body) => show(steps().toSpliced(body.order ?? steps().length, 0, step)),
    onSettled: settle,
  });
  const change = useMutation({
    mutationFn: ({ stepId, body }: { stepId: string; body: StepChange }) =>
      api("PUT /sequences/:id/steps/:stepId", { params: { ...params, stepId }, body }),
    onSuccess: (step) => {
      show(steps().map((each) => (each.id === step.id ? step : each)));
      void settle();
    },
  });
  const move = useMutation({
    mutationFn: (stepIds: string[]) => api("PUT /sequences/:id/steps/reorder", { params, body: { stepIds } }),
    onMutate: (stepIds) => {
      const byId = new Map(steps().map((step) => [step.id, step]));
      show(stepIds.flatMap((id) => byId.get(id) ?? []));
    },
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: (step: Step) => api("DELETE /sequences/:id/steps/:stepId", { params: { ...params, stepId: step.id } }),
    onMutate: (step) => show(steps().filter((each) => each.id !== step.id)),
    onSuccess: (_, step) => {
      const { id, type, delay, templateId, content, tracking, order } = step;
      toastDone(`“${plainLiquid(stepTitle([step], 0))}” is taken out.`, () =>
        add.mutate({ id, type, delay, templateId, content, tracking, order }),
      );
    },
    onSettled: settle,
  });
  return { add, change, move, remove, error: add.error ?? move.error ?? remove.error };
}

export type StepDeeds = ReturnType<typeof useStepDeeds>;

function numbered(steps: readonly Step[]): Step[] {
  return steps.map((step, order) => ({ ...step, order }));
}
