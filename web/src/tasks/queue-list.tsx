import type { Task } from "@haste/contract/nouns/tasks";
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTimes } from "../app/clock.tsx";
import { cx } from "../ui/cx.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { useQueue } from "./task-queries.ts";
import { dueWords, kindWords } from "./task-words.ts";
import s from "./tasks.module.css";

interface Props {
  readonly queue: ReturnType<typeof useQueue>;
  /** What ended today, newest first. */
  readonly ended: readonly Task[];
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
}

const groups = ["overdue", "today", "upcoming", "waiting"] as const;

/** The queue by urgency, what waits for paused people below it, and what is done today at its end. */
export function QueueList({ queue, ended, openId, onOpen }: Props) {
  const { rows, query } = queue;
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => {
    if (openId) scroll.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [openId]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={cx(p.list, s.queue)} aria-label="Queue" tabIndex={0}>
      {query.error && rows.length === 0 ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={7} height={52} /> : null}
      {query.data && rows.length === 0 && ended.length === 0 ? (
        <Empty title="No tasks" text="Nobody has to do anything by hand." />
      ) : null}
      {groups.map((due) => (
        <Group
          key={due}
          title={dueWords[due]}
          tasks={rows.filter((task) => task.due === due)}
          {...{ openId, onOpen }}
        />
      ))}
      {query.hasNextPage ? (
        <div className={s.more}>
          <Button size="xs" variant="subtle" onClick={queue.loadMore} loading={query.isFetchingNextPage}>
            More tasks
          </Button>
        </div>
      ) : null}
      <Group title="Done today" tasks={ended} {...{ openId, onOpen }} />
    </section>
  );
}

function Group(props: { title: string; tasks: readonly Task[] } & Pick<Props, "openId" | "onOpen">) {
  const { title, tasks } = props;
  if (tasks.length === 0) return null;
  return (
    <>
      <h2 className={s.group}>
        {title} <span className="num">{tasks.length}</span>
      </h2>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskRow task={task} isOpen={task.id === props.openId} onOpen={() => props.onOpen(task.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function TaskRow({ task, isOpen, onOpen }: { task: Task; isOpen: boolean; onOpen: () => void }) {
  const times = useTimes();
  const { icon: KindIcon, word } = kindWords[task.kind];
  const ended = task.status !== "open";
  const Icon = ended ? IconCheck : KindIcon;
  const about = ended ? (task.outcome ?? task.status) : task.contact.companyName;
  const at = ended ? task.completedAt : (task.waiting?.until ?? task.dueAt);
  return (
    <button
      type="button"
      className={cx(p.row, s.row)}
      aria-current={isOpen || undefined}
      data-ended={ended || undefined}
      onClick={onOpen}
    >
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span className={cx(p.text, s.rowText)}>
        <b className="cut" dir="auto">
          {personName(task.contact)}
        </b>
        <span className="cut" dir="auto">
          {[word, about].filter(Boolean).join(" · ")}
        </span>
      </span>
      {at ? (
        <time dateTime={at} data-late={task.due === "overdue" || undefined}>
          {task.waiting?.until ? "waits " : ""}
          {times.when(at)}
        </time>
      ) : null}
    </button>
  );
}
