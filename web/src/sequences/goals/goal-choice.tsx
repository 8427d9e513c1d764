import type { Goal } from "@haste/contract/nouns/goals";
import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { goalsQuery, whatWords, windowWords, worthWords } from "../../app/goals.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import s from "./goal-choice.module.css";

/** Which goals the mails of a sequence share in: those of everybody anyway, of the others those it is ticked for. */
export function GoalChoice({ sequenceId }: { sequenceId: string }) {
  const goals = useQuery(goalsQuery);
  if (goals.error) return <ErrorState error={goals.error} retry={() => void goals.refetch()} />;
  if (goals.data === undefined) return <SkeletonRows rows={2} />;
  const rows = goals.data.data;
  return (
    <div className={s.list}>
      {rows.map((goal) => (
        <Choice key={goal.id} goal={goal} sequenceId={sequenceId} />
      ))}
      <p className={s.note}>
        {rows.length === 0 ? "No goal yet. " : ""}
        <A className="link" href={paths.goals}>
          {rows.length === 0 ? "Say what you want of people" : "Change goals"}
        </A>
      </p>
    </div>
  );
}

function Choice({ goal, sequenceId }: { goal: Goal; sequenceId: string }) {
  const queries = useQueryClient();
  const isEverybodys = goal.sequenceIds.length === 0;
  const isOn = isEverybodys || goal.sequenceIds.includes(sequenceId);
  const save = useMutation({
    mutationFn: (sequenceIds: string[]) => api("PUT /goals/:id", { params: { id: goal.id }, body: { sequenceIds } }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: goalsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ["sequences", sequenceId] });
    },
  });
  // Without its last sequence a goal would be everybody's, which nobody meant by switching it off here.
  const isLast = isOn && goal.sequenceIds.length === 1;
  const words = [whatWords(goal), worthWords(goal), windowWords(goal)].filter(Boolean).join(" · ");
  const whose = isEverybodys ? "It counts for every sequence" : isLast && "Only this sequence counts for it";
  return (
    <div>
      <Switch
        label={goal.name}
        description={[words, whose].filter(Boolean).join(". ")}
        labelPosition="left"
        checked={isOn}
        disabled={isEverybodys || isLast || save.isPending}
        onChange={(event) => {
          const others = goal.sequenceIds.filter((id) => id !== sequenceId);
          save.mutate(event.currentTarget.checked ? [...others, sequenceId] : others);
        }}
      />
      {save.error ? <ErrorState error={save.error} /> : null}
    </div>
  );
}
