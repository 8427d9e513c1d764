import { asInstant, type Instant, toLocal, UTC } from "@haste/engine/base";
import {
  answeredMails,
  type InboundMail,
  type InboundReading,
  mailedUnsubscribeToken,
  readInbound,
  unsubscribeTokens,
} from "@haste/engine/track";
import { type Moment, momentIn, record } from "../../../ledger/index.ts";
import type { SealedColumn } from "../../../platform/crypto/index.ts";
import { inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { readEmailToken } from "../../render/index.ts";
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
import { setAside } from "./set-aside.ts";
import { signalsOf } from "./signals-of.ts";

/** A mail as it was taken from the mailbox. */
export interface FetchedMail {
  readonly uid: number;
  readonly uidValidity: number;
  readonly fingerprint: Buffer;
  /** When the mailbox got it; null where it does not say. */
  readonly internalDate: Date | null;
  /** null: the mailbox could not be made to hand it out. */
  readonly mail: ParsedInbound | null;
  /** Only its beginning was read, because it is too big. */
  readonly isCut: boolean;
}

/** What is kept of an inbound mail, sealed: enough to show it and to read it again by better rules. */
export interface InboundContent {
  /** Mails of before their HTML was kept have none. */
  readonly mail: InboundMail & { readonly html?: string | null };
  readonly reading: InboundReading;
  readonly isCut: boolean;
}

export const inbox = "INBOX";

/**
 * One inbound mail, in one transaction: the claim, what it means, and how far the mailbox was read. So a mail is
 * recorded exactly once, and a reply stops the sequence in the transaction that stores the reply. Returns false where
 * the mail had been recorded before.
 */
export async function recordMail(parts: InboxParts, account: InboxAccount, fetched: FetchedMail): Promise<boolean> {
  const isNew = await inWorkspace(parts.database, account.workspaceId, async (tx) => {
    const moment = await momentIn(tx, parts.clock.machineNow());
    const isClaimed =
      fetched.mail === null
        ? await claimUnreadable(tx, account, { fetched, moment })
        : await takeIn(tx, parts, account, { ...fetched, mail: fetched.mail, moment });
    const { uid: lastUid, uidValidity } = fetched;
    await writeCursor(tx, { accountId: account.accountId, folder: inbox, uidValidity, lastUid, at: moment.now });
    return isClaimed;
  });
  if (isNew) parts.onCommitted(account.workspaceId);
  return isNew;
}

type ReadableMail = FetchedMail & { readonly mail: ParsedInbound; readonly moment: Moment };

async function takeIn(tx: Tx, parts: InboxParts, account: InboxAccount, fetched: ReadableMail): Promise<boolean> {
  const { mail, moment, fingerprint } = fetched;
  const first = readInbound(mail, {
    ownAddresses: (await readOwnAddresses(tx)).add(account.email.toLowerCase()),
    today: toLocal(UTC, moment.now).epochDay,
  });
  const asked = await findUnsubscribed(tx, parts, { mail, reading: first });
  const reading = asked === null ? first : { ...first, ...signedWish };
  const email = asked ?? (await findAnswered(tx, parts, mail));
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
  if (!isClaimed) return false;
  await record(tx, signalsOf(read), moment);
  return true;
}

async function seal(parts: InboxParts, tx: Tx, { id, ...content }: InboundContent & { id: string }): Promise<Buffer> {
  const cipher = await parts.keyRing.cipher(tx.workspaceId, tx);
  return cipher.seal(JSON.stringify(content), inboundPlace(id));
}

export const inboundPlace = (id: string) => `inbound mail ${id}`;

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

function claimUnreadable(
  tx: Tx,
  account: InboxAccount,
  { fetched, moment }: { fetched: FetchedMail; moment: Moment },
): Promise<boolean> {
  return claimInbound(tx, {
    id: moment.newId(),
    accountId: account.accountId,
    fingerprint: fetched.fingerprint,
    receivedAt: arrivalOf(fetched.internalDate, null, moment),
    fromEmail: null,
    subject: "",
    class: "unreadable",
    emailId: null,
    contactId: null,
    sealed: null,
    setAside: "unreadable",
    sorted: null,
  });
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
  const ref = token === null ? null : readEmailToken(parts.signingKeys, "unsubscribe", token);
  if (ref === null || ref.workspaceId !== tx.workspaceId) return null;
  return (await findEmails(tx, [ref.emailId], []))[0] ?? null;
}

/** The likeliest email of this workspace that the mail speaks of; mails of other workspaces are strangers here. */
async function findAnswered(tx: Tx, parts: InboxParts, mail: InboundMail): Promise<OwnEmail | null> {
  const answered = answeredMails(mail);
  const tokenIds = unsubscribeTokens(mail).flatMap((token) => {
    const ref = readEmailToken(parts.signingKeys, "unsubscribe", token);
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

/** When it arrived, on the workspace's clock: never in the future, and never before what it answers had left. */
function arrivalOf(internalDate: Date | null, email: OwnEmail | null, { now }: Moment): Instant {
  const said = internalDate === null || Number.isNaN(internalDate.getTime()) ? now : internalDate.getTime();
  return asInstant(Math.min(now, Math.max(said, email?.sent_at?.getTime() ?? 0)));
}
