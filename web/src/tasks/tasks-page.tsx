import type { Task } from "@haste/contract/nouns/tasks";
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconChecklist } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTimes } from "../app/clock.tsx";
import { useMe } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { KeyBar, Page, PageHeader } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { useUrlState } from "../ui/use-url-state.ts";
import { useMedia } from "../ui/use-width.ts";
import { NewTask } from "./new-task.tsx";
import { NothingDue } from "./nothing-due.tsx";
import { OpenTask } from "./open-task.tsx";
import { QueueList } from "./queue-list.tsx";
import { TaskActions } from "./task-actions.tsx";
import { useEnded, useQueue, useWork, type Whose } from "./task-queries.ts";
import { TaskTable } from "./task-table.tsx";
import s from "./tasks.module.css";

/** Below this the queue and the task are pages of their own. */
const PAGES = "(max-width: 999px)";

/** What is to be done by hand, one at a time: what to do, for whom, and how it went. */
export function TasksPage() {
  const [url, setUrl] = useUrlState();
  const hasUser = useMe().user !== null;
  const whose: Whose = url.owner === "me" && hasUser ? "me" : "all";
  const table = url.view === "list";
  const openNew = () => setUrl({ new: "1" });
  const toggle = () => setUrl({ view: table ? null : "list", task: null });
  useKeys([
    { keys: "c", label: "New task", group: "Tasks", run: openNew },
    { keys: "l", label: table ? "One at a time" : "As a list", group: "Tasks", run: toggle },
  ]);
  return (
    <Page>
      {table ? <TaskTable whose={whose} onNew={openNew} /> : <Focus whose={whose} onNew={openNew} />}
      {url.new ? (
        <NewTask
          onClose={() => setUrl({ new: null })}
          onWritten={(task) => setUrl({ new: null, task: table ? null : task.id })}
        />
      ) : null}
    </Page>
  );
}

function Focus({ whose, onNew }: { whose: Whose; onNew: () => void }) {
  const [url, setUrl] = useUrlState();
  const pages = useMedia(PAGES);
  const times = useTimes();
  const queue = useQueue(whose);
  const ended = useEnded(whose);
  const doneToday = useMemo(
    () => (ended.data?.data ?? []).filter((task) => task.completedAt !== null && times.isToday(task.completedAt)),
    [ended.data, times],
  );
  const due = queue.rows.filter((task) => task.due === "overdue" || task.due === "today");
  const inOrder = [...due, ...queue.rows.filter((task) => task.due === "upcoming")];
  const openId = url.task;
  const firstId = due[0]?.id;
  const open = (id: string | null) => setUrl({ task: id }, { replace: !pages });
  useEffect(() => {
    if (!pages && !openId && firstId) setUrl({ task: firstId }, { replace: true });
  }, [pages, openId, firstId, setUrl]);
  const working = useWork((task) => setUrl({ task: task.id }, { replace: true }));
  const known = [...queue.rows, ...doneToday].find((task) => task.id === openId);
  /** What comes after it in the queue, else the first that is due; nothing at the end of the day. */
  function goOn(task: Task) {
    const at = due.findIndex((each) => each.id === task.id);
    const next = due[at + 1] ?? due.find((each) => each.id !== task.id);
    setUrl({ task: next?.id ?? null }, { replace: true });
  }
  useWalkKeys(inOrder, openId, open);
  useKeys([{ keys: "u", label: "Take the last outcome back", group: "Tasks", run: working.undoLast }]);
  const reading = pages && openId !== undefined;
  const of = doneToday.length + due.length;
  const isEmpty = queue.query.data !== undefined && queue.rows.length + doneToday.length === 0;
  return (
    <>
      <PageHeader
        icon={
          reading ? (
            <ActionIcon onClick={() => open(null)} aria-label="Back to the queue">
              <IconArrowLeft size={16} stroke={1.6} />
            </ActionIcon>
          ) : (
            <IconChecklist size={16} stroke={1.6} />
          )
        }
        title={reading && known ? personName(known.contact) : "Tasks"}
        meta={queue.query.data && !reading ? `${doneToday.length} of ${of} done today` : null}
        actions={reading ? null : <TaskActions onNew={onNew} />}
      />
      <div className={s.progress} aria-hidden="true">
        <i style={{ width: `${of > 0 ? (doneToday.length / of) * 100 : 0}%` }} />
      </div>
      <div className={cx(p.panes, s.panes)}>
        {reading || isEmpty ? null : <QueueList queue={queue} ended={doneToday} openId={openId} onOpen={open} />}
        {openId ? (
          <OpenTask
            key={openId}
            id={openId}
            known={known}
            working={working}
            isQueueKnown={!queue.query.isPending}
            onEnded={goOn}
          />
        ) : null}
        {openId || (pages && !isEmpty) ? null : (
          <NothingDue rows={queue.rows} isLoading={queue.query.isPending} done={doneToday.length} onNew={onNew} />
        )}
      </div>
      <KeyBar
        keys={[
          ["j k", "next, previous"],
          ["1–9", "how it went"],
          ["s", "skip"],
          ["h", "later"],
          ["u", "undo"],
        ]}
      />
    </>
  );
}

function useWalkKeys(rows: readonly Task[], openId: string | undefined, open: (id: string) => void) {
  const at = rows.findIndex((task) => task.id === openId);
  const go = (to: number) => {
    const task = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (task) open(task.id);
  };
  useKeys([
    { keys: "j", label: "Next task", group: "List", run: () => go(at + 1) },
    { keys: "k", label: "Previous task", group: "List", run: () => go(at - 1) },
    { keys: "ArrowDown", label: "Next task", group: "List", run: () => go(at + 1), hidden: true },
    { keys: "ArrowUp", label: "Previous task", group: "List", run: () => go(at - 1), hidden: true },
  ]);
}
