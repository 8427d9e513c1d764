import { type ImapCommand, ok, signedIn } from "../session.ts";

export const namespace: ImapCommand = {
  states: signedIn,
  async run(session) {
    await session.send('* NAMESPACE (("" "/")) NIL NIL');
    return ok("Done.");
  },
};
