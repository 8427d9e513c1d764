import { type FolderStatus, findFolder } from "../mail-store.ts";
import { type ImapCommand, mailOf, no, ok, signedIn } from "../session.ts";
import { ImapSyntax, itemsOf, keywordOf, textOf } from "../tokens.ts";

const readers: Record<string, (status: FolderStatus) => number> = {
  MESSAGES: (status) => status.messages,
  RECENT: () => 0,
  UIDNEXT: (status) => status.uidNext,
  UIDVALIDITY: (status) => status.uidValidity,
  UNSEEN: (status) => status.unseen,
  HIGHESTMODSEQ: (status) => status.highestModseq,
};

export const status: ImapCommand = {
  states: signedIn,
  async run(session, args) {
    const folder = findFolder(textOf(args[0]));
    const names = itemsOf(args[1]).map(keywordOf);
    if (folder === null) return no("[NONEXISTENT] There is no such folder.");
    const found = await mailOf(session).status(folder);
    const values = names.map((name) => {
      const read = readers[name];
      if (read === undefined) throw new ImapSyntax("This status is not known.");
      return `${name} ${read(found)}`;
    });
    await session.send(`* STATUS "${folder}" (${values.join(" ")})`);
    return ok("Done.");
  },
};
