import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { clockTime, dayKey, fullTime, when } from "../ui/time.ts";
import { api } from "./api.ts";
import { useLive } from "./live.ts";
import { useMe } from "./session.ts";

/** Workspace time: real time in live workspaces, the sandbox clock (ahead of it, maybe faster) in sandboxes. */
export interface WorkspaceClock {
  readonly now: Date;
  readonly zone: string;
  readonly rate: number;
  /** How far ahead of real time, in milliseconds. */
  readonly aheadMs: number;
  /** An advance is under way, whoever started it. */
  readonly moving: boolean;
}

const Clock = createContext<WorkspaceClock | null>(null);

export function ClockProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const sandbox = me.workspace.mode === "sandbox";
  const clock = useQuery({
    queryKey: ["clock"],
    queryFn: async ({ signal }) => ({ ...(await api("GET /sandbox/clock", { signal })), readAt: Date.now() }),
    enabled: sandbox,
    staleTime: 30_000,
    refetchInterval: (query) => (query.state.data?.moving ? 1_000 : false),
  });
  const rate = clock.data?.rate ?? 1;
  const [real, setReal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setReal(Date.now()), rate > 1 ? 1_000 : 10_000);
    return () => clearInterval(timer);
  }, [rate]);
  useAheadOfUs(clock.data, clock.refetch);
  const value = useMemo(() => {
    const read = clock.data;
    const told = sandbox ? Date.parse(me.now) : real;
    const now = read ? Date.parse(read.now) + Math.max(0, real - read.readAt) * read.rate : told;
    const moving = read?.moving ?? false;
    return { now: new Date(now), zone: me.workspace.timezone, rate, aheadMs: now - real, moving };
  }, [clock.data, real, rate, sandbox, me.now, me.workspace.timezone]);
  return <Clock value={value}>{children}</Clock>;
}

/** The clock may be walked from elsewhere: an event later than our reading of it means that it was. */
function useAheadOfUs(read: { now: string; rate: number; readAt: number } | undefined, reread: () => unknown) {
  const latest = useLive().events[0]?.occurredAt;
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!read || !latest || latest === last.current) return;
    const told = Date.parse(read.now) + (Date.now() - read.readAt) * read.rate;
    if (Date.parse(latest) <= told + 60_000) return;
    last.current = latest;
    reread();
  }, [latest, read, reread]);
}

export function useClock(): WorkspaceClock {
  const clock = useContext(Clock);
  if (!clock) throw new Error("useClock is called outside the shell");
  return clock;
}

/** Instants in the workspace's zone, in the shortest words that cannot be misread; null is an en dash. */
export function useTimes() {
  const { now, zone } = useClock();
  return useMemo(
    () => ({
      when: (at: string | null | undefined) => (at ? when(at, now, zone) : "–"),
      full: (at: string | null | undefined) => (at ? fullTime(at, zone) : "–"),
      time: (at: string | null | undefined) => (at ? clockTime(at, zone) : "–"),
      isToday: (at: string) => dayKey(at, zone) === dayKey(now, zone),
    }),
    [now, zone],
  );
}
