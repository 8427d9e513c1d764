import type { LiveEvent } from "@haste/contract/nouns/operations";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { IconActivity } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../app/api.ts";
import { EventRow } from "../app/event-row.tsx";
import { useLive } from "../app/live.ts";
import { PageBody } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./sequences.module.css";

/** What happened in this sequence lately, newest first; new things appear by themselves. */
export function ActivityTab({ sequence }: { sequence: Sequence }) {
  const live = useLive().events;
  const past = useQuery({
    queryKey: ["events", "lately"],
    queryFn: ({ signal }) => api("GET /events", { query: { limit: 1000 }, signal }),
    staleTime: 60_000,
  });
  const rows = useMemo(() => merge(sequence.id, live, past.data?.data ?? []), [sequence.id, live, past.data]);
  if (past.error) return <ErrorState error={past.error} retry={() => void past.refetch()} />;
  if (!past.data) return <SkeletonRows />;
  return (
    <PageBody label="Activity">
      {rows.length === 0 ? (
        <Empty
          icon={<IconActivity size={28} stroke={1.4} />}
          title="Nothing lately"
          text="Every mail, open, click and answer of this sequence stands here the second it happens. The workspace’s latest 1,000 events are looked at."
        />
      ) : (
        <ul className={s.feed} style={{ paddingBlock: 8 }}>
          {rows.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ul>
      )}
    </PageBody>
  );
}

function merge(sequenceId: string, live: readonly LiveEvent[], past: readonly LiveEvent[]): LiveEvent[] {
  const byId = new Map<string, LiveEvent>();
  for (const event of [...live, ...past]) if (event.sequenceId === sequenceId) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => b.seq - a.seq).slice(0, 300);
}
