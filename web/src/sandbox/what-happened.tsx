import type { ResponseOf } from "@haste/contract/client";
import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconFlag,
  IconHourglass,
  IconInbox,
  IconMessage,
  IconMoon,
  IconPlayerPause,
  IconPlayerStop,
  IconSend,
  IconUserPlus,
} from "@tabler/icons-react";
import { type ComponentType, useRef } from "react";
import { useClock, useTimes } from "../app/clock.tsx";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { Line } from "../ui/status/line.tsx";
import { Actor } from "../ui/status/state.tsx";
import { dayKey, exactTime } from "../ui/time.ts";
import { planWords } from "./act-words.ts";
import s from "./beside.module.css";
import type { Acting } from "./sandbox-queries.ts";

type Trace = ResponseOf<"GET /sandbox/emails/:id/trace">;
type Happening = Trace["events"][number];

const icons: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  enrolled: IconUserPlus,
  scheduled: IconClock,
  caught: IconInbox,
  sent: IconSend,
  delivered: IconCircleCheck,
  deferred: IconHourglass,
  held: IconPlayerPause,
  paused: IconPlayerPause,
  bounced: IconCircleX,
  failed: IconCircleX,
  uncertain: IconAlertTriangle,
  replied: IconMessage,
  auto_replied: IconMoon,
  complained: IconFlag,
  unsubscribed: IconBan,
  stopped: IconPlayerStop,
  completed: IconCircleCheck,
};

/** The way of this mail, newest first, and what comes next. It grows by itself as things happen. */
export function WhatHappened({ mail, acting }: { mail: SandboxEmail; acting: Acting }) {
  const { trace } = acting;
  const found = trace.data;
  const planned = mail.acts.filter((act) => !act.done).sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section className={s.happened} aria-label="What happened">
      <div className={s.happenedHead}>
        <h2>What happened</h2>
        {found ? <Line stage={found.stage} end={endOf(found)} /> : null}
      </div>
      {trace.isPending ? (
        <div className={p.bones}>
          <Bone width="60%" />
          <Bone width="45%" />
          <Bone width="55%" />
        </div>
      ) : null}
      {trace.error && !found ? <ErrorState error={trace.error} retry={() => void trace.refetch()} /> : null}
      {found ? <Events trace={found} /> : null}
      <Next trace={found} planned={planned} />
    </section>
  );
}

function endOf(trace: Trace): "failed" | undefined {
  return trace.events.some((event) => event.code === "bounced" || event.code === "failed") ? "failed" : undefined;
}

const idOf = (event: Happening) => `${event.at} ${event.code} ${event.detail ?? ""}`;

function Events({ trace }: { trace: Trace }) {
  // What was there when the mail was opened is not new; what comes while one looks is lit for a moment.
  const known = useRef<ReadonlySet<string> | null>(null);
  known.current ??= new Set(trace.events.map(idOf));
  return (
    <ol className={s.events}>
      {trace.events.map((event) => (
        <Row key={idOf(event)} event={event} fresh={!known.current?.has(idOf(event))} />
      ))}
    </ol>
  );
}

function Row({ event, fresh }: { event: Happening; fresh: boolean }) {
  const { now, zone } = useClock();
  const times = useTimes();
  const Icon = icons[event.code] ?? IconClock;
  const today = dayKey(event.at, zone) === dayKey(now, zone);
  return (
    <li className={s.event} data-fresh={fresh || undefined}>
      <time dateTime={event.at} title={times.full(event.at)}>
        {today ? exactTime(event.at, zone) : times.when(event.at)}
      </time>
      <i>{event.actor ? <Actor actor={event.actor} /> : <Icon size={14} stroke={1.75} />}</i>
      <span>
        <b>{event.title}</b>
        {event.detail ? <span>{withLocalTimes(event.detail, times.when)}</span> : null}
      </span>
    </li>
  );
}

/** Instants inside a sentence of the API are told in the workspace's zone, like every other time on the screen. */
function withLocalTimes(detail: string, when: (at: string) => string): string {
  return detail.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g, (at) => when(at));
}

function Next({ trace, planned }: { trace: Trace | undefined; planned: SandboxEmail["acts"] }) {
  const times = useTimes();
  const [act] = planned;
  if (!trace?.next && !act) return null;
  return (
    <div className={s.next}>
      {act ? (
        <p>
          At {times.when(act.at)} <b>the recipient {planWords(act)}</b>, by {act.by === "persona" ? "persona" : "you"}.
        </p>
      ) : null}
      {trace?.next ? (
        <p>
          {trace.next.at ? (
            <>
              <b>Next {times.full(trace.next.at)}.</b>{" "}
            </>
          ) : null}
          {withLocalTimes(trace.next.detail, times.when)}
        </p>
      ) : null}
    </div>
  );
}
