import { imapLimits } from "../limits.ts";
import { tellChanges } from "../refresh.ts";
import { type ImapCommand, mailOf, ok, signedIn } from "../session.ts";
import { ImapSyntax } from "../tokens.ts";

/** RFC 2177: says what changes until the client sends DONE. A change is told when the store tells us, not on a timer. */
export const idle: ImapCommand = {
  states: signedIn,
  async run(session) {
    let telling = Promise.resolve();
    const tellSoon = () => {
      telling = telling.then(() => tellChanges(session)).catch(() => void session.socket.destroy());
    };
    const stop = mailOf(session).watch((folder) => {
      if (folder === session.selected?.folder) tellSoon();
    });
    try {
      await session.send("+ Waiting for changes");
      // What came between the last answer and now must not wait for the next change.
      tellSoon();
      const line = await session.reader.readLine(imapLimits.commandLine);
      if (line !== null && line.toString("latin1").trim().toUpperCase() !== "DONE") {
        throw new ImapSyntax("DONE was expected.");
      }
    } finally {
      stop();
      await telling;
    }
    return ok("Done waiting.");
  },
};
