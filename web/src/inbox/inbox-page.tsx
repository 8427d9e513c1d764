import type { InboxThread } from "@haste/contract/nouns/inbox";
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconInbox } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { paths } from "../app/paths.ts";
import { inboxCountsQuery } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { count, plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader, PageTabs } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { useUrlState } from "../ui/use-url-state.ts";
import { useMedia } from "../ui/use-width.ts";
import s from "./inbox.module.css";
import { useThreads, type Wanted } from "./inbox-queries.ts";
import { OpenThread } from "./open-thread.tsx";
import { ThreadList } from "./thread-list.tsx";

/** Below this the list and the thread are pages of their own. */
const PAGES = "(max-width: 999px)";

const scopes = ["answer", "all", "automatic", "snoozed", "unmatched", "archived"] as const;

/** What people and machines wrote back: who waits for an answer, read and answered without leaving the keyboard. */
export function InboxPage() {
  const [url, setUrl] = useUrlState();
  const pages = useMedia(PAGES);
  const { q = "", account = "", sequence = "", reply = "", assignee = "" } = url;
  const scope = scopes.find((each) => each === url.scope) ?? "answer";
  const wanted: Wanted = { scope, q, account, sequence, reply, assignee };
  const list = useThreads(wanted);
  const counts = useQuery(inboxCountsQuery).data;
  const openId = url.thread;
  const firstId = list.rows[0]?.id;
  const open = (id: string | null) => setUrl({ thread: id }, { replace: !pages });
  useEffect(() => {
    if (!pages && !openId && firstId) setUrl({ thread: firstId }, { replace: true });
  }, [pages, openId, firstId, setUrl]);
  const at = list.rows.findIndex(({ id }) => id === openId);
  useWalkKeys(list.rows, at, open);
  /** On to the next once this one is done with; on a phone back to the list. */
  function goOn() {
    const next = list.rows[at + 1] ?? list.rows[at - 1];
    setUrl({ thread: pages ? null : (next?.id ?? null) }, { replace: true });
  }
  const reading = pages && openId !== undefined;
  return (
    <Page>
      <PageHeader
        icon={
          reading ? (
            <ActionIcon onClick={() => open(null)} aria-label="Back to the list">
              <IconArrowLeft size={16} stroke={1.6} />
            </ActionIcon>
          ) : (
            <IconInbox size={16} stroke={1.6} />
          )
        }
        title={reading ? "Thread" : "Inbox"}
        meta={counts && !reading ? plural(counts.answer, "needs an answer", "need an answer") : null}
      />
      {reading ? null : <ScopeTabs active={scope} />}
      <div className={cx(p.panes, s.panes)}>
        {reading ? null : (
          <ThreadList
            list={list}
            wanted={wanted}
            openId={openId}
            onOpen={open}
            onChange={(patch) => setUrl({ ...patch, thread: null }, { replace: true })}
          />
        )}
        {openId ? <OpenThread key={openId} id={openId} onDone={goOn} onOpen={open} /> : null}
      </div>
      <KeyBar
        keys={[
          ["j k", "next, previous"],
          ["e", "archive"],
          ["r", "reply"],
          ["s", "snooze"],
          ["a", "assign"],
        ]}
      />
    </Page>
  );
}

function ScopeTabs({ active }: { active: Wanted["scope"] }) {
  const { data } = useQuery(inboxCountsQuery);
  const shown = (n: number | undefined) => (n ? count(n) : undefined);
  const tab = (id: Wanted["scope"], label: string, n?: number) => ({
    ...{ id, label, href: paths.inboxOf(id) },
    count: shown(n),
  });
  return (
    <PageTabs
      label="Inbox"
      active={active}
      tabs={[
        tab("answer", "To answer", data?.answer),
        tab("all", "All"),
        tab("automatic", "Out of office & automatic", data?.automatic),
        tab("snoozed", "Snoozed"),
        { ...tab("unmatched", "Unmatched", data?.unmatched), warn: (data?.unmatched ?? 0) > 0 },
        tab("archived", "Archived"),
      ]}
    />
  );
}

function useWalkKeys(rows: readonly InboxThread[], at: number, open: (id: string) => void) {
  const go = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row) open(row.id);
  };
  useKeys([
    { keys: "j", label: "Next thread", group: "List", run: () => go(at + 1) },
    { keys: "k", label: "Previous thread", group: "List", run: () => go(at - 1) },
    { keys: "ArrowDown", label: "Next thread", group: "List", run: () => go(at + 1), hidden: true },
    { keys: "ArrowUp", label: "Previous thread", group: "List", run: () => go(at - 1), hidden: true },
  ]);
}
