import type { FlagChange } from "../mail-store.ts";
import { type ImapCommand, mailOf, no, ok, selectedOf } from "../session.ts";
import { ImapSyntax, itemsOf, keywordOf, parseSet, type Token, textOf } from "../tokens.ts";
import { chosenUids } from "./chosen-uids.ts";

const modes: Record<string, FlagChange["mode"]> = { "+": "add", "-": "remove", "": "set" };

/** `STORE set [(UNCHANGEDSINCE n)] [+-]FLAGS[.SILENT] (flags)` (RFC 3501 §6.4.6, RFC 7162 §3.1.3). */
export const store: ImapCommand = {
  states: ["selected"],
  async run(session, args, { uid }) {
    const selected = selectedOf(session);
    if (selected.readOnly) return no("[READ-ONLY] The folder was opened for reading only.");
    const mail = mailOf(session);
    const rest = args.slice(1);
    const condition = rest[0]?.kind === "list" ? unchangedSince(rest.shift()) : null;
    const item = /^([+-]?)FLAGS(\.SILENT)?$/.exec(keywordOf(rest.shift()));
    if (item === null) throw new ImapSyntax("Only FLAGS can be stored.");
    const flags = rest[0]?.kind === "list" ? itemsOf(rest[0]).map(flagOf) : rest.map(flagOf);
    let uids = chosenUids(
      selected,
      parseSet(textOf(args[0]), uid ? (selected.uids.at(-1) ?? 0) : selected.uids.length),
      uid,
    );
    let modified: number[] = [];
    if (condition !== null) {
      const entries = await mail.entries(selected.folder, { changedSince: condition });
      const tooNew = new Set(entries.map((entry) => entry.uid));
      modified = uids.filter((each) => tooNew.has(each));
      uids = uids.filter((each) => !tooNew.has(each));
    }
    const changed = await mail.changeFlags(selected.folder, uids, { mode: modes[item[1] ?? ""] ?? "set", flags });
    for (const entry of changed) {
      if (item[2] !== undefined && !session.condstore) continue;
      const told = item[2] === undefined ? ` FLAGS (${entry.flags.join(" ")})` : "";
      const modseq = session.condstore ? ` MODSEQ (${entry.modseq})` : "";
      await session.send(`* ${selected.uids.indexOf(entry.uid) + 1} FETCH (UID ${entry.uid}${told}${modseq})`);
    }
    return ok(modified.length > 0 ? `[MODIFIED ${modified.join(",")}] Some had changed meanwhile.` : "Stored.");
  },
};

/** A flag as it may be kept; a client cannot smuggle anything but a flag into an answer. */
export function flagOf(token: Token): string {
  const flag = textOf(token, "latin1");
  if (!/^\\?[A-Za-z0-9$_.:-]{1,64}$/.test(flag)) throw new ImapSyntax("This is not a flag.");
  const known = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"];
  return known.find((each) => each.toLowerCase() === flag.toLowerCase()) ?? flag;
}

function unchangedSince(token: Token | undefined): number {
  const [name, value] = itemsOf(token);
  if (keywordOf(name) !== "UNCHANGEDSINCE") throw new ImapSyntax("Only UNCHANGEDSINCE is known here.");
  return Number(textOf(value));
}
