import type { LiveEvent } from "@haste/contract/nouns/operations";
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api } from "./api.ts";

/**
 * What happens now. Events come over a socket; their gap-free `seq` tells whether one was missed, and `GET /events`
 * fetches what was. While the socket is down the same read is polled, so screens stay right, only slower.
 */
export interface Live {
  readonly state: "connecting" | "live" | "lost";
  /** Newest first, at most `KEPT`. */
  readonly events: readonly LiveEvent[];
  readonly lastSeq: number;
  /** When the socket was lost, real time. */
  readonly lostAt: number | null;
}

const KEPT = 200;
const POLL_MS = 5_000;
/** Screens are refreshed at most this often, however many events arrive. */
const REFRESH_MS = 700;

/** Which queries (by the first part of their key) an event makes stale. */
const stale: readonly (readonly [prefix: string, topics: readonly string[]])[] = [
  ["email.", ["inbox", "outbox", "home", "sequences", "enrollments", "emails", "sandbox", "contact", "approvals"]],
  ["enrollment.", ["inbox", "outbox", "home", "sequences", "enrollments", "contact", "tasks", "approvals"]],
  ["sequence.", ["home", "sequences", "tasks", "preflights"]],
  ["contact.", ["inbox", "contacts", "contact"]],
  ["task.", ["tasks", "home", "enrollments", "contact"]],
  ["inbox.", ["inbox", "home"]],
  ["job.", ["jobs", "home", "imports"]],
  [
    "clock.",
    ["clock", "me", "inbox", "home", "outbox", "sandbox", "sequences", "enrollments", "emails", "tasks", "approvals"],
  ],
];

let live: Live = { state: "connecting", events: [], lastSeq: 0, lostAt: null };
const listeners = new Set<() => void>();

function set(patch: Partial<Live>) {
  live = { ...live, ...patch };
  for (const listener of listeners) listener();
}

export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}

/** Starts listening; the returned function stops it. Called once by the shell, after sign-in. */
export function startLive(queries: QueryClient): () => void {
  const run = { stopped: false, catching: false, again: false, started: false };
  const topics = new Set<string>();
  let refresh: ReturnType<typeof setTimeout> | undefined;

  function touch(events: readonly LiveEvent[]) {
    for (const event of events)
      for (const [prefix, names] of stale)
        if (event.name.startsWith(prefix)) for (const name of names) topics.add(name);
    refresh ??= setTimeout(() => {
      refresh = undefined;
      for (const topic of topics) void queries.invalidateQueries({ queryKey: [topic] }, { cancelRefetch: false });
      topics.clear();
    }, REFRESH_MS);
  }

  function accept(events: readonly LiveEvent[], refreshing: boolean) {
    const fresh = events.filter((event) => event.seq === 0 || event.seq > live.lastSeq);
    if (fresh.length === 0) return;
    const kept = fresh.filter((event) => event.seq > 0).sort((a, b) => b.seq - a.seq);
    set({ events: [...kept, ...live.events].slice(0, KEPT), lastSeq: Math.max(live.lastSeq, kept[0]?.seq ?? 0) });
    if (refreshing) touch(fresh);
  }

  async function catchUp() {
    if (run.catching) {
      run.again = true;
      return;
    }
    run.catching = true;
    try {
      do {
        run.again = false;
        const first = !run.started;
        const page = await api("GET /events", { query: first ? { limit: 100 } : { after: live.lastSeq, limit: 1000 } });
        run.started = true;
        accept(page.data, !first);
        if (first) set({ lastSeq: Math.max(live.lastSeq, page.lastSeq) });
        else if (page.hasMore) run.again = true;
      } while (run.again && !run.stopped);
    } catch {
      // The next poll or reconnect asks again; the strip under the header says the connection is lost.
    } finally {
      run.catching = false;
    }
  }

  function receive(event: LiveEvent) {
    if (event.seq > live.lastSeq + 1) void catchUp();
    else accept([event], true);
  }

  const poll = setInterval(() => {
    if (live.state !== "live") void catchUp();
  }, POLL_MS);
  void catchUp();
  const closing = connect(receive, {
    up: () => {
      set({ state: "live", lostAt: null });
      void catchUp();
    },
    down: () => set({ state: "lost", lostAt: live.lostAt ?? Date.now() }),
  });
  return () => {
    run.stopped = true;
    clearInterval(poll);
    clearTimeout(refresh);
    void closing.then((close) => close());
  };
}

async function connect(
  receive: (event: LiveEvent) => void,
  on: { up: () => void; down: () => void },
): Promise<() => void> {
  const { io } = await import("socket.io-client");
  const socket = io({ path: "/socket.io", withCredentials: true });
  socket.on("connect", on.up);
  socket.on("disconnect", on.down);
  socket.on("connect_error", on.down);
  socket.onAny((name: string, event: LiveEvent) => receive({ ...event, name: name as LiveEvent["name"] }));
  return () => void socket.close();
}
