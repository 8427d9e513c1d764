import { type ImapCommand, mailOf, ok, selectedOf } from "../session.ts";
import { ImapSyntax } from "../tokens.ts";
import { parseSearch, type SearchedMail } from "./search-keys.ts";

const batch = 200;

/** SEARCH and UID SEARCH (RFC 3501 §6.4.4). Sources are read only when a key looks into them. */
export const search: ImapCommand = {
  states: ["selected"],
  async run(session, args, { uid }) {
    const selected = selectedOf(session);
    const highest = { uid: selected.uids.at(-1) ?? 0, sequence: selected.uids.length };
    const isCharset = args[0]?.kind === "atom" && args[0].value.toUpperCase() === "CHARSET";
    const plan = parseSearch(isCharset ? args.slice(2) : args, highest);
    if (args.length === 0) throw new ImapSyntax("What should be searched for?");
    const mail = mailOf(session);
    const entries = await mail.entries(selected.folder, plan.messageId === null ? {} : { messageId: plan.messageId });
    const sequences = new Map(selected.uids.map((each, index) => [each, index + 1]));
    const found: number[] = [];
    for (let start = 0; start < entries.length; start += batch) {
      const some = entries.slice(start, start + batch);
      const none = new Map<number, Buffer>();
      const sources = plan.needsSource
        ? await mail.sources(
            selected.folder,
            some.map((entry) => entry.uid),
          )
        : none;
      for (const entry of some) {
        const sequence = sequences.get(entry.uid);
        if (sequence === undefined) continue;
        const candidate: SearchedMail = { entry, sequence, raw: sources.get(entry.uid) ?? Buffer.alloc(0) };
        if (plan.test(candidate)) found.push(uid ? entry.uid : sequence);
      }
    }
    await session.send(["* SEARCH", ...found].join(" "));
    return ok("Searched.");
  },
};
