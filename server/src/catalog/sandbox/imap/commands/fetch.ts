import { imapLimits } from "../limits.ts";
import type { MailEntry } from "../mail-store.ts";
import { type ImapCommand, type ImapSession, mailOf, ok, type Selected, selectedOf } from "../session.ts";
import { ImapSyntax, itemsOf, keywordOf, parseSet, type Token, textOf } from "../tokens.ts";
import { parenthesized } from "../wire.ts";
import { chosenUids } from "./chosen-uids.ts";
import { type FetchItem, parseItems } from "./fetch-items.ts";

/** FETCH and UID FETCH (RFC 3501 §6.4.5), with CHANGEDSINCE (RFC 7162 §3.1.4). */
export const fetch: ImapCommand = {
  states: ["selected"],
  async run(session, args, { uid }) {
    const selected = selectedOf(session);
    const highest = uid ? (selected.uids.at(-1) ?? 0) : selected.uids.length;
    const items = parseItems(args[1]);
    const changedSince = args[2] === undefined ? null : parseChangedSince(args[2]);
    if (changedSince !== null || items.some((item) => item.name === "MODSEQ")) session.condstore = true;
    const named = (name: string) => items.some((item) => item.name === name);
    const all: FetchItem[] = [
      ...(uid && !named("UID") ? parseItems({ kind: "atom", value: "UID" }) : []),
      ...items,
      ...(changedSince !== null && !named("MODSEQ") ? parseItems({ kind: "atom", value: "MODSEQ" }) : []),
    ];
    const uids = chosenUids(selected, parseSet(textOf(args[0]), highest), uid);
    for (let start = 0; start < uids.length; start += imapLimits.fetchBatch) {
      await answerBatch(session, uids.slice(start, start + imapLimits.fetchBatch), { items: all, changedSince });
    }
    return ok("Fetched.");
  },
};

interface Wanted {
  readonly items: readonly FetchItem[];
  readonly changedSince: number | null;
}

async function answerBatch(session: ImapSession, uids: readonly number[], wanted: Wanted): Promise<void> {
  const selected = selectedOf(session);
  const mail = mailOf(session);
  let entries = await entriesOf(session, selected, uids);
  if (wanted.changedSince !== null) {
    const since = wanted.changedSince;
    entries = entries.filter((entry) => entry.modseq > since);
  }
  const setsSeen = !selected.readOnly && wanted.items.some((item) => item.setsSeen);
  const unseen = setsSeen ? entries.filter((entry) => !entry.flags.includes("\\Seen")) : [];
  if (unseen.length > 0) {
    const seen = unseen.map((entry) => entry.uid);
    await mail.changeFlags(selected.folder, seen, { mode: "add", flags: ["\\Seen"] });
    entries = await entriesOf(
      session,
      selected,
      entries.map((entry) => entry.uid),
    );
  }
  const changedFlags = new Set(unseen.map((entry) => entry.uid));
  const flagItem = wanted.items.some((item) => item.name === "FLAGS")
    ? []
    : parseItems({ kind: "atom", value: "FLAGS" });
  const needsSource = wanted.items.some((item) => item.needsSource);
  const sources = needsSource
    ? await mail.sources(
        selected.folder,
        entries.map((entry) => entry.uid),
      )
    : new Map<number, Buffer>();
  for (const entry of entries) {
    const raw = sources.get(entry.uid) ?? null;
    if (needsSource && raw === null) continue;
    const items = changedFlags.has(entry.uid) ? [...wanted.items, ...flagItem] : wanted.items;
    const values = items.map((item) => item.write({ entry, raw: raw ?? Buffer.alloc(0) }));
    const sequence = selected.uids.indexOf(entry.uid) + 1;
    await session.send(Buffer.concat([Buffer.from(`* ${sequence} FETCH `), parenthesized(values)]));
  }
}

function entriesOf(session: ImapSession, selected: Selected, uids: readonly number[]): Promise<MailEntry[]> {
  return mailOf(session).entries(selected.folder, { uids });
}

function parseChangedSince(token: Token): number {
  const [name, value] = itemsOf(token);
  if (keywordOf(name) !== "CHANGEDSINCE") throw new ImapSyntax("Only CHANGEDSINCE is known here.");
  return Number(textOf(value));
}
