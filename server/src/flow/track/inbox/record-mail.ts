import { asInstant, type Instant, toLocal, UTC } from "@haste/engine/base";
import {
  answeredMails,
  emailIdOf,
  type InboundMail,
  type InboundReading,
  isDoubtful,
  isTeachable,
  mailedUnsubscribeToken,
  mayAnswerInConversation,
  type ReadingContext,
  readInbound,
  readTaught,
  unsubscribeTokens,
} from "@haste/engine/track";
import { type Moment, momentIn, record } from "../../../ledger/index.ts";
import type { SealedColumn } from "../../../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { readUnsubscribeToken } from "../../render/index.ts";
import { readLessons } from "../lessons/read-lessons.ts";
import { queueOpinion } from "../opinions/queries/opinions.ts";
import { type InboundContent, inboundPlace } from "./inbound-content.ts";
import type { ParsedInbound } from "./parse-mail.ts";
import type { InboxAccount, InboxParts } from "./ports.ts";
import {
  claimInbound,
  findEmails,
  findSender,
  type OwnEmail,
  readOwnAddresses,
  replaceInbound,
  writeCursor,
} from "./queries.ts";
import { type SetAside, setAside } from "./set-aside.ts";
import { signalsOf } from "./signals-of.ts";

/** A mail as it was taken from the mailbox. */
export interface FetchedMail {
  /** Where it lies in an IMAP mailbox, which has been read up to it; null: how far was read is kept apart from it. */
  readonly place: { readonly uid: number; readonly uidValidity: number } | null;
  /** What its provider calls it; null at a server that has no lasting names. */
  readonly providerId: string | null;
  /** Message-IDs of other mails that its provider keeps in one conversation with it, where it says nothing itself. */
  readonly conversation: readonly string[];
  /** Further addresses of this mailbox, lower case. */
  readonly aliases: ReadonlySet<string>;
  readonly fingerprint: Buffer;
  /** When the mailbox got it; null where it does not say. */
  readonly internalDate: Date | null;
  /** null: the mailbox could not be made to hand it out. */
  readonly mail: ParsedInbound | null;
  /** Only its beginning was read, because it is too big. */
  readonly isCut: boolean;
}

export const inbox = "INBOX";

/**
 * One inbound mail, in one transaction: the claim, what it means, and how far the mailbox was read. So a mail is
 * recorded exactly once, and a reply stops the sequence in the transaction that stores the reply. Returns false where
 * the mail had been recorded before.
 */
export async function recordMail(parts: InboxParts, account: InboxAccount, fetched: FetchedMail): Promise<boolean> {
  const taken = await inWorkspace(parts.database, account.workspaceId, async (tx) => {
    const moment = await momentIn(tx, parts.clock.machineNow());
    const takenAs = await takeAny(tx, parts, account, { ...fetched, moment });
    if (fetched.place !== null) {
      const { uid: lastUid, uidValidity } = fetched.place;
      writeCursor(tx, { accountId: account.accountId, folder: inbox, uidValidity, lastUid, at: moment.now });
    }
    return takenAs;
  });
  if (taken !== null) parts.onCommitted(account.workspaceId);
  if (taken === "complaint") await lookAtComplaints(parts, account.workspaceId);
  return taken !== null;
}

/** The mail is recorded whatever becomes of this: the daily checks look again. */
async function lookAtComplaints({ complained, log }: InboxParts, workspaceId: string): Promise<void> {
  await complained?.(workspaceId).catch((err: unknown) =>
    log.warn({ err, workspaceId }, "complaints were not looked at"),
  );
}

/** As what it was recorded; null where it had been before. */
async function takeAny(
  tx: Tx,
  parts: InboxParts,
  account: InboxAccount,
  fetched: FetchedMail & { readonly moment: Moment },
): Promise<InboundReading["class"] | "receiver_report" | "unreadable" | null> {
  const { mail } = fetched;
  if (mail === null) return claimUnread(tx, account, { ...fetched, as: "unreadable", setAside: "unreadable" });
  const { receiverReport } = mail;
  if (receiverReport === null || parts.takeReport === undefined || fetched.isCut)
    return takeIn(tx, parts, account, { ...fetched, mail });
  const isTaken = await parts.takeReport(tx, receiverReport);
  return claimUnread(tx, account, { ...fetched, as: "receiver_report", setAside: isTaken ? null : "report_refused" });
}

type ReadableMail = FetchedMail & { readonly mail: ParsedInbound; readonly moment: Moment };

/** As what it was recorded; null where it had been before. */
async function takeIn(
  tx: Tx,
  parts: InboxParts,
  account: InboxAccount,
  fetched: ReadableMail,
): Promise<InboundReading["class"] | null> {
  const { mail, moment, fingerprint } = fetched;
  const ownAddresses = (await readOwnAddresses(tx)).add(account.email.toLowerCase()).union(fetched.aliases);
  const context = { ownAddresses, today: toLocal(UTC, moment.now).epochDay };
  const first = await askTeam(tx, parts, { mail, reading: readInbound(mail, context), context });
  const asked = await findUnsubscribed(tx, parts, { mail, reading: first });
  const reading = asked === null ? first : { ...first, ...signedWish };
  const email = asked ?? (await findAnswered(tx, parts, mail)) ?? (await findInConversation(tx, fetched));
  const isPersonal = reading.class === "human" || reading.class === "auto_reply";
  const sender = email === null && isPersonal && mail.from !== null ? await findSender(tx, mail.from) : null;
  const id = moment.newId();
  const receivedAt = arrivalOf(fetched.internalDate, email, moment);
  const key = fingerprint.toString("hex");
  const read = {
    inboundId: id,
    key,
    reading,
    receivedAt,
    email,
    sender,
    now: moment.now,
    isSignedWish: asked !== null,
  };
  const isClaimed = await claimInbound(tx, {
    id,
    accountId: account.accountId,
    fingerprint,
    providerId: fetched.providerId,
    receivedAt,
    fromEmail: mail.from?.slice(0, 320) ?? null,
    subject: mail.subject,
    class: reading.class,
    emailId: email?.id ?? null,
    contactId: email?.contact_id ?? sender?.contact_id ?? null,
    setAside: setAside(read),
    sorted: "sorted" in reading ? reading.sorted : null,
    sealed: reading.class === "own" ? null : await seal(parts, tx, { id, mail, reading, isCut: fetched.isCut }),
  });
  if (!isClaimed) return null;
  if ("sorted" in reading && isDoubtful(reading.sorted) && setAside(read) === null) {
    queueOpinion(tx, id, new Date(moment.machineNow));
  }
  await record(tx, signalsOf(read), moment);
  return reading.class;
}

/** As the team's corrections teach, where the model is not sure. */
async function askTeam(
  tx: Tx,
  { keyRing }: InboxParts,
  { mail, reading, context }: { mail: InboundMail; reading: InboundReading; context: ReadingContext },
): Promise<InboundReading> {
  if (!("sorted" in reading) || !isTeachable(reading.sorted)) return reading;
  return readTaught(mail, reading, { lessons: await readLessons(tx, keyRing), context });
}

async function seal(parts: InboxParts, tx: Tx, { id, ...content }: InboundContent & { id: string }): Promise<Buffer> {
  const cipher = await parts.keyRing.cipher(tx.workspaceId, tx);
  return cipher.seal(JSON.stringify(content), inboundPlace(id));
}

/** What was read, wherever it lies sealed. */
export const sealedInboxColumns: readonly SealedColumn[] = [
  {
    table: "inbound_mails",
    column: "sealed",
    id: ["id"],
    place: ([id = ""]) => inboundPlace(id),
    replace: replaceInbound,
  },
];

type Unread = FetchedMail & {
  readonly moment: Moment;
  readonly as: "unreadable" | "receiver_report";
  readonly setAside: SetAside | null;
};

/** A mail that says nothing to people: of a report only what was counted is kept, where counts are kept. */
async function claimUnread(tx: Tx, account: InboxAccount, fetched: Unread): Promise<Unread["as"] | null> {
  const { moment, mail } = fetched;
  const isClaimed = await claimInbound(tx, {
    id: moment.newId(),
    accountId: account.accountId,
    fingerprint: fetched.fingerprint,
    providerId: fetched.providerId,
    receivedAt: arrivalOf(fetched.internalDate, null, moment),
    fromEmail: mail?.from?.slice(0, 320) ?? null,
    subject: mail?.subject ?? "",
    class: fetched.as,
    emailId: null,
    contactId: null,
    sealed: null,
    setAside: fetched.setAside,
    sorted: null,
  });
  return isClaimed ? fetched.as : null;
}

/** What a mail means whose subject is ours, whatever else it says. */
const signedWish = {
  asksToStop: true,
  sorted: { class: "unsubscribe", confidence: 1, by: "words", until: null, person: null },
} as const;

/**
 * The email whose header a mail program followed to write to us that its recipient wants no more. Only the token counts:
 * whoever has it was sent that mail, and From can be anybody's.
 */
async function findUnsubscribed(
  tx: Tx,
  parts: InboxParts,
  { mail, reading }: { readonly mail: InboundMail; readonly reading: InboundReading },
): Promise<OwnEmail | null> {
  const token = reading.class === "human" || reading.class === "auto_reply" ? mailedUnsubscribeToken(mail) : null;
  const ref = token === null ? null : readUnsubscribeToken(parts.signingKeys, token);
  if (ref === null || ref.workspaceId !== tx.workspaceId) return null;
  return (await findEmails(tx, [ref.emailId], []))[0] ?? null;
}

/** The likeliest email of this workspace that the mail speaks of; mails of other workspaces are strangers here. */
export async function findAnswered(tx: Tx, parts: InboxParts, mail: InboundMail): Promise<OwnEmail | null> {
  const answered = answeredMails(mail);
  const tokenIds = unsubscribeTokens(mail).flatMap((token) => {
    const ref = readUnsubscribeToken(parts.signingKeys, token);
    return ref?.workspaceId === tx.workspaceId ? ref.emailId : [];
  });
  const ids = [...answered.flatMap((one) => one.emailId ?? []), ...tokenIds];
  const messageIds = answered.flatMap((one) => [one.messageId, `<${one.messageId}>`]);
  if (ids.length === 0 && messageIds.length === 0) return null;
  const emails = await findEmails(tx, ids, messageIds);
  for (const { messageId, emailId } of answered) {
    const named = emails.find(
      (email) => email.id === emailId || email.provider_message_id?.replace(/^<|>$/g, "") === messageId,
    );
    if (named !== undefined) return named;
  }
  return emails.find((email) => tokenIds.includes(email.id)) ?? null;
}

/** The email of ours that the provider keeps in one conversation with a mail whose header names none. */
async function findInConversation(tx: Tx, { mail, conversation }: ReadableMail): Promise<OwnEmail | null> {
  const ids = conversation.flatMap((messageId) => emailIdOf(messageId) ?? []);
  const emails = await findEmails(tx, ids, conversation);
  // The last one that left: of several emails in a conversation an answer speaks of the newest.
  const sent = emails.filter((email) => email.sent_at !== null && mayAnswerInConversation(mail, email.to_email));
  return sent.toSorted((a, b) => (b.sent_at?.getTime() ?? 0) - (a.sent_at?.getTime() ?? 0))[0] ?? null;
}

/** When it arrived, on the workspace's clock: never in the future, and never before what it answers had left. */
function arrivalOf(internalDate: Date | null, email: OwnEmail | null, { now }: Moment): Instant {
  const said = internalDate === null || Number.isNaN(internalDate.getTime()) ? now : internalDate.getTime();
  return asInstant(Math.min(now, Math.max(said, email?.sent_at?.getTime() ?? 0)));
}
