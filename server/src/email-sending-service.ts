/**
 * The specification's `EmailSendingService`, over the stages that do the work: whoever embeds the product calls it, the
 * product itself does not. What it sends goes the one way of every email, so its retries are the corrected ones: a 4xx is
 * tried again later by the schedule of `engine/send`, a 5xx never, and a mail whose final reply was lost never by itself.
 */
import { asInstant } from "@haste/engine/base";
import { type BounceType, type EventService, emailIdOf, meaningOf, readProviderEvents } from "@haste/engine/track";
import { sendableAccount } from "./catalog/sending-accounts/index.ts";
import { type OneOffPorts, type Sender, sendManual } from "./flow/send/index.ts";
import { Recorder, recordEvents } from "./flow/track/index.ts";
import {
  dueLanes,
  hasRoomNow,
  momentOf,
  type NewSignal,
  noteUsage,
  readContents,
  readEmail,
  record,
  stages,
} from "./ledger/index.ts";
import type { Clock } from "./platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor, type WorkContext } from "./platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "./platform/db/index.ts";
import type { Log } from "./platform/log/index.ts";

/** An email to one contact; its places are filled from the contact. */
export interface QueuedEmail {
  readonly contactId: string;
  readonly sendingAccountId: string;
  readonly subject: string;
  readonly htmlContent: string;
  readonly textContent?: string | null;
  readonly inReplyTo?: string | null;
}

/** What is known of an email after it was tried. */
export interface SendResult {
  readonly emailId: string;
  readonly messageId: string;
  /** `scheduled`: it waits for room, or is tried again later; `uncertain`: nobody knows whether it left. */
  readonly status:
    | "scheduled"
    | "sending"
    | "sent"
    | "delivered"
    | "bounced"
    | "failed"
    | "canceled"
    | "held"
    | "uncertain";
  /** Why it has not left, in words. */
  readonly reason: string | null;
}

/** What a sending service posted about its mails, as it posted it: JSON, or the fields of a form. */
export interface ProviderNotice {
  readonly service: EventService;
  readonly notice: unknown;
}

interface Account {
  readonly id: string;
}
interface OpenMetadata {
  readonly agent: string;
}

export interface EmailSendingService {
  queueEmail(email: QueuedEmail): Promise<string>;
  processQueue(): Promise<void>;
  sendEmail(email: QueuedEmail): Promise<SendResult>;
  sendBulk(emails: readonly QueuedEmail[]): Promise<SendResult[]>;
  /** True: the account has room in this hour and this day. */
  checkRateLimit(account: Account): Promise<boolean>;
  /** Counts mails that left by another way. */
  updateUsage(account: Account, count: number): Promise<void>;
  trackOpen(messageId: string, metadata: OpenMetadata): Promise<void>;
  /** @param link where it leads; one that is not in the email counts nothing */
  trackClick(messageId: string, link: string, metadata: OpenMetadata): Promise<void>;
  trackReply(messageId: string): Promise<void>;
  /** Of a provider's notice, whatever in it is a bounce. */
  processBounce(
    bounce: { readonly messageId: string; readonly type: BounceType; readonly reply?: string } | ProviderNotice,
  ): Promise<void>;
  /** Of a provider's notice, whatever in it is a complaint. */
  processComplaint(complaint: { readonly messageId: string } | ProviderNotice): Promise<void>;
}

export interface EmailSendingParts extends OneOffPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: Sender;
  readonly workspaceId: string;
  /** After what may have told something. */
  readonly onCommitted: (workspaceId: string) => void;
}

const lanesPerLook = 256;

export function createEmailSendingService(parts: EmailSendingParts): EmailSendingService {
  const sending = new Sending(parts);
  const tracking = new Tracking(parts, sending);
  return {
    queueEmail: (email) => sending.queue(email),
    processQueue: () => sending.processQueue(),
    sendEmail: async (email) => (await sending.sendAll([email]))[0] as SendResult,
    sendBulk: (emails) => sending.sendAll(emails),
    checkRateLimit: ({ id }) =>
      sending.within(async (ctx) => hasRoomNow(ctx.tx, await roomOf(ctx, id), asInstant(ctx.now.getTime()))),
    updateUsage: ({ id }, count) =>
      sending.within(async (ctx) => noteUsage(ctx.tx, await roomOf(ctx, id), count, momentOf(ctx))),
    trackOpen: (messageId, { agent }) => tracking.fetched(messageId, "opened", { agent, link: null, links: null }),
    trackClick: (messageId, link, { agent }) => tracking.clicked(messageId, link, agent),
    trackReply: (messageId) => tracking.told(messageId, { kind: "replied", actor: "human", meta: {} }),
    processBounce: (bounce) => {
      if ("notice" in bounce) return tracking.noticed(bounce, "bounced");
      const { messageId, type, reply } = bounce;
      const meta = { bounceType: type, ...(reply === undefined ? {} : { reply }) };
      return tracking.told(messageId, { kind: "bounced", actor: "machine", meta });
    },
    processComplaint: (complaint) =>
      "notice" in complaint
        ? tracking.noticed(complaint, "complained")
        : tracking.told(complaint.messageId, { kind: "complained", actor: "human", meta: {} }),
  };
}

async function roomOf(ctx: WorkContext, id: string) {
  const account = await sendableAccount(ctx.tx, id);
  return { ...account, zone: account.timezone };
}

class Sending {
  readonly #parts: EmailSendingParts;

  constructor(parts: EmailSendingParts) {
    this.#parts = parts;
  }

  /** One transaction of this workspace, as a request would have it. */
  async within<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
    const { database, clock, log, workspaceId } = this.#parts;
    const machineNow = clock.machineNow();
    return inWorkspace(database, workspaceId, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) throw new Error(`There is no workspace ${workspaceId}`);
      const actor = systemActor("email sending service");
      return work(
        makeContext({ tx, workspace, machineNow, actor, requestId: newIdAt(machineNow), log, afterCommit: () => {} }),
      );
    });
  }

  async queue({ contactId, ...body }: QueuedEmail): Promise<string> {
    const { body: queued } = await this.within((ctx) =>
      sendManual(ctx, this.#parts, { params: { id: contactId }, body }),
    );
    return queued.id;
  }

  /** Sends whatever is due of this workspace. */
  async processQueue(): Promise<void> {
    const { database, clock, workspaceId, sender } = this.#parts;
    const now = asInstant(clock.machineNow().getTime());
    const lanes = await asSweep(database, (sweep) => dueLanes(sweep, now, lanesPerLook));
    const own = lanes.filter((lane) => lane.workspace_id === workspaceId && lane.stage === stages.send);
    await Promise.all(own.map(({ lane }) => sender.runLane(workspaceId, lane)));
  }

  async sendAll(emails: readonly QueuedEmail[]): Promise<SendResult[]> {
    const ids: string[] = [];
    for (const email of emails) ids.push(await this.queue(email));
    // A lane that was at its end already has not seen them: the second look finds it idle.
    for (let look = 0; look < 2; look += 1) await this.processQueue();
    const results: SendResult[] = [];
    for (const id of ids) results.push(await this.within((ctx) => resultOf(ctx, id)));
    return results;
  }
}

async function resultOf(ctx: WorkContext, id: string): Promise<SendResult> {
  const email = await readEmail(ctx.tx, id);
  if (email === null) throw new Error(`There is no email ${id}`);
  const { message_id: messageId, status } = email;
  return { emailId: id, messageId, status, reason: email.held_reason ?? email.bounce_reason };
}

type Told = Pick<NewSignal, "kind" | "actor" | "meta">;

class Tracking {
  readonly #parts: EmailSendingParts;
  readonly #sending: Sending;
  readonly #recorder: Recorder;

  constructor(parts: EmailSendingParts, sending: Sending) {
    this.#parts = parts;
    this.#sending = sending;
    this.#recorder = new Recorder({ database: parts.database, onCommitted: parts.onCommitted });
  }

  async fetched(
    messageId: string,
    kind: "opened" | "clicked",
    { agent, link, links }: { readonly agent: string; readonly link: number | null; readonly links: number | null },
  ): Promise<void> {
    const emailId = emailIdOf(messageId);
    if (emailId === null) return;
    const { workspaceId, clock } = this.#parts;
    const asked = { method: "GET", ahead: null, network: null, visitor: null, machineAt: clock.machineNow() };
    await this.#recorder.record({ workspaceId, emailId, kind, link, links, agent, ...asked });
  }

  async clicked(messageId: string, link: string, agent: string): Promise<void> {
    const emailId = emailIdOf(messageId);
    if (emailId === null) return;
    const links = await this.#sending.within(async ({ tx }) => {
      const sealed = (await readContents(tx, [emailId])).get(emailId);
      return sealed === undefined ? [] : (await (await this.#parts.openSeal(tx)).open(emailId, sealed)).links;
    });
    const place = links.indexOf(link);
    if (place !== -1) await this.fetched(messageId, "clicked", { agent, link: place, links: links.length });
  }

  /** Told once by whoever heard of it: the same again changes nothing. */
  async told(messageId: string, what: Told): Promise<void> {
    const emailId = emailIdOf(messageId);
    if (emailId === null) return;
    await this.#sending.within(async (ctx) => {
      const email = await readEmail(ctx.tx, emailId);
      if (email === null) return;
      const { contact_id: contactId, enrollment_id: enrollmentId } = email;
      const occurredAt = asInstant(ctx.now.getTime());
      const about = { emailId, contactId, enrollmentId, occurredAt, link: null, key: `told ${what.kind} ${emailId}` };
      await record(ctx.tx, [{ ...what, ...about }], momentOf(ctx));
    });
    this.#parts.onCommitted(this.#parts.workspaceId);
  }

  /** Every email a notice says this of, by the rules of the address the provider posts to; the same again changes nothing. */
  async noticed({ service, notice }: ProviderNotice, kind: "bounced" | "complained"): Promise<void> {
    const events = (readProviderEvents(service, notice) ?? []).filter((event) =>
      meaningOf(event).some((meaning) => meaning.kind === kind),
    );
    await this.#sending.within((ctx) => recordEvents(ctx.tx, { service, accountId: null, events }, momentOf(ctx)));
    this.#parts.onCommitted(this.#parts.workspaceId);
  }
}
