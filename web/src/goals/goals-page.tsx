import type { Goal } from "@haste/contract/nouns/goals";
import { Button } from "@mantine/core";
import { IconTarget } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { goalsQuery, whatWords, windowWords, worthWords } from "../app/goals.ts";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, moneys, plural } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { CostsForm } from "./costs-form.tsx";
import { GoalForm } from "./goal-form.tsx";
import s from "./goals.module.css";
import { VisitScript } from "./visit-script.tsx";

/** What is wanted of people, how often it happened lately, and what mailing costs. */
export function GoalsPage() {
  const [edited, setEdited] = useState<Goal | "new" | null>(null);
  const goals = useQuery(goalsQuery);
  const settings = useQuery({ queryKey: ["settings"], queryFn: ({ signal }) => api("GET /settings", { signal }) });
  const rows = goals.data?.data ?? [];
  const add = (
    <Button variant="filled" onClick={() => setEdited("new")}>
      New goal
    </Button>
  );
  return (
    <Page>
      <PageHeader icon={<IconTarget size={16} stroke={1.6} />} title="Goals" actions={rows.length > 0 ? add : null} />
      <PageBody label="Goals">
        {goals.error ? <ErrorState error={goals.error} retry={() => void goals.refetch()} /> : null}
        {goals.isPending ? <SkeletonRows rows={3} height={52} /> : null}
        {goals.data && rows.length === 0 ? (
          <Empty
            icon={<IconTarget size={28} stroke={1.4} />}
            title="Nothing is counted yet"
            text="A goal is a deal won, a meeting, an event that your own systems tell, or a page that is visited. Sequences show what they bring of it."
          >
            {add}
          </Empty>
        ) : null}
        {rows.length > 0 ? (
          <Section title="What is wanted" aside="Reached in the last 30 days">
            <ul className={s.list}>
              {rows.map((goal) => (
                <Row key={goal.id} goal={goal} onEdit={() => setEdited(goal)} />
              ))}
            </ul>
            <p className={s.more}>
              <A className="link" href={paths.reportsOf({ tab: "conversions" })}>
                When they were reached, and whose merit that is
              </A>
            </p>
          </Section>
        ) : null}
        {rows.some(({ kind }) => kind === "page_visit") ? <VisitScript /> : null}
        <Section title="What mailing costs" aside="For the return of each sequence">
          {settings.error ? <ErrorState error={settings.error} retry={() => void settings.refetch()} /> : null}
          {settings.data ? <CostsForm costs={settings.data.costs} /> : null}
        </Section>
      </PageBody>
      {edited ? (
        <GoalForm
          key={edited === "new" ? "new" : edited.id}
          goal={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Page>
  );
}

function Row({ goal, onEdit }: { goal: Goal; onEdit: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api("DELETE /goals/:id", { params: { id: goal.id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: goalsQuery.queryKey });
      toastDone(`${goal.name} is counted no more. What was counted stays.`);
    },
  });
  const { stats, sequenceIds } = goal;
  return (
    <li className={s.row}>
      <div className={s.what}>
        <b className="cut" dir="auto">
          {goal.name}
        </b>
        <small dir="auto">{[whatWords(goal), worthWords(goal), windowWords(goal)].filter(Boolean).join(" · ")}</small>
      </div>
      <small className="quiet">
        {sequenceIds.length === 0 ? "every sequence" : plural(sequenceIds.length, "sequence", "sequences")}
      </small>
      <div className={s.stats}>
        <b className="num">{count(stats?.conversions)}</b>
        <small>{moneys(stats?.revenue ?? []) || "no money"}</small>
      </div>
      <div className={s.acts}>
        <Button onClick={onEdit} aria-label={`Edit ${goal.name}`}>
          Edit
        </Button>
        <Button loading={remove.isPending} onClick={() => remove.mutate()} aria-label={`Remove ${goal.name}`}>
          Remove
        </Button>
      </div>
      {remove.error ? <ErrorState error={remove.error} /> : null}
    </li>
  );
}
