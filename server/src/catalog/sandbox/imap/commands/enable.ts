import { type ImapCommand, ok, signedIn } from "../session.ts";
import { keywordOf } from "../tokens.ts";

/** RFC 5161; of all that may be asked for only CONDSTORE exists here. */
export const enable: ImapCommand = {
  states: signedIn,
  async run(session, args) {
    const isWanted = args.some((arg) => keywordOf(arg) === "CONDSTORE");
    if (isWanted) session.condstore = true;
    await session.send(isWanted ? "* ENABLED CONDSTORE" : "* ENABLED");
    return ok("Done.");
  },
};
