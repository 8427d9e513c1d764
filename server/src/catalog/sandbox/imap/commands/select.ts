import { findFolder } from "../mail-store.ts";
import { type ImapCommand, mailOf, no, ok, signedIn } from "../session.ts";
import { itemsOf, keywordOf, textOf } from "../tokens.ts";

/** SELECT and EXAMINE; the latter can change nothing, not even \Seen. */
export function select({ readOnly }: { readOnly: boolean }): ImapCommand {
  return {
    states: signedIn,
    async run(session, args) {
      const mail = mailOf(session);
      const folder = findFolder(textOf(args[0]));
      session.selected = null;
      session.state = "authenticated";
      if (folder === null) return no("[NONEXISTENT] There is no such folder.");
      if (args[1] !== undefined && itemsOf(args[1]).some((item) => keywordOf(item) === "CONDSTORE")) {
        session.condstore = true;
      }
      const status = await mail.status(folder);
      const uids = await mail.uids(folder);
      await session.send("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
      const permanent = readOnly ? "" : "\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*";
      await session.send(`* OK [PERMANENTFLAGS (${permanent})] Flags that stay.`);
      await session.send(`* ${uids.length} EXISTS`);
      await session.send("* 0 RECENT");
      await session.send(`* OK [UIDVALIDITY ${status.uidValidity}] UIDs are valid.`);
      await session.send(`* OK [UIDNEXT ${status.uidNext}] The next UID.`);
      await session.send(`* OK [HIGHESTMODSEQ ${status.highestModseq}] The last change.`);
      session.selected = { folder, readOnly, uids, modseq: status.highestModseq };
      session.state = "selected";
      return ok(readOnly ? "[READ-ONLY] Opened for reading." : "[READ-WRITE] Opened.");
    },
  };
}
