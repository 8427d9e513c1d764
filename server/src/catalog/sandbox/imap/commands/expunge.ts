import { tellChanges } from "../refresh.ts";
import { type ImapCommand, mailOf, no, ok, selectedOf } from "../session.ts";
import { isInSet, parseSet, textOf } from "../tokens.ts";

/** Removes mails marked \Deleted; UID EXPUNGE only those named (RFC 4315). */
export const expunge: ImapCommand = {
  states: ["selected"],
  async run(session, args, { uid }) {
    const { folder, readOnly, uids } = selectedOf(session);
    if (readOnly) return no("[READ-ONLY] The folder was opened for reading only.");
    const named = uid ? parseSet(textOf(args[0]), uids.at(-1) ?? 0) : null;
    const entries = await mailOf(session).entries(folder, {});
    const deleted = entries
      .filter((entry) => entry.flags.includes("\\Deleted") && (named === null || isInSet(named, entry.uid)))
      .map((entry) => entry.uid);
    if (deleted.length > 0) await mailOf(session).remove(folder, deleted);
    await tellChanges(session);
    return ok("Removed.");
  },
};
