import type { Instant } from "@haste/engine/base";
import type { ClaimedEmail, Mark } from "../../ledger/index.ts";
import type { RenderedEmail } from "../render/index.ts";
import type { LaneAccount } from "./account.ts";
import { composeMail, type MailParts } from "./compose/compose-mail.ts";
import { composeRich } from "./compose/compose-rich.ts";
import { signMail } from "./dkim/index.ts";
import { type Files, filesOf } from "./files-of-mails.ts";
import type { AttemptTrace, ContentSeal } from "./kept.ts";
import type { OutgoingMail } from "./providers/index.ts";

/** One claimed batch; its claim is finished when every email has its result. */
export interface Batch {
  readonly claimId: string;
  readonly offsetMs: number;
  readonly account: LaneAccount;
  readonly seal: ContentSeal;
  readonly files: Files;
  open: number;
  readonly refused: ClaimedEmail[];
}

/** One email on its way to a connection. */
export interface Job {
  readonly email: ClaimedEmail;
  readonly rendered: RenderedEmail;
  readonly batch: Batch;
}

/** What is written of it as it leaves. */
export function markOf({ batch, email, rendered }: Job, trace: AttemptTrace | null): Mark {
  return {
    emailId: email.id,
    claimId: batch.claimId,
    to: email.to_email,
    subject: rendered.subject.slice(0, 500),
    fromEmail: batch.account.email,
    inReplyTo: email.previous_message_id,
    sealed: batch.seal.seal(email.id, { ...rendered, trace }),
  };
}

/** @throws Error where it cannot be composed: an address is none, a file is gone */
export async function mailOf({ batch, email, rendered }: Job, now: Instant): Promise<OutgoingMail> {
  const parts: MailParts = {
    messageId: email.message_id,
    date: new Date(now),
    from: { name: rendered.fromName ?? batch.account.displayName, address: batch.account.email },
    to: email.to_email,
    subject: rendered.subject,
    html: rendered.html,
    text: rendered.text,
    inReplyTo: email.previous_message_id,
    references: email.previous_references ?? (email.previous_message_id === null ? [] : [email.previous_message_id]),
    unsubscribeUrl: rendered.unsubscribeUrl,
    unsubscribeMailbox: batch.account.readsReplies ? batch.account.email : null,
    eventHeader: batch.account.eventHeader?.(email.id) ?? null,
  };
  const envelope = { id: email.id, from: batch.account.email, to: email.to_email };
  const files = filesOf(rendered, batch.files);
  const raw = files.length === 0 ? composeMail(parts) : await composeRich(parts, files);
  return { envelope, parts, files, raw: await signMail(raw, batch.account.dkimKeys, parts.date) };
}
