import { anyState, type ImapCommand, ok } from "../session.ts";

/** NOOP and CHECK do nothing themselves; the connection tells changes after them. */
export const noop: ImapCommand = {
  states: anyState,
  run: async () => ok("Done."),
};
