import { folders } from "../mail-store.ts";
import { type ImapCommand, ok, signedIn } from "../session.ts";
import { textOf } from "../tokens.ts";

/** LIST and LSUB; `RETURN (SPECIAL-USE)` and other options are read past, special use is always told. */
export function list(verb: "LIST" | "LSUB"): ImapCommand {
  return {
    states: signedIn,
    async run(session, args) {
      const isExtended = args[0]?.kind === "list";
      const [reference, pattern] = isExtended ? args.slice(1) : args;
      const wanted = textOf(reference) + (pattern?.kind === "list" ? "*" : textOf(pattern));
      if (wanted === "") {
        await session.send(`* ${verb} (\\Noselect) "/" ""`);
        return ok("Done.");
      }
      for (const { name, use } of folders) {
        const flags = ["\\HasNoChildren", ...(use === null ? [] : [use])].join(" ");
        if (matches(name, wanted)) await session.send(`* ${verb} (${flags}) "/" "${name}"`);
      }
      return ok("Done.");
    },
  };
}

/** `*` and `%` mean the same where no folder has children. Never compiled to a regular expression: no backtracking. */
function matches(name: string, pattern: string): boolean {
  const [head = "", ...rest] = pattern.toLowerCase().split(/[*%]+/);
  let remaining = name.toLowerCase();
  if (!remaining.startsWith(head)) return false;
  remaining = remaining.slice(head.length);
  const tail = rest.pop();
  if (tail === undefined) return remaining === "";
  for (const piece of rest) {
    const at = remaining.indexOf(piece);
    if (at < 0) return false;
    remaining = remaining.slice(at + piece.length);
  }
  return remaining.endsWith(tail);
}
