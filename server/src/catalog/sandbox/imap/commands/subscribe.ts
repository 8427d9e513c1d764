import { type ImapCommand, ok, signedIn } from "../session.ts";

/** Every folder is subscribed for ever; asking changes nothing. */
export const subscribe: ImapCommand = {
  states: signedIn,
  run: async () => ok("Done."),
};
