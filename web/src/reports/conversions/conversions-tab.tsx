import { IconTarget } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { PageBody, Section } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import type { Wanted } from "../address.ts";
import { conversionsQuery } from "../queries.ts";
import { ReachedGoal } from "./reached-goal.tsx";

interface TabProps {
  readonly wanted: Wanted;
  /** Shows whose conversions a row of a goal is. */
  readonly onOpen: (goalId: string, row: string) => void;
}

/** Goals that were reached in a period, when, and what each sequence or template has of them. */
export function ConversionsTab({ wanted, onOpen }: TabProps) {
  const { data, error, refetch } = useQuery(conversionsQuery(wanted));
  const goals = data?.goals ?? [];
  return (
    <PageBody label="Conversions">
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={6} />}
      {data && goals.length === 0 ? (
        <Empty
          icon={<IconTarget size={28} stroke={1.4} />}
          title="No goal was reached in this period"
          text="Once a deal is won, a meeting booked or an event told, its mails share in it here."
        >
          <A className="link" href={paths.goals}>
            What counts as one
          </A>
        </Empty>
      ) : null}
      {goals.map((goal) => (
        <Section
          key={goal.goalId}
          title={goal.name}
          aside={data?.isCapped ? "Of the workspace’s newest 5,000 conversions" : undefined}
        >
          <ReachedGoal goal={goal} wanted={wanted} onOpen={(row) => onOpen(goal.goalId, row)} />
        </Section>
      ))}
    </PageBody>
  );
}
