import { findFolder } from "../mail-store.ts";
import { type ImapCommand, mailOf, no, ok, signedIn } from "../session.ts";
import { ImapSyntax, itemsOf, textOf } from "../tokens.ts";
import { parseDateTime } from "../wire.ts";
import { flagOf } from "./store.ts";

/** `APPEND folder [(flags)] ["date"] literal`; answers where the mail lies (RFC 4315 APPENDUID). */
export const append: ImapCommand = {
  states: signedIn,
  async run(session, args) {
    const folder = findFolder(textOf(args[0]));
    const raw = args.at(-1);
    if (args.length < 2 || raw?.kind !== "string") throw new ImapSyntax("The mail must come as a literal.");
    if (folder === null) return no("[TRYCREATE] There is no such folder.");
    const options = args.slice(1, -1);
    const flagList = options.find((option) => option.kind === "list");
    const date = options.find((option) => option.kind === "string");
    const internalDate = date === undefined ? null : parseDateTime(textOf(date));
    if (date !== undefined && internalDate === null) throw new ImapSyntax("The date cannot be read.");
    const flags = flagList === undefined ? [] : itemsOf(flagList).map(flagOf);
    const place = await mailOf(session).append(folder, { raw: raw.value, flags, internalDate });
    return ok(`[APPENDUID ${place.uidValidity} ${place.uid}] Stored.`);
  },
};
