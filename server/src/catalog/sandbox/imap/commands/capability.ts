import { anyState, type ImapCommand, ok } from "../session.ts";

/** What we say we can; each word has a test that uses it. */
export const capabilities = [
  "IMAP4rev1",
  "AUTH=PLAIN",
  "SASL-IR",
  "ID",
  "IDLE",
  "NAMESPACE",
  "ENABLE",
  "CONDSTORE",
  "SPECIAL-USE",
  "LITERAL+",
  "UIDPLUS",
  "UNSELECT",
].join(" ");

export const capability: ImapCommand = {
  states: anyState,
  async run(session) {
    await session.send(`* CAPABILITY ${capabilities}`);
    return ok("Done.");
  },
};
