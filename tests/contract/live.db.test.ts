import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eventNames, type LiveEvent } from "@haste/contract/nouns/operations";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { announce, createPokes, type Live, type Pokes, startLive } from "../../server/src/platform/live/index.ts";
import { testLog } from "../support/database.ts";
import { call, startTestProduct, type TestProduct } from "./support.ts";

let product: TestProduct;
let live: Live;
let pokes: Pokes;
const sockets: Socket[] = [];

beforeAll(async () => {
  product = await startTestProduct();
  const { db, clock, identity, http } = product;
  live = await startLive({ db, clock, identity, log: testLog, server: http.server, addresses: http.addresses });
  pokes = createPokes(db);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  await pokes.close();
  await live.close();
  await product.close();
});

type Events = { data: LiveEvent[]; lastSeq: number; hasMore: boolean };

interface Listener {
  readonly heard: LiveEvent[];
  /** Resolves when `count` events have come. */
  until(count: number): Promise<void>;
}

function connect(options: { token?: string; headers?: Record<string, string>; url?: string }): Promise<Listener> {
  const socket = io(options.url ?? product.url, {
    transports: ["websocket"],
    reconnection: false,
    auth: options.token === undefined ? {} : { token: options.token },
    extraHeaders: options.headers ?? {},
  });
  sockets.push(socket);
  const heard: LiveEvent[] = [];
  let wake = () => {};
  socket.onAny((name: string, event: LiveEvent) => {
    expect(event.name).toBe(name);
    heard.push(event);
    wake();
  });
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  return new Promise((resolve, reject) => {
    socket.on("connect", () => resolve({ heard, until }));
    socket.on("connect_error", reject);
  });
}

/** What the ledger's last statement before a commit does. */
async function happen(workspaceId: string, count: number): Promise<void> {
  await inWorkspace(product.db, workspaceId, (tx) =>
    tx.rows(
      `with counter as (
         insert into event_counters as c (workspace_id, last_seq) values ($1, $2)
         on conflict (workspace_id) do update set last_seq = c.last_seq + $2 returning last_seq)
       insert into events (workspace_id, seq, id, kind, body)
       select $1, counter.last_seq - $2 + n, gen_random_uuid(), $3, $4 from counter, generate_series(1, $2) n`,
      [
        workspaceId,
        count,
        eventNames.indexOf("email.opened") + 1,
        { occurredAt: "2026-01-01T00:00:00.000Z", emailId: randomUUID() },
      ],
    ),
  );
}

describe("live events", () => {
  test("reach every socket of the workspace once, in order, and nobody else", async () => {
    const [mine, theirs] = [await product.workspace(), await product.workspace()];
    const listeners = [
      await connect({ token: mine.apiKey }),
      await connect({ headers: { authorization: `Bearer ${mine.apiKey}` } }),
    ];
    const stranger = await connect({ token: theirs.apiKey });
    for (let batch = 0; batch < 5; batch += 1) {
      await happen(mine.workspaceId, 300);
      pokes.poke(mine.workspaceId);
    }
    for (const listener of listeners) {
      await listener.until(1_500);
      expect(listener.heard.map((event) => event.seq)).toEqual(Array.from({ length: 1_500 }, (_, n) => n + 1));
    }
    expect(stranger.heard).toEqual([]);
  });

  test("come without a poke too, a little later", async () => {
    const { workspaceId, apiKey } = await product.workspace();
    const listener = await connect({ token: apiKey });
    await happen(workspaceId, 1);
    await listener.until(1);
    expect(listener.heard[0]).toMatchObject({ seq: 1, name: "email.opened" });
  });

  test("are told by every process of the API, and who slept catches up where it stopped", async () => {
    const { db, clock, identity, http } = product;
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const other = await startLive({ db, clock, identity, log: testLog, server, addresses: http.addresses });
    try {
      const { workspaceId, apiKey } = await product.workspace();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const [here, there] = [await connect({ token: apiKey }), await connect({ token: apiKey, url })];
      await happen(workspaceId, 40);
      pokes.poke(workspaceId);
      await Promise.all([here.until(40), there.until(40)]);
      expect(there.heard).toEqual(here.heard);

      for (const socket of sockets.splice(0)) socket.close();
      await happen(workspaceId, 700);
      const awake = await connect({ token: apiKey, url });
      const seen: number[] = [];
      for (let after = 40, hasMore = true; hasMore; after = seen.at(-1) ?? after) {
        const { body } = await call<Events>(product.url, `GET /api/v1/events?after=${after}`, { key: apiKey });
        seen.push(...body.data.map((event) => event.seq));
        hasMore = body.hasMore;
      }
      await happen(workspaceId, 10);
      await awake.until(10);
      seen.push(...awake.heard.map((event) => event.seq));
      expect(seen).toEqual(Array.from({ length: 710 }, (_, n) => n + 41));
    } finally {
      await other.close();
      server.closeAllConnections();
      server.close();
    }
  });

  test("that are not kept carry the number 0 and only travel when they are committed", async () => {
    const { workspaceId, apiKey } = await product.workspace();
    const listener = await connect({ token: apiKey });
    const jobId = randomUUID();
    const undone = inWorkspace(product.db, workspaceId, async (tx) => {
      await announce(tx, { name: "job.progress", jobId: randomUUID() });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await inWorkspace(product.db, workspaceId, (tx) => announce(tx, { name: "job.progress", jobId }));
    await listener.until(1);
    expect(listener.heard).toMatchObject([{ name: "job.progress", seq: 0, jobId }]);
  });

  test("are refused to strangers, foreign pages and foreign host names", async () => {
    const { apiKey } = await product.workspace();
    await expect(connect({})).rejects.toThrow("Nobody is signed in");
    await expect(connect({ token: `${apiKey}x` })).rejects.toThrow("Nobody is signed in");
    await expect(
      connect({ headers: { cookie: "haste_session_1=x", origin: "https://evil.example" } }),
    ).rejects.toThrow();
    await expect(connect({ token: apiKey, headers: { host: "rebound.example" } })).rejects.toThrow();
  });
});

describe("GET /events", () => {
  test("catches up exactly after a number, and shows the newest without one", async () => {
    const { workspaceId, apiKey } = await product.workspace();
    const read = async (query: string) =>
      (await call<Events>(product.url, `GET /api/v1/events${query}`, { key: apiKey })).body;
    expect(await read("")).toEqual({ data: [], lastSeq: 0, hasMore: false });
    await happen(workspaceId, 7);
    const first = await read("?after=2&limit=3");
    expect([first.data.map((event) => event.seq), first.lastSeq, first.hasMore]).toEqual([[3, 4, 5], 7, true]);
    const rest = await read("?after=5&limit=3");
    expect([rest.data.map((event) => event.seq), rest.lastSeq, rest.hasMore]).toEqual([[6, 7], 7, false]);
    expect((await read("?limit=2")).data.map((event) => event.seq)).toEqual([6, 7]);
  });
});
