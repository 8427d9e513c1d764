import { momentIn } from "../../../ledger/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { fingerprintOfPlace, fingerprintOfSource } from "./fingerprint.ts";
import type { MailboxJob, MailboxSession } from "./mailbox-session.ts";
import { type ParsedInbound, parseMail } from "./parse-mail.ts";
import { type MailboxApi, MailboxBusy, MailboxRefused } from "./ports.ts";
import { knownProviderIds, readPositions, writeAddresses, writePosition } from "./queries.ts";
import { findAnswered, recordMail } from "./record-mail.ts";

/** What a provider tells news of by itself. */
export interface MailboxFolder {
  /** Under which its position is kept; '' is what every mailbox has. */
  readonly key: string;
  readonly path: string;
  /** Only what answers an email of ours is taken from it. */
  readonly isJunk: boolean;
}

/** A mail that a provider says came, before it is fetched. */
export interface ArrivedMail {
  readonly id: string;
  /** What the provider calls the conversation it lies in; null: it is the only mail of it. */
  readonly conversation: string | null;
  readonly receivedAt: Date | null;
}

/** Mails that came, and how far everything has been told once they are recorded; null: only together with a later page. */
export interface NewsPage {
  readonly mails: readonly ArrivedMail[];
  readonly position: string | null;
}

/** The bytes of a mail without marking it as read, and what only its provider knows of it. */
export interface MailSource {
  readonly source: Buffer;
  readonly isCut: boolean;
  readonly conversation: string | null;
  readonly receivedAt: Date | null;
}

export interface NewsOptions {
  /** As it was kept; null: the mailbox is read for the first time. */
  readonly position: string | null;
  readonly now: Date;
  /** The position was too old for the provider: it is read back a bounded way. */
  readonly onExpired: () => void;
}

/** How one provider tells what came into a mailbox. */
export interface ApiMailbox {
  /** In the order in which they are asked. */
  folders(api: MailboxApi): Promise<readonly MailboxFolder[]>;
  news(api: MailboxApi, folder: MailboxFolder, options: NewsOptions): AsyncIterable<NewsPage>;
  /** null: it is gone, or is nothing that came from outside. */
  fetch(api: MailboxApi, mail: ArrivedMail): Promise<MailSource | null>;
  /** Message-IDs of the mails in a conversation. */
  messageIds(api: MailboxApi, conversation: string): Promise<readonly string[]>;
  /** Every address the mailbox sends from, lower case; null: we may not know. */
  addresses(api: MailboxApi): Promise<ReadonlySet<string> | null>;
  /** Asks to be called when something comes, where that is set up; until when the calls are good for, else null. */
  watch(api: MailboxApi, job: MailboxJob): Promise<Date | null>;
}

const pollMs = 30_000;
/** Of a mailbox that calls us: calls get lost, and nobody says so. */
const watchedPollMs = 5 * 60_000;
/** Folders and addresses are made by hand, now and then. */
const layoutGoodForMs = 60 * 60_000;

/** A mailbox behind an API: asked what changed since it was last asked, again and again or when it is woken. */
export async function openApiMailbox(
  job: MailboxJob,
  openApi: () => Promise<MailboxApi>,
  mailbox: ApiMailbox,
): Promise<MailboxSession> {
  const api = await openApi();
  let timer: NodeJS.Timeout | undefined;
  let reader: ApiReader | null = null;
  let readerUntil = 0;
  let isWatched = false;
  return {
    async readNew() {
      clearTimeout(timer);
      isWatched = (await mailbox.watch(api, job)) !== null;
      const now = job.parts.clock.machineNow().getTime();
      if (reader === null || now >= readerUntil) {
        await keepAddresses(job, await mailbox.addresses(api));
        reader = new ApiReader(job, api, mailbox, await mailbox.folders(api));
        readerUntil = now + layoutGoodForMs;
      }
      return reader.readNew();
    },
    listen() {
      clearTimeout(timer);
      const ms = job.parts.pollMs ?? (isWatched ? watchedPollMs : pollMs);
      timer = setTimeout(() => job.events.onNews(), ms);
    },
    close() {
      clearTimeout(timer);
      api.close();
      job.events.onEnded();
    },
  };
}

async function keepAddresses({ parts, account }: MailboxJob, addresses: ReadonlySet<string> | null): Promise<void> {
  if (addresses === null) return;
  const { workspaceId, accountId } = account;
  await inWorkspace(parts.database, workspaceId, (tx) => writeAddresses(tx, accountId, [...addresses]));
}

class ApiReader {
  readonly #job: MailboxJob;
  readonly #api: MailboxApi;
  readonly #mailbox: ApiMailbox;
  readonly #folders: readonly MailboxFolder[];

  constructor(job: MailboxJob, api: MailboxApi, mailbox: ApiMailbox, folders: readonly MailboxFolder[]) {
    this.#job = job;
    this.#api = api;
    this.#mailbox = mailbox;
    this.#folders = folders;
  }

  async readNew(): Promise<number> {
    const { parts, account } = this.#job;
    const positions = await inWorkspace(parts.database, account.workspaceId, (tx) =>
      readPositions(tx, account.accountId),
    );
    let recorded = 0;
    for (const folder of this.#folders) recorded += await this.#readFolder(folder, positions.get(folder.key) ?? null);
    return recorded;
  }

  /** The position follows only once every mail before it is recorded, so what a cut loses is told again. */
  async #readFolder(folder: MailboxFolder, position: string | null): Promise<number> {
    const { parts, account } = this.#job;
    const { workspaceId, accountId } = account;
    const onExpired = () => parts.log.info({ accountId }, "a mailbox forgot how far it was read and is read again");
    let recorded = 0;
    const now = parts.clock.machineNow();
    for await (const page of this.#mailbox.news(this.#api, folder, { position, now, onExpired })) {
      recorded += await this.#take(page.mails, folder);
      const reached = page.position;
      if (reached === null || reached === position) continue;
      await inWorkspace(parts.database, workspaceId, async (tx) => {
        const { now: at } = await momentIn(tx, parts.clock.machineNow());
        await writePosition(tx, { accountId, folder: folder.key, position: reached, at });
      });
    }
    return recorded;
  }

  async #take(mails: readonly ArrivedMail[], { isJunk }: MailboxFolder): Promise<number> {
    if (mails.length === 0) return 0;
    const { parts, account } = this.#job;
    const ids = mails.map((mail) => mail.id);
    const known = await inWorkspace(parts.database, account.workspaceId, (tx) =>
      knownProviderIds(tx, account.accountId, ids),
    );
    let recorded = 0;
    for (const mail of mails) {
      if (known.has(mail.id)) continue;
      known.add(mail.id);
      if (await this.#takeIn(mail, isJunk)) recorded += 1;
    }
    return recorded;
  }

  async #takeIn(arrived: ArrivedMail, isJunk: boolean): Promise<boolean> {
    const { parts, account, stumbles } = this.#job;
    const base = { place: null, providerId: arrived.id, isJunk };
    if (stumbles.isHopeless("whole", arrived.id)) {
      parts.log.warn({ accountId: account.accountId, id: arrived.id }, "a mail cannot be fetched; noted as unreadable");
      const fingerprint = fingerprintOfPlace(account.way.kind, arrived.id);
      const nothing = { conversation: [], internalDate: arrived.receivedAt, mail: null, isCut: false };
      return recordMail(parts, account, { ...base, ...nothing, fingerprint });
    }
    const fetched = await this.#fetch(arrived);
    if (fetched === null) return false;
    const { source, isCut, receivedAt } = fetched;
    const mail = await parseMail(source);
    const conversation = await this.#othersIn(fetched.conversation ?? arrived.conversation, mail);
    const fingerprint = fingerprintOfSource(source);
    return recordMail(parts, account, { ...base, conversation, fingerprint, internalDate: receivedAt, mail, isCut });
  }

  /** What concerns the whole account is no fault of this mail. */
  async #fetch(arrived: ArrivedMail): Promise<MailSource | null> {
    const general: Error[] = [];
    const fetched = await this.#job.stumbles.watch("whole", arrived.id, () =>
      this.#mailbox.fetch(this.#api, arrived).catch((err: unknown) => {
        if (!(err instanceof MailboxBusy || err instanceof MailboxRefused)) throw err;
        general.push(err);
        return null;
      }),
    );
    if (general[0] !== undefined) throw general[0];
    return fetched;
  }

  /** Asked for only where the mail's own header names no email of ours. */
  async #othersIn(conversation: string | null, mail: ParsedInbound): Promise<readonly string[]> {
    if (conversation === null) return [];
    const { parts, account } = this.#job;
    const named = await inWorkspace(parts.database, account.workspaceId, (tx) => findAnswered(tx, parts, mail));
    if (named !== null) return [];
    return this.#mailbox.messageIds(this.#api, conversation);
  }
}
