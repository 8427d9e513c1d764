import { emailStatuses } from "@haste/contract/nouns/enrollments";
import type { ShownThread, ThreadMail } from "@haste/contract/nouns/inbox";
import { answerSubject, chainOf, foldedText } from "@haste/engine/track";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { RenderedEmail } from "../../render/index.ts";
import { inboundToWire } from "../inbound/to-wire.ts";
import type { InboundContent } from "../inbox/inbound-content.ts";
import { openInbounds, wordsOf } from "./content.ts";
import { rules, threadToWire } from "./list-threads.ts";
import {
  type CameInRow,
  listThreadInbound,
  listThreadSent,
  readThread,
  type SentRow,
  type ThreadRow,
} from "./queries.ts";

export interface ThreadPorts {
  /** Opens what came in. */
  readonly keyRing: KeyRing<Tx>;
  /** Opens what left. */
  readonly openContent: (tx: Tx, emailId: string, sealed: Uint8Array) => Promise<RenderedEmail>;
}

const mostMails = 100;
const Status = z.enum(emailStatuses);

/** @throws Problem `not_found` where nothing came in from this contact, and where there is no such mail */
export async function findThread(ctx: WorkContext, id: string): Promise<ThreadRow> {
  const row = await readThread(ctx.tx, id, { rules, now: ctx.now });
  if (row === null) throw new Problem("not_found", { detail: `There is no thread ${id}.` });
  return row;
}

/** A thread with its mails of both directions, by when they came or went. */
export async function showThread(ctx: WorkContext, ports: ThreadPorts, id: string): Promise<ShownThread> {
  const thread = await findThread(ctx, id);
  const cameIn = await listThreadInbound(ctx.tx, thread, mostMails);
  const contents = await openInbounds(ctx.tx, ports.keyRing, cameIn);
  const left = thread.contact_id === null ? [] : await listThreadSent(ctx.tx, thread.contact_id, mostMails);
  const mails = [
    ...cameIn.map((row) => inboundMail(row, contents.get(row.id))),
    ...(await Promise.all(left.map((row) => sentMail(ctx.tx, ports, row)))),
  ];
  // What is answered is what a person wrote last, through the account they wrote to.
  const answered = cameIn.find((row) => row.class === "human") ?? cameIn[0];
  return {
    ...threadToWire(thread, contents.get(thread.id)),
    mails: mails.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    answer:
      thread.contact_id === null || answered === undefined
        ? null
        : {
            sendingAccountId: answered.account_id,
            subject: answerSubject(answered.subject ?? ""),
            inReplyTo: inReplyTo(contents.get(answered.id)),
          },
  };
}

/** What an answer may name: the contract's pattern keeps out ids that could break a header. */
function inReplyTo(content: InboundContent | undefined): string | null {
  const id = content === undefined ? undefined : chainOf(content.mail).at(-1);
  return id !== undefined && id.length <= 255 && /^<[!-;=?-~]+>$/.test(id) ? id : null;
}

function inboundMail(row: CameInRow, content: InboundContent | undefined): ThreadMail {
  const text = content === undefined ? null : wordsOf(content);
  return {
    ...{ id: row.id, direction: "in", at: row.received_at.toISOString() },
    ...{ from: row.from_email, to: row.account_email, subject: row.subject ?? "" },
    text,
    textRemovedAt: row.text_removed_at?.toISOString() ?? null,
    quoted: content === undefined || text === null ? null : foldedText(content.mail.text, text),
    html: content?.mail.html ?? null,
    inbound: inboundToWire(row),
    email: null,
  };
}

async function sentMail(tx: Tx, ports: ThreadPorts, row: SentRow): Promise<ThreadMail> {
  const content = row.sealed === null ? null : await ports.openContent(tx, row.id, row.sealed);
  return {
    ...{ id: row.id, direction: "out", at: row.at.toISOString() },
    ...{ from: row.from_email, to: row.to_email, subject: row.subject ?? "" },
    text: content?.text ?? null,
    textRemovedAt: row.text_removed_at?.toISOString() ?? null,
    quoted: null,
    html: content?.html ?? null,
    inbound: null,
    email: {
      status: Status.parse(row.status),
      kind: row.kind,
      sequence: row.sequence_id === null ? null : { id: row.sequence_id, name: row.sequence_name ?? "" },
    },
  };
}
