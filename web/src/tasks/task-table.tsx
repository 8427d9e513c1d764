import type { Task } from "@haste/contract/nouns/tasks";
import { Button, Menu } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useClock, useTimes } from "../app/clock.tsx";
import { laterChoices } from "../app/later.ts";
import { paths } from "../app/paths.ts";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import { useRowSelection } from "../ui/list/row-select.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { plural } from "../ui/numbers.ts";
import { FilterBar, KeyBar, PageHeader, Spacer } from "../ui/page.tsx";
import { personName } from "../ui/person.ts";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { TaskActions } from "./task-actions.tsx";
import { useBulk, useQueue, type Whose } from "./task-queries.ts";
import { dueWords, kindWords, waitingFor } from "./task-words.ts";
import s from "./tasks.module.css";

/** All open tasks at once, to clean up: choose many, and put them off, skip or finish them together. */
export function TaskTable({ whose, onNew }: { whose: Whose; onNew: () => void }) {
  const queue = useQueue(whose);
  const selection = useRowSelection();
  const columns = useColumns();
  const { query, rows } = queue;
  const overdue = rows.filter((task) => task.due === "overdue");
  return (
    <>
      <PageHeader
        icon={<IconChecklist size={16} stroke={1.6} />}
        title="Tasks"
        meta={query.data ? plural(queue.total ?? rows.length, "open task", "open tasks") : null}
        actions={<TaskActions onNew={onNew} />}
      />
      {selection.ids.size > 0 ? (
        <BulkBar selection={selection} noun={["task", "tasks"]}>
          <BulkActions ids={[...selection.ids]} onDone={selection.clear} />
        </BulkBar>
      ) : (
        <FilterBar>
          <span className="quiet">Most overdue first</span>
          <Spacer />
          {overdue.length > 1 ? (
            <Button
              variant="subtle"
              onClick={() =>
                selection.setAll(
                  overdue.map(({ id }) => id),
                  true,
                )
              }
            >
              Select {plural(overdue.length, "overdue task", "overdue tasks")}
            </Button>
          ) : null}
        </FilterBar>
      )}
      {query.error && rows.length === 0 ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={10} /> : null}
      {query.data && rows.length === 0 ? (
        <Empty
          icon={<IconChecklist size={28} stroke={1.4} />}
          title="No open tasks"
          text="Steps by hand stand here when a sequence asks for them."
        />
      ) : null}
      {rows.length > 0 ? (
        <Rows
          label="Open tasks"
          rows={rows}
          rowId={(task) => task.id}
          columns={columns}
          href={(task) => paths.task(task.id)}
          subline={(task) => `${kindWords[task.kind].word} · ${task.title}`}
          selection={selection}
          onEnd={queue.loadMore}
        />
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["x", "select"],
          ["Enter", "open"],
          ["l", "one at a time"],
        ]}
      />
    </>
  );
}

/** At most so many go in one request. */
const mostAtOnce = 200;

function BulkActions({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const bulk = useBulk(onDone);
  const { now, zone } = useClock();
  const chosen = ids.slice(0, mostAtOnce);
  return (
    <>
      <Button loading={bulk.isPending} onClick={() => bulk.mutate({ action: "complete", ids: chosen })}>
        Done
      </Button>
      <Button loading={bulk.isPending} onClick={() => bulk.mutate({ action: "skip", ids: chosen })}>
        Skip
      </Button>
      <Menu>
        <Menu.Target>
          <Button loading={bulk.isPending}>Later…</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {laterChoices(now, zone).map(({ key, label, at }) => (
            <Menu.Item key={key} onClick={() => bulk.mutate({ action: "snooze", ids: chosen, until: at })}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {ids.length > mostAtOnce ? <span className="quiet">the first {mostAtOnce} at once</span> : null}
      {bulk.error ? <span className={s.bulkError}>{bulk.error.message}</span> : null}
    </>
  );
}

function useColumns(): Column<Task>[] {
  const times = useTimes();
  return [
    {
      id: "person",
      header: "Person",
      width: "minmax(150px, 1.2fr)",
      cell: (task) => personName(task.contact),
    },
    {
      id: "kind",
      header: "Kind",
      width: "104px",
      from: 640,
      cell: (task) => {
        const { icon: Icon, word } = kindWords[task.kind];
        return (
          <span className={s.kind}>
            <Icon size={14} stroke={1.75} /> {word}
          </span>
        );
      },
    },
    {
      id: "title",
      header: "What",
      width: "minmax(160px, 2fr)",
      from: 640,
      cell: (task) => <span dir="auto">{task.title}</span>,
    },
    {
      id: "sequence",
      header: "Sequence",
      width: "minmax(110px, 1fr)",
      from: 900,
      cell: (task) => task.sequence?.name ?? <span className="quiet">by hand</span>,
    },
    { id: "owner", header: "Owner", width: "120px", from: 1040, cell: (task) => task.owner?.name ?? "–" },
    {
      id: "due",
      header: "Due",
      width: "minmax(90px, 180px)",
      cell: (task) => <Due task={task} when={times.when} />,
    },
  ];
}

function Due({ task, when }: { task: Task; when: (at: string) => string }) {
  if (task.waiting) return <span className="quiet">{waitingFor(task.waiting, when)}</span>;
  const late = task.due === "overdue" || undefined;
  return (
    <span className={s.due} data-late={late}>
      {task.dueAt ? when(task.dueAt) : "any time"}
      {late ? <span className="sr"> {dueWords.overdue}</span> : null}
    </span>
  );
}
