import { z } from "zod";
import { eventNames, LiveEvent } from "./nouns/operations.ts";

/** An AsyncAPI 3.0 document: what the product says by itself over its sockets. */
export function asyncApiDocument(): Record<string, unknown> {
  const {
    $schema: _,
    "~standard": __,
    ...payload
  } = z.toJSONSchema(LiveEvent, { io: "output" }) as Record<string, unknown>;
  const ref = (name: string) => ({ $ref: `#/channels/workspace/messages/${name}` });
  return {
    asyncapi: "3.0.0",
    info: {
      title: "hasteCRM Outreach: live events",
      version: "1",
      description:
        "Socket.IO 4 at /socket.io, one room per workspace, entered by the session cookie, an Authorization header or `auth.token` of the handshake. " +
        "`seq` is gap-free per workspace: after a gap, GET /api/v1/events?after=<seq> catches up exactly. Events with seq 0 are not kept.",
    },
    channels: {
      workspace: {
        address: "/socket.io",
        messages: Object.fromEntries(
          eventNames.map((name) => [name, { name, payload: { $ref: "#/components/schemas/LiveEvent" } }]),
        ),
      },
    },
    operations: {
      hear: { action: "send", channel: { $ref: "#/channels/workspace" }, messages: eventNames.map(ref) },
    },
    components: { schemas: { LiveEvent: payload } },
  };
}
