import { type ImapCommand, type ImapSession, mailOf, ok, selectedOf } from "../session.ts";

/** Leaves the folder and removes what is marked \Deleted, unless it was opened for reading only (RFC 3501 §6.4.2). */
export const close: ImapCommand = {
  states: ["selected"],
  async run(session) {
    const { folder, readOnly } = selectedOf(session);
    if (!readOnly) {
      const entries = await mailOf(session).entries(folder, {});
      const deleted = entries.filter((entry) => entry.flags.includes("\\Deleted")).map((entry) => entry.uid);
      if (deleted.length > 0) await mailOf(session).remove(folder, deleted);
    }
    return leave(session);
  },
};

/** Leaves the folder and removes nothing (RFC 3691). */
export const unselect: ImapCommand = { states: ["selected"], run: async (session) => leave(session) };

function leave(session: ImapSession) {
  session.selected = null;
  session.state = "authenticated";
  return ok("Closed.");
}
