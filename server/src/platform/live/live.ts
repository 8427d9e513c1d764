import type { Server as HttpServer } from "node:http";
import type { EventName, LiveEvent } from "@haste/contract/nouns/operations";
import { Server } from "socket.io";
import { type Clock, workspaceTime } from "../clock/index.ts";
import { type Caller, type IdentityPort, loadWorkspace, newIdAt } from "../context/index.ts";
import { type Database, inWorkspace, listen } from "../db/index.ts";
import { type Addresses, checkOrigin, readCredential } from "../http/index.ts";
import type { Log } from "../log/index.ts";
import { type LiveNotice, liveChannel } from "./announce.ts";
import { createEventReader, type EventReader } from "./event-reader.ts";
import { passingToWire } from "./to-wire.ts";

export interface LiveOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly identity: IdentityPort;
  readonly log: Log;
  /** The product's HTTP server; sockets live at `/socket.io` of the same port. */
  readonly server: HttpServer;
  readonly addresses: Addresses;
}

type SentEvents = Record<EventName, (event: LiveEvent) => void>;

export interface Live {
  /** Ends all sockets; close it before the HTTP server and the database. */
  close(): Promise<void>;
}

/** What a lost notification costs at most. */
const fallbackMs = 1_000;

/**
 * Live events over Socket.IO, one room per workspace. A socket is let in by the session cookie, an `Authorization`
 * header or `auth.token` of its handshake, and gets every later event of its workspace under the event's own name, in
 * order; `GET /events?after=` tells what came before. Nothing is taken from clients.
 */
export async function startLive(options: LiveOptions): Promise<Live> {
  const io = new Server<Record<string, never>, SentEvents>(options.server, {
    serveClient: false,
    maxHttpBufferSize: 10_000,
    allowRequest: allowRequest(options),
  });
  const reader = createEventReader(options.db, (workspaceId, event) => {
    io.to(roomOf(workspaceId)).emit(event.name, event);
  });
  // Followed before the client hears "connect": what it then reads by `GET /events` and what follows leave no gap.
  io.use((socket, next) => {
    callerOf(options, socket.handshake)
      .then(async ({ workspace }) => {
        socket.data.workspaceId = workspace.id;
        await reader.follow(workspace.id);
      })
      .then(() => next(), next);
  });
  io.on("connection", (socket) => {
    const { workspaceId } = socket.data as { workspaceId: string };
    void socket.join(roomOf(workspaceId));
    // The room's last socket may have left meanwhile.
    reader.follow(workspaceId).catch((err: unknown) => {
      options.log.warn({ err }, "a socket could not be served");
      socket.disconnect(true);
    });
  });
  io.of("/").adapter.on("delete-room", (room: string) => reader.unfollow(room.slice(roomPrefix.length)));
  const emitPassing = passingEmitter(options, (room, event) => {
    io.to(room).emit(event.name, event);
  });
  const stopListening = await listen(options.db, liveChannel, (payload) => {
    if (payload === null) readAll(reader, options.log);
    else hear(JSON.parse(payload) as LiveNotice, { reader, emitPassing, log: options.log });
  });
  const fallback = setInterval(() => readAll(reader, options.log), fallbackMs);
  return {
    async close() {
      clearInterval(fallback);
      await stopListening();
      io.disconnectSockets(true);
      // The HTTP server is its owner's to close.
      io.engine.close();
    },
  };
}

const roomPrefix = "workspace:";
const roomOf = (workspaceId: string): string => roomPrefix + workspaceId;

/** The same names and origins as for requests: a foreign page must not open a socket with our cookie. */
function allowRequest({ addresses, log }: LiveOptions) {
  return (
    request: { headers: Record<string, string | string[] | undefined> },
    done: (message: string | null | undefined, isAllowed: boolean) => void,
  ): void => {
    addresses
      .isOurHost(request.headers.host as string | undefined)
      .then((isOurs) => {
        if (!isOurs) return done("This host name is not served here", false);
        if (request.headers.cookie !== undefined && request.headers.authorization === undefined)
          checkOrigin(request.headers, addresses.publicUrl());
        done(null, true);
      })
      .catch((err: unknown) => {
        log.debug({ err }, "a socket was refused");
        done("The request did not come from this site", false);
      });
  };
}

interface Handshake {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly auth: Record<string, unknown>;
}

async function callerOf(options: LiveOptions, handshake: Handshake): Promise<Caller> {
  const { token } = handshake.auth;
  const credential =
    typeof token === "string"
      ? ({ kind: "api-key", secret: token } as const)
      : readCredential(handshake.headers, options.addresses.isSecure(handshake.headers as { host?: string }));
  const workspaceId = credential === null ? null : await options.identity.workspaceOf(credential);
  if (credential === null || workspaceId === null) throw new Error("Nobody is signed in");
  const machineNow = options.clock.machineNow();
  const caller = await inWorkspace(options.db, workspaceId, (tx) =>
    options.identity.identify(tx, credential, machineNow),
  );
  if (!caller.actor.permissions.has("events:read")) throw new Error("This needs the permission events:read");
  return caller;
}

interface Ears {
  readonly reader: EventReader;
  readonly emitPassing: (notice: Required<LiveNotice>) => void;
  readonly log: Log;
}

function hear(notice: LiveNotice, { reader, emitPassing, log }: Ears): void {
  const { workspaceId, event } = notice;
  if (!reader.followed().includes(workspaceId)) return;
  if (event !== undefined) emitPassing({ workspaceId, event });
  else reader.read(workspaceId).catch((err: unknown) => log.warn({ err }, "new events could not be read"));
}

function readAll(reader: EventReader, log: Log): void {
  for (const workspaceId of reader.followed()) {
    reader.read(workspaceId).catch((err: unknown) => log.warn({ err }, "new events could not be read"));
  }
}

/** Passing events carry the workspace's time, which is read for each of them: they are few. */
function passingEmitter({ db, clock, log }: LiveOptions, emit: (room: string, event: LiveEvent) => void) {
  return ({ workspaceId, event }: Required<LiveNotice>): void => {
    const machineNow = clock.machineNow();
    inWorkspace(db, workspaceId, loadWorkspace).then(
      (workspace) => {
        if (workspace === null) return;
        const at = workspaceTime(machineNow, workspace);
        emit(roomOf(workspaceId), passingToWire(event, newIdAt(machineNow), at));
      },
      (err: unknown) => log.warn({ err }, "a passing event could not be shown"),
    );
  };
}
