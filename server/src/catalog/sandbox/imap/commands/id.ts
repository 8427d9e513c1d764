import { anyState, type ImapCommand, ok } from "../session.ts";

/** RFC 2971; what the client says of itself is not kept. */
export const id: ImapCommand = {
  states: anyState,
  async run(session) {
    await session.send('* ID ("name" "hasteCRM sandbox")');
    return ok("Done.");
  },
};
