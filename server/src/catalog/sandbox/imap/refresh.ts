import { type ImapSession, mailOf } from "./session.ts";

/**
 * Tells the client what changed in its folder since it last heard: flags, removals, arrivals. Called where sequence
 * numbers may move (NOOP, IDLE, after UID commands), never while answering a command that speaks in them (RFC 3501
 * §7.4.1). One cheap look when nothing changed.
 */
export async function tellChanges(session: ImapSession): Promise<void> {
  const selected = session.selected;
  if (selected === null) return;
  const mail = mailOf(session);
  const status = await mail.status(selected.folder);
  if (status.highestModseq === selected.modseq) return;
  const changed = await mail.entries(selected.folder, { changedSince: selected.modseq });
  const uids = await mail.uids(selected.folder);
  selected.modseq = Math.max(status.highestModseq, ...changed.map((entry) => entry.modseq));
  const present = new Set(uids);
  for (let index = selected.uids.length - 1; index >= 0; index -= 1) {
    if (!present.has(selected.uids[index] ?? 0)) await session.send(`* ${index + 1} EXPUNGE`);
  }
  const lastKnown = selected.uids.at(-1) ?? 0;
  const grown = (uids.at(-1) ?? 0) > lastKnown;
  selected.uids = uids;
  if (grown) await session.send(`* ${uids.length} EXISTS`);
  for (const entry of changed) {
    const sequence = uids.indexOf(entry.uid) + 1;
    if (entry.uid > lastKnown || sequence === 0) continue;
    const modseq = session.condstore ? ` MODSEQ (${entry.modseq})` : "";
    await session.send(`* ${sequence} FETCH (UID ${entry.uid} FLAGS (${entry.flags.join(" ")})${modseq})`);
  }
}
