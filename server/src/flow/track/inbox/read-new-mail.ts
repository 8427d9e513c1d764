import type { FetchMessageObject, ImapFlow } from "imapflow";
import { momentIn } from "../../../ledger/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { fingerprintOf, fingerprintOfPlace, identifyingFields } from "./fingerprint.ts";
import { parseMail } from "./parse-mail.ts";
import type { InboxAccount, InboxParts } from "./ports.ts";
import { knownFingerprints, readCursor, writeCursor } from "./queries.ts";
import { type FetchedMail, inbox, recordMail } from "./record-mail.ts";
import type { Stumbles } from "./stumbles.ts";

/** A mailbox seen for the first time, or renumbered, is read back this far; older mail answers nothing of ours. */
const mostBackFill = 500;
const mostRescan = 2_000;
const batchSize = 50;
/** Bigger mails are read by their beginning, where the header and what somebody wrote stand. */
const mostWholeOctets = 25 * 1024 * 1024;
const beginningOctets = 256 * 1024;

export interface ReadingJob {
  readonly parts: InboxParts;
  readonly account: InboxAccount;
  readonly client: ImapFlow;
  readonly stumbles: Stumbles;
}

/** Reads everything the mailbox holds beyond the cursor, in UID order. Returns how many mails were new to us. */
export async function readNewMail(job: ReadingJob): Promise<number> {
  const { client } = job;
  // A server shows a mail that came meanwhile only after it was asked for news.
  await client.noop();
  const mailbox = client.mailbox;
  if (mailbox === false) throw new Error("The mailbox is not open.");
  const uidValidity = Number(mailbox.uidValidity);
  let lastUid = await findStart(job, uidValidity, mailbox.exists);
  const waiting = await uidsAfter(client, lastUid);
  let recorded = 0;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, job.stumbles.isSlow(waiting[0] as number) ? 1 : batchSize);
    recorded += await readBatch(job, uidValidity, batch);
    lastUid = batch.at(-1) ?? lastUid;
  }
  return recorded;
}

/** The UID after which to read. */
async function findStart(job: ReadingJob, uidValidity: number, exists: number): Promise<number> {
  const { account, parts, client } = job;
  const cursor = await inWorkspace(parts.database, account.workspaceId, (tx) =>
    readCursor(tx, account.accountId, inbox),
  );
  if (cursor?.uidValidity === uidValidity) return cursor.lastUid;
  const reach = cursor === null ? mostBackFill : mostRescan;
  if (cursor !== null) {
    parts.log.info({ accountId: account.accountId, exists }, "a mailbox was renumbered and is read again");
  }
  if (exists <= reach) return 0;
  const first = await client.fetchOne(String(exists - reach + 1), { uid: true });
  return first === false ? 0 : first.uid - 1;
}

async function uidsAfter(client: ImapFlow, lastUid: number): Promise<number[]> {
  const found = await client.search({ uid: `${lastUid + 1}:*` }, { uid: true });
  if (found === false || found === undefined) throw new Error("The mailbox could not be searched.");
  // "n:*" always names at least the last mail (RFC 3501 §9, seq-range).
  return found.filter((uid) => uid > lastUid).toSorted((a, b) => a - b);
}

async function readBatch(job: ReadingJob, uidValidity: number, uids: readonly number[]): Promise<number> {
  const { account, parts } = job;
  const [firstUid = 0] = uids;
  const lastUid = uids.at(-1) ?? 0;
  const heads = await fetchHeads(job, firstUid, uids);
  if (heads === null) return (await giveUpOn(job, uidValidity, firstUid)) ? 1 : 0;
  const marked = heads.map((head) => ({ head, fingerprint: fingerprintOf(head.headers ?? empty, head.size ?? 0) }));
  const known = await inWorkspace(parts.database, account.workspaceId, (tx) =>
    knownFingerprints(
      tx,
      account.accountId,
      marked.map((one) => one.fingerprint),
    ),
  );
  const fresh = marked.filter(({ fingerprint }) => !known.has(fingerprint.toString("hex")));
  const recorded = await recordInOrder(job, uidValidity, fresh);
  await inWorkspace(parts.database, account.workspaceId, async (tx) => {
    const { now } = await momentIn(tx, parts.clock.machineNow());
    writeCursor(tx, { accountId: account.accountId, folder: inbox, uidValidity, lastUid, at: now });
  });
  return recorded;
}

interface MarkedHead {
  readonly head: FetchMessageObject;
  readonly fingerprint: Buffer;
}

/**
 * Fetches and takes apart each mail while the one before it is recorded: both wait for somebody else most of the time.
 * They are recorded one after the other, so the cursor never passes a mail that is not.
 */
async function recordInOrder(job: ReadingJob, uidValidity: number, marked: readonly MarkedHead[]): Promise<number> {
  const begin = (place: number) => {
    const one = marked[place];
    const taking = one === undefined ? Promise.resolve(null) : take(job, uidValidity, one);
    // Its fault is thrown when its turn comes.
    taking.catch(() => {});
    return taking;
  };
  let recorded = 0;
  let coming = begin(0);
  for (const place of marked.keys()) {
    const fetched = await coming;
    coming = begin(place + 1);
    if (fetched !== null && (await recordMail(job.parts, job.account, fetched))) recorded += 1;
  }
  return recorded;
}

/** null: gone since the batch was listed. Whoever removed it has seen it. */
async function take(
  job: ReadingJob,
  uidValidity: number,
  { head, fingerprint }: MarkedHead,
): Promise<FetchedMail | null> {
  const isCut = (head.size ?? 0) > mostWholeOctets;
  const source = await fetchSource(job, head.uid, isCut);
  if (source === "gone") return null;
  const mail = source === null ? null : await parseMail(source);
  const internalDate = head.internalDate === undefined ? null : new Date(head.internalDate);
  return { ...nameless, place: { uid: head.uid, uidValidity }, fingerprint, internalDate, mail, isCut };
}

const empty = Buffer.alloc(0);
/** IMAP has no names that outlast a renumbered mailbox, and no conversations. */
const nameless = { providerId: null, conversation: [], isJunk: false };

/**
 * Header, size and date of each mail of the batch that is still there. A server also tells flags of other mails in the
 * same breath (RFC 3501 §7.4.2): those rows are no answer, and the cursor must not follow them.
 * @returns null where this mail's header broke the connection every time it was asked for
 */
async function fetchHeads(job: ReadingJob, firstUid: number, uids: readonly number[]) {
  if (job.stumbles.isHopeless("header", firstUid)) return null;
  const query = { uid: true, size: true, internalDate: true, headers: [...identifyingFields] };
  const heads = await job.stumbles.watch("header", firstUid, () =>
    job.client.fetchAll([...uids].join(","), query, { uid: true }),
  );
  const asked = new Set(uids);
  return heads
    .filter((head: FetchMessageObject) => asked.has(head.uid) && head.headers !== undefined)
    .toSorted((a: FetchMessageObject, b: FetchMessageObject) => a.uid - b.uid);
}

/** The bytes of a mail without marking it as read (BODY.PEEK); null: they broke the connection every time. */
async function fetchSource(job: ReadingJob, uid: number, isCut: boolean): Promise<Buffer | null | "gone"> {
  const { account, client, parts, stumbles } = job;
  const { accountId } = account;
  if (stumbles.isHopeless("whole", uid)) {
    parts.log.warn({ accountId, uid }, "a mail breaks the connection whenever it is fetched; kept without content");
    return null;
  }
  if (isCut) parts.log.warn({ accountId, uid }, "a mail above 25 MB is read by its beginning only");
  const range = { start: 0, maxLength: isCut ? beginningOctets : mostWholeOctets };
  const message = await stumbles.watch("whole", uid, () =>
    client.fetchOne(String(uid), { source: range }, { uid: true }),
  );
  return message === false || message.source === undefined ? "gone" : message.source;
}

function giveUpOn({ parts, account }: ReadingJob, uidValidity: number, uid: number): Promise<boolean> {
  parts.log.warn({ accountId: account.accountId, uid }, "the header of a mail cannot be fetched; noted as unreadable");
  const fingerprint = fingerprintOfPlace(uidValidity, uid);
  const place = { uid, uidValidity };
  return recordMail(parts, account, { ...nameless, place, fingerprint, internalDate: null, mail: null, isCut: false });
}
