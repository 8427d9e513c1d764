import { Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { A } from "../../ui/link.tsx";
import { Mark } from "../../ui/mark.tsx";
import { count } from "../../ui/numbers.ts";
import { NARROW, useMedia } from "../../ui/use-width.ts";
import { api } from "../api.ts";
import { useTimes } from "../clock.tsx";
import { paths } from "../paths.ts";
import { type Screen, screenOf, screens } from "../screens.tsx";
import { approvalsQuery, dueTasksQuery, homeQuery, inboxCountsQuery, useIsSandbox, useMe } from "../session.ts";
import { PersonMenu } from "./person-menu.tsx";
import s from "./shell.module.css";

/** 220 px on the window's color; icons only below 1200 px; the bottom bar takes over below 720 px. */
export function Rail({ onFind, onKeys }: { onFind: () => void; onKeys: () => void }) {
  const sandbox = useIsSandbox();
  const shown = screens.filter((screen) => !screen.isPart && (sandbox || !screen.sandboxOnly));
  const groups = [...new Set(shown.map((screen) => screen.group))].filter((group) => group !== "Foot");
  const counts = useCounts();
  const workspace = useMe().workspace.name;
  const items = (group: Screen["group"]) =>
    shown
      .filter((screen) => screen.group === group)
      .map((screen) => <RailItem key={screen.id} screen={screen} count={counts[screen.id]} />);
  return (
    <nav className={s.rail} aria-label="Main">
      <div className={s.brand}>
        <A href={paths.home} aria-label="haste, home" style={{ display: "flex", alignItems: "center", gap: 8 }}>
          <Mark size={16} />
          <span className={s.word}>haste</span>
        </A>
        <span className={`${s.workspace} cut`} title={workspace}>
          {workspace}
        </span>
      </div>
      <button type="button" className={s.find} onClick={onFind}>
        <IconSearch size={15} stroke={1.6} aria-hidden="true" />
        <span className={s.label}>Search or run…</span>
        <span>
          <Kbd keys="mod+k" />
        </span>
      </button>
      {groups.map((group) => (
        <div key={group || "top"}>
          {group ? (
            <div className={s.groupName}>
              <span>{group}</span>
            </div>
          ) : null}
          {items(group)}
        </div>
      ))}
      <div className={s.foot}>
        <Today />
        {items("Foot")}
        <PersonMenu onKeys={onKeys} />
      </div>
    </nav>
  );
}

function RailItem({ screen, count: n }: { screen: Screen; count: number | undefined }) {
  const narrow = useMedia(NARROW);
  const current = useRouterState({ select: (state) => screenOf(state.location.pathname) });
  const Icon = screen.icon;
  return (
    <Tooltip label={screen.title} position="right" disabled={!narrow}>
      <A href={screen.href} className={s.item} aria-current={current === screen.id ? "page" : undefined}>
        <Icon size={16} stroke={1.6} />
        <span className={s.label}>{screen.title}</span>
        {n ? <span className={s.count}>{count(n)}</span> : null}
      </A>
    </Tooltip>
  );
}

function useCounts(): Record<string, number | undefined> {
  const home = useQuery(homeQuery);
  const sequences = useQuery({
    queryKey: ["sequences", "count"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 1, include: "total" }, signal }),
    staleTime: 60_000,
  });
  const tasks = useQuery(dueTasksQuery);
  const approvals = useQuery(approvalsQuery);
  const inbox = useQuery(inboxCountsQuery);
  return {
    home: home.data?.needsYou.length,
    inbox: inbox.data?.unread,
    sequences: sequences.data?.page.total,
    tasks: tasks.data?.page.total,
    approvals: approvals.data?.data.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

/** Today's sends against what the accounts may send, and the next mail. */
function Today() {
  const { data } = useQuery(homeQuery);
  const times = useTimes();
  if (!data) return null;
  const { sent, capacity, nextMailAt, nextMailFrom } = data.today;
  const from = nextMailFrom ? ` from ${nextMailFrom.split("@")[0]}@` : "";
  return (
    <div className={s.today}>
      <div className={s.todayRow}>
        <span>Sent today</span>
        <span className="num">
          <b>{count(sent)}</b> / {count(capacity)}
        </span>
      </div>
      <div className={s.meter}>
        <i style={{ width: `${capacity > 0 ? Math.min(100, (sent / capacity) * 100) : 0}%` }} />
      </div>
      <div className={`${s.next} cut`}>
        {nextMailAt ? `Next mail ${times.when(nextMailAt)}${from}` : "Nothing planned yet"}
      </div>
    </div>
  );
}
