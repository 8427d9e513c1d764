import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { EventRow } from "../app/event-row.tsx";
import { eventWords } from "../app/event-words.tsx";
import { useLive } from "../app/live.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { count } from "../ui/numbers.ts";
import { Actor } from "../ui/status/state.tsx";
import s from "./home.module.css";

const filters = {
  all: "All",
  reply: "Replies",
  engagement: "Opens and clicks",
  sending: "Sending",
  people: "People",
} as const;
type Filter = keyof typeof filters;

/** Enough to fill the tallest screen; the rest is on the pages of people and sequences. */
const SHOWN = 40;

/** What happens now, newest first. It holds still while paused or under the pointer and tells how much is new. */
export function LiveFeed() {
  const { events } = useLive();
  const [filter, setFilter] = useState<Filter>("all");
  const [paused, setPaused] = useState(false);
  const [over, setOver] = useState(false);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const newest = events[0]?.seq ?? 0;
  const shown = events.filter((event) => {
    const words = eventWords[event.name];
    return words && (filter === "all" || words.kind === filter);
  });
  const held = heldAt === null ? shown : shown.filter((event) => event.seq <= heldAt);
  const fresh = shown.length - held.length;
  const hold = (yes: boolean) => setHeldAt((before) => (yes ? (before ?? newest) : null));
  function pause() {
    hold(!paused || over);
    setPaused(!paused);
  }
  useKeys([{ keys: "p", label: paused ? "Let the feed run" : "Pause the feed", group: "Home", run: pause }]);
  return (
    <section className={s.feed} aria-label="Live">
      <div className={`${s.headLine} ${s.feedHead}`}>
        <h2>Live</h2>
        <span style={{ display: "flex", alignItems: "center", gap: 4 }}>
          <FilterMenu filter={filter} onChange={setFilter} />
          <Tooltip label={paused ? "Let it run (P)" : "Pause (P)"}>
            <ActionIcon
              onClick={pause}
              aria-label={paused ? "Let the feed run" : "Pause the feed"}
              aria-pressed={paused}
            >
              {paused ? <IconPlayerPlay size={16} stroke={1.6} /> : <IconPlayerPause size={16} stroke={1.6} />}
            </ActionIcon>
          </Tooltip>
        </span>
      </div>
      {fresh > 0 ? (
        <button type="button" className={s.pill} onClick={() => setHeldAt(paused || over ? newest : null)}>
          {count(fresh)} new
        </button>
      ) : null}
      <ul
        className={s.feedRows}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Events, newest first"
        onPointerEnter={() => {
          setOver(true);
          hold(true);
        }}
        onPointerLeave={() => {
          setOver(false);
          if (!paused) hold(false);
        }}
      >
        {held.length === 0 ? (
          <li className={s.quietFeed}>Quiet. The next mail, open or reply will appear here by itself.</li>
        ) : null}
        {held.slice(0, SHOWN).map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <div className={s.legend}>
        <Actor actor="human" word />
        <Actor actor="machine" word />
        <Actor actor="unknown" word />
      </div>
    </section>
  );
}

function FilterMenu({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <button
          type="button"
          className="link"
          style={{ color: "var(--text-2)", display: "inline-flex", alignItems: "center", gap: 6, minHeight: 24 }}
        >
          {filters[filter]} <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(filters) as Filter[]).map((each) => (
          <Menu.Item key={each} onClick={() => onChange(each)}>
            {filters[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
