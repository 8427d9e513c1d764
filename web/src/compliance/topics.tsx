import type { Topic } from "@haste/contract/nouns/topics";
import { Button } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { FilterBar, PageBody, Spacer } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./compliance.module.css";
import { EditTopic } from "./edit-topic.tsx";

/** What recipients may choose on the page behind the unsubscribe link. */
export function Topics() {
  const [editing, setEditing] = useState<Topic | "new" | null>(null);
  const topics = useQuery<{ data: Topic[] }>({
    queryKey: ["topics"],
    queryFn: ({ signal }) => api("GET /topics", { signal }),
  });
  return (
    <>
      <FilterBar>
        <span className="second">Recipients choose among these; without any, they pause or leave.</span>
        <Spacer />
        <Button variant="filled" onClick={() => setEditing("new")}>
          Add topic
        </Button>
      </FilterBar>
      <PageBody label="Topics">
        {topics.error ? <ErrorState error={topics.error} retry={() => void topics.refetch()} /> : null}
        {topics.isPending ? <SkeletonRows rows={3} /> : null}
        {topics.data?.data.length === 0 ? <Nothing /> : null}
        <ul className={s.cards}>
          {topics.data?.data.map((topic) => (
            <TopicCard key={topic.id} topic={topic} onEdit={() => setEditing(topic)} />
          ))}
        </ul>
      </PageBody>
      {editing === null ? null : (
        <EditTopic topic={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function TopicCard({ topic, onEdit }: { topic: Topic; onEdit: () => void }) {
  const { name, description, sequences, refusals } = topic;
  return (
    <li className={s.card}>
      <div>
        <strong dir="auto">{name}</strong>
        {description === "" ? null : (
          <p className="second" dir="auto">
            {description}
          </p>
        )}
        <p className="second" dir="auto">
          {sequences.length === 0 ? "No sequence yet" : sequences.map((sequence) => sequence.name).join(", ")}
          {refusals === 0 ? "" : ` · ${refusals.toLocaleString("en")} do not want it`}
        </p>
      </div>
      <Button size="compact-xs" aria-label={`Change ${name}`} onClick={onEdit}>
        Change
      </Button>
    </li>
  );
}

function Nothing() {
  return (
    <Empty
      icon={<IconListCheck size={28} stroke={1.4} />}
      title="No topics"
      text="Put sequences under topics, and people may leave one of them instead of all your mail."
    />
  );
}
