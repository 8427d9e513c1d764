import { anyState, type ImapCommand, ok } from "../session.ts";

export const logout: ImapCommand = {
  states: anyState,
  async run(session) {
    await session.send("* BYE Until next time.");
    session.state = "logged-out";
    return ok("Signed out.");
  },
};
